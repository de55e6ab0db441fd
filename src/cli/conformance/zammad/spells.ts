import { compileSla, evaluateTicket, type HistoryEvent, luxonZones, type Reading } from "../../../index.ts";
import { zammad } from "../../../presets.ts";
import { formatDate } from "../../../time/civil.ts";
import { DAY, MINUTE } from "../../../time/units.ts";
import { fixedZone, localDayAt, offsetAt, startOfDay, type ZoneTable } from "../../../time/zone.ts";
import {
  BadVector,
  instant,
  isVector,
  list,
  type Outcome,
  only,
  record,
  text,
  type Vector,
  type VectorFile,
} from "../vector.ts";
import { zammadCalendar } from "./calendars.ts";
import { printInstant } from "./columns.ts";
import { optionsOf, settingOf } from "./setting.ts";

/** One clock over a ticket of which only the states are told; the target in minutes. */
interface Span {
  readonly from: number;
  readonly asOf: number;
  readonly minutes: number;
}

/** A start plus business minutes, without what its states pause. */
export function runDueAt(vector: Vector, file: VectorFile): Outcome {
  const alternative = vector.closingAlternative ?? vector.expected;
  const wanted = isVector(alternative) ? (alternative.dueAt ?? alternative.expected) : alternative;
  const expected = wanted === null ? "never" : printInstant(instant(wanted, "expected"));
  const minutes = minutesOf(vector.minutes, "minutes");
  const from = instant(vector.start ?? vector.from ?? vector.createdAt, "start");
  const rows = rowsOf(vector, from);
  const asOf = Math.max(from, rows[rows.length - 1].at);
  // Without a target, or with one of 0 minutes, Zammad has no due time
  const clock = minutes > 0 ? spanOf(vector, file, rows, { from, asOf, minutes }) : null;
  return { op: "dueAt", expected, got: clock?.dueAt == null ? "never" : printInstant(clock.dueAt) };
}

/** Business minutes of a range that its states do not pause, within the ticket's life, rounded down. */
export function runWorkingMinutes(vector: Vector, file: VectorFile): Outcome {
  const { expected, createdAt, closedAt } = vector;
  if (expected !== null && typeof expected !== "number") throw new BadVector("`expected` is no number");
  const answer = (got: number | null) => ({
    op: "workingMinutes",
    expected: String(expected),
    got: String(got),
  });
  if (vector.from === null || vector.to === null) return answer(null);
  const from = Math.max(instant(vector.from, "from"), instant(createdAt ?? vector.from, "createdAt"));
  const asOf = Math.min(instant(vector.to, "to"), instant(closedAt ?? vector.to, "closedAt"));
  if (asOf <= from) return answer(0);
  const { elapsedMs } = spanOf(vector, file, rowsOf(vector, from), { from, asOf, minutes: 1 });
  return answer(Math.floor(elapsedMs / MINUTE));
}

/** The spells in which a ticket's states paused it and that have ended, by local date and whatever the hours. */
export function runPauses(vector: Vector, file: VectorFile): Outcome {
  const { timeZone } =
    vector.timeZone === undefined
      ? zammadCalendar(vector.calendar ?? null, file)
      : { timeZone: text(vector.timeZone, "timeZone") };
  const zone = fixedZone(timeZone) ?? luxonZones().zone(timeZone);
  if (!zone) throw new BadVector(`\`${timeZone}\` is no zone of this runtime`);
  const expected = breaksOf(vector.expected).join(", ");
  const rows = rowsOf(vector, null);
  const span = { from: rows[0].at, asOf: rows[rows.length - 1].at, minutes: 1 };
  const { stretches } = spanOf({ ...vector, calendar: null }, file, rows, span);
  const breaks = stretches.flatMap(({ kind, from, to }) =>
    kind === "paused" && to !== null ? piecesOf(zone, from, to) : [],
  );
  return { op: "pauses", expected, got: breaks.join(", ") };
}

