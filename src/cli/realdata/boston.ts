import {
  compileSla,
  type Definition,
  evaluateTicket,
  type HistoryEvent,
  luxonZones,
  type TicketHistory,
} from "../../index.ts";
import { parseDate, parseTime } from "../../time/civil.ts";
import { DAY, MINUTE, SECOND } from "../../time/units.ts";
import { instantOfWallTime } from "../../time/zone.ts";
import { count, type DataSet, readCsv, readJson, type Score, score } from "./dataSet.ts";

/*
 * The City of Boston's 311 requests of 2015 with the due times and verdicts that the city stamped on them,
 * recomputed. `../shared/data/README.md` says what the columns are and what counts as equal.
 */

interface CityPolicy {
  readonly policy: string;
  readonly type: string;
  readonly queue: string;
  readonly from: string;
  readonly to: string;
  readonly kind: "business" | "calendar";
  readonly business_minutes?: number;
  readonly calendar_hours?: number;
}

export interface CityRules {
  readonly calendar: {
    readonly time_zone: string;
    readonly weekly: Readonly<Record<string, [string, string][]>>;
    readonly holidays_v1: readonly string[];
    readonly holidays_v2: readonly string[];
    readonly v2_known_from: string;
  };
  readonly policies: readonly CityPolicy[];
}

export type Row = Readonly<Record<string, string>>;

export interface Tally {
  readonly due: Score;
  readonly verdicts: Score;
  /** Kinds of difference in due times and how often each occurs, commonest first. */
  readonly differences: readonly (readonly [kind: string, count: number])[];
}

export const RULES = "boston311-policies.json";
export const REQUESTS = "boston311-2015*.csv.gz";

export const BOSTON: DataSet = {
  name: "boston",
  files: [RULES, REQUESTS],
  report: (folder) => {
    const { due, verdicts, differences } = compareBoston(folder);
    return [
      `boston due times: ${due.equal} of ${due.of}`,
      `boston verdicts: ${verdicts.equal} of ${verdicts.of}`,
      "boston's commonest differences in due times:",
      ...differences.slice(0, 10).map(([kind, times]) => `${String(times).padStart(6)}  ${kind}`),
    ];
  },
};

export function compareBoston(folder: string): Tally {
  const rules = readJson<CityRules>(folder, RULES);
  const instant = wallClockOf(rules.calendar.time_zone);
  const dueTime = dueTimes(rules, instant);
  const onTime = verdicts(instant);
  const due = score();
  const verdict = score();
  const differences = new Map<string, number>();
  for (const row of readCsv(folder, REQUESTS)) {
    const ours = dueTime(row);
    if (ours) {
      const theirs = instant(row.target);
      const equal = isEqual(row, ours.dueAt, theirs);
      count(due, equal);
      const kind = `${ours.policy} ${size(ours.dueAt - theirs)}`;
      if (!equal) differences.set(kind, (differences.get(kind) ?? 0) + 1);
    }
    if (row.closed !== "" && row.on_time !== "") count(verdict, onTime(row) === (row.on_time === "ONTIME"));
  }
  return { due, verdicts: verdict, differences: [...differences].sort((a, b) => b[1] - a[1]) };
}

/** The city's 281 policies as one definition, and the due time it gives a request; null where no policy governs. */
function dueTimes(rules: CityRules, instant: (wall: string) => number) {
  const sla = compileSla(cityDefinition(rules, instant));
  return (row: Row): { policy: string; dueAt: number } | null => {
    const at = instant(row.opened);
    const events: HistoryEvent[] = [
      { id: "opened", at, type: "created", by: "requester", set: { type: row.type, queue: row.queue } },
    ];
    const { clocks } = evaluateTicket(sla, { ticket: row.case_id, events }, { asOf: at, detail: "lean" });
    const { policy = null, dueAt = null } = clocks[0] ?? {};
    return policy !== null && dueAt !== null ? { policy, dueAt } : null;
  };
}

function cityDefinition({ calendar, policies }: CityRules, instant: (wall: string) => number): Definition {
  return {
    calendars: {
      city: {
        timeZone: calendar.time_zone,
        weeklyHours: calendar.weekly,
        holidays: calendar.holidays_v1,
        // Entered in December, for January: due times stamped before ignore them (semantics C5)
        versions: [{ from: "2016-01-01", knownFrom: calendar.v2_known_from, holidays: calendar.holidays_v2 }],
      },
    },
    policies: policies.map((policy) => ({
      id: policy.policy,
      calendar: "city",
      if: {
        all: [
          { field: "type", is: policy.type },
          { field: "queue", is: policy.queue },
          { fact: "createdAt", between: [instant(policy.from), instant(policy.to)] },
        ],
      },
      targets: {
        resolution:
          policy.kind === "business"
            ? { amount: `${policy.business_minutes}m` }
            : { amount: `${Number(policy.calendar_hours) / 24}d`, basis: "aroundTheClock" },
      },
    })),
    options: { endOfBudget: "nextOpening", calendarSwitch: "frozen" },
  };
}

/** The city's own due time as the target (semantics P4). */
export const CITY_DUE: Definition = {
  statuses: { Closed: "closed" },
  policies: [{ id: "city", targets: { resolution: { field: "target" } } }],
  report: { fields: ["queue", "on_time"] },
};

/** What the city knows of a request, its own verdict among the fields; not closed where it was open. */
export function historyOf(
  { case_id, opened, target, closed, queue, on_time }: Row,
  instant: (wall: string) => number,
): TicketHistory {
  const set = { target: instant(target), queue, on_time: on_time === "" ? null : on_time };
  const events: HistoryEvent[] = [
    { id: "opened", at: instant(opened), type: "created", by: "requester", set },
  ];
  if (closed !== "")
    events.push({ id: "closed", at: instant(closed), type: "changed", set: { status: "Closed" } });
  return { ticket: case_id, events };
}

/** Whether the engine finds a closed request on time, with the city's own due time as its target. */
function verdicts(instant: (wall: string) => number) {
  const sla = compileSla(CITY_DUE);
  return (row: Row): boolean => {
    const history = historyOf(row, instant);
    const asOf = Math.max(...history.events.map(({ at }) => at));
    return evaluateTicket(sla, history, { asOf, detail: "lean" }).clocks[0].met === true;
  };
}

/** Reads the city's `YYYY-MM-DDTHH:MM:SS`, wall time of its zone. */
export function wallClockOf(timeZone: string): (wall: string) => number {
  const zone = luxonZones().zone(timeZone);
  if (!zone) throw new Error(`this runtime does not know the zone ${timeZone}`);
  return (wall) => {
    const [date, time] = wall.split("T");
    const day = parseDate(date);
    const second = parseTime(time ?? "");
    if (day === null || second === null) throw new Error(`\`${wall}\` is no wall time`);
    return instantOfWallTime(zone, day * DAY + second * SECOND);
  };
}

/** Within a second; within the same minute where the source cut the seconds of the opening off. */
function isEqual(row: Row, ours: number, theirs: number): boolean {
  if (Math.abs(ours - theirs) <= SECOND) return true;
  return row.opened.endsWith(":00") && Math.floor(ours / MINUTE) === Math.floor(theirs / MINUTE);
}

function size(ms: number): string {
  const later = ms > 0 ? "ours later by" : "ours earlier by";
  const minutes = Math.abs(ms) / MINUTE;
  return `${later} ${minutes < 60 ? "minutes" : minutes < 1_440 ? "hours" : "days"}`;
}