/** A spell cut at local midnights, as dates and wall times to the minute. */
function piecesOf(zone: ZoneTable, from: number, to: number): string[] {
  const pieces: string[] = [];
  for (let day = localDayAt(zone, from); startOfDay(zone, day) < to; day++) {
    const [midnight, next] = [startOfDay(zone, day), startOfDay(zone, day + 1)];
    const time = (at: number) => wallMinute(at + offsetAt(zone, at) - day * DAY);
    const start = Math.max(from, midnight);
    if (next > start) pieces.push(`${formatDate(day)} ${time(start)}-${to >= next ? "24:00" : time(to)}`);
  }
  return pieces;
}

interface Row {
  readonly at: number;
  readonly state: string;
}

/** States from the creation on. A last one that pauses is open-ended, and no pause yet: it stands as one that does not. */
function rowsOf(vector: Vector, from: number | null): Row[] {
  const changes = list(vector.stateChanges ?? [], "stateChanges").map((entry, i) => {
    const name = `stateChanges.${i}`;
    const change = only(entry, name, ["at", "from", "to"]);
    const before = change.from == null ? null : text(change.from, `${name}.from`);
    return { at: instant(change.at, `${name}.at`), state: text(change.to, `${name}.to`), before };
  });
  const created =
    vector.createdAt === undefined && from !== null ? from : instant(vector.createdAt, "createdAt");
  const first = vector.state === undefined ? (changes[0]?.before ?? "new") : text(vector.state, "state");
  return [{ at: created, state: first }, ...changes.sort((a, b) => a.at - b.at)];
}

function spanOf(
  vector: Vector,
  file: VectorFile,
  rows: readonly Row[],
  { from, asOf, minutes }: Span,
): Reading {
  const setting = settingOf(vector, file);
  const isOpenEnded = setting.pausing.includes(rows[rows.length - 1].state);
  const told = isOpenEnded ? [...rows.slice(0, -1), { ...rows[rows.length - 1], state: "open" }] : rows;
  const preset = zammad(optionsOf(setting));
  const sla = compileSla({
    ...preset,
    metrics: [
      {
        ...preset.metrics[0],
        id: "span",
        start: [{ on: "created" }],
        from: { field: "from" },
        stop: [{ on: "control", name: "end of the span" }],
      },
    ],
    calendars: { calendar: zammadCalendar(vector.calendar ?? null, file) },
    policies: [{ id: "all", calendar: "calendar", targets: { span: minutes * MINUTE } }],
    options: { ...preset.options, endOfBudget: setting.endOfBudget },
  });
  const events = told.map(
    ({ at, state }, i): HistoryEvent =>
      i === 0
        ? {
            id: "created",
            at,
            type: "created",
            by: "system",
            set: { status: state, from: printInstant(from) },
          }
        : { id: `${i}`, at, type: "changed", set: { status: state } },
  );
  const [clock] = evaluateTicket(sla, { ticket: "1", events }, { asOf }).clocks;
  if (!clock) throw new BadVector("the ticket is created after the span that is asked for");
  return clock;
}

function minutesOf(value: unknown, name: string): number {
  if (value === null) return 0;
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new BadVector(`\`${name}\` is no number of minutes`);
  return value;
}

/** Breaks by date, each a map from start to end or a list of pairs. */
function breaksOf(value: unknown): string[] {
  const byDate = Object.entries(record(value, "expected")).sort(([a], [b]) => (a < b ? -1 : 1));
  return byDate.flatMap(([date, breaks]) =>
    (isVector(breaks) ? Object.entries(breaks) : list(breaks, `expected.${date}`)).map((pair) => {
      const [start, end] = list(pair, `expected.${date}`);
      return `${date} ${text(start, `expected.${date}`)}-${text(end, `expected.${date}`)}`;
    }),
  );
}

/** The minute of a wall time since midnight, as breaks are written. */
function wallMinute(ms: number): string {
  const minute = Math.floor(ms / MINUTE);
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
