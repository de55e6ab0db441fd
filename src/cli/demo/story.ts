import {
  businessTimeBetween,
  calendarOf,
  evaluateTicket,
  type FieldPatch,
  type HistoryEvent,
  type Reading,
  type TicketHistory,
} from "../../index.ts";
import { right } from "./cells.ts";
import { conditionWords, partAt } from "./conditionWords.ts";
import type { Desk } from "./desk.ts";
import { eventWords } from "./eventWords.ts";
import type { Summary } from "./summary.ts";
import { type Cell, type Paint, paragraph, table } from "./table.ts";
import { amountWords, localDay, localDays, localTime, metricWords, targetWords, zoneWords } from "./words.ts";

/** Rows of a story; a longer one says how many are left out. */
const MAX_ROWS = 30;

/** Dates that a story looks at for days on which the desk was closed. */
const MAX_DATES = 31;

const TYPES: ReadonlySet<unknown> = new Set(["created", "message", "changed", "control"]);

/** Why one promise was missed: its policy, and each event with the clock as it stood then. */
export function storyBlock(summary: Summary, desk: Desk, paint: Paint): string[] {
  if (!summary.story) return ["  No promise was missed."];
  const { history, clock } = summary.story;
  const teller = createTeller(history, clock, desk, summary.asOf);
  const last = teller.readingAt(summary.asOf);
  if (last === undefined || last.breachedAt === null) return ["  No promise was missed."];
  return [...opening(teller, last), "", ...course(teller, last, paint), "", ...ending(teller, last)];
}

/** One clock of one ticket, at any instant: evaluating again as of then is all it takes. */
interface Teller {
  readonly history: TicketHistory;
  readonly desk: Desk;
  readonly zone: string;
  readonly asOf: number;
  verdictAt(at: number): ReturnType<typeof evaluateTicket>;
  readingAt(at: number): Reading | undefined;
  local(at: number): string;
}

function createTeller(history: TicketHistory, clock: string, desk: Desk, asOf: number): Teller {
  const verdictAt = (at: number) => evaluateTicket(desk.sla, history, { asOf: at });
  const readingAt = (at: number) => verdictAt(at).clocks.find(({ id }) => id === clock);
  const zone = desk.zoneOf(readingAt(asOf)?.policy ?? null);
  return { history, desk, zone, asOf, verdictAt, readingAt, local: (at) => localTime(at, zone, asOf) };
}

function opening({ history, desk, verdictAt, asOf }: Teller, reading: Reading): string[] {
  const { fields } = verdictAt(asOf);
  const { why, policy } = verdictAt(reading.breachedAt ?? asOf);
  const subject = typeof fields.subject === "string" ? ` “${fields.subject}”` : "";
  const reasons = why.map((check) => {
    const condition = desk.policies.get(check.policy)?.if;
    const name = desk.policyName(check.policy);
    const part = condition && (check.matches ? condition : partAt(condition, check.failed ?? []));
    const tickets = part ? `tickets where ${conditionWords(part)}` : "every ticket";
    return `${name}: ${check.matches ? "yes" : "no"}, it is for ${tickets}`;
  });
  return [
    ...paragraph(`${history.ticket}${subject}: the ${metricWords(reading.metric)} was missed.`),
    ...(policy
      ? paragraph(`Its policy was ${policy.name}, the first in order that fits the ticket as it was then:`)
      : []),
    ...reasons.flatMap((reason) => paragraph(`- ${reason}`, "    ")),
  ];
}

interface Row {
  readonly at: number;
  readonly what: string;
  readonly isMilestone: boolean;
}

function course(teller: Teller, last: Reading, paint: Paint): string[] {
  const rows = rowsOf(teller, last);
  const left = rows.length - MAX_ROWS;
  let state = "";
  const cells = rows.slice(0, MAX_ROWS).map(({ at, what, isMilestone }): Cell[] => {
    const reading = teller.readingAt(at);
    const now = reading?.state ?? "";
    const shown = now === state ? "" : (MOVES[`${state}>${now}`] ?? MOVES[now] ?? now);
    state = now;
    const used = reading ? amountWords(reading.elapsedMs) : "";
    const target = reading?.targetMs == null ? "" : targetWords(reading.targetMs);
    return [teller.local(at), isMilestone ? { text: what, style: "late" } : what, shown, used, target];
  });
  return [
    ...table(
      [
        { title: `Time in ${zoneWords(teller.zone)}` },
        { title: "What happened" },
        { title: "Clock" },
        right("Used"),
        right("Of"),
      ],
      cells,
      paint,
    ),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

/** The events until the clock's end, and the moments at which its target ran out and it was missed. */
function rowsOf({ history, asOf, readingAt }: Teller, last: Reading): Row[] {
  const end = last.endedAt ?? asOf;
  const breachedAt = last.breachedAt ?? end;
  const dueAt = readingAt(breachedAt)?.dueAt ?? breachedAt;
  const seen = new Set<string>();
  const rows: Row[] = [];
  let fields: FieldPatch = {};
  for (const event of history.events.filter(isEvent).sort((a, b) => a.at - b.at)) {
    if (event.at > end || seen.has(event.id)) continue;
    seen.add(event.id);
    rows.push({ at: event.at, what: eventWords(event, fields), isMilestone: false });
    fields = { ...fields, ...event.set };
  }
  if (dueAt === breachedAt)
    rows.push({ at: dueAt, what: "due here: the promise is missed", isMilestone: true });
  else {
    rows.push({ at: dueAt, what: "due here, under the promise that came later", isMilestone: true });
    rows.push({ at: breachedAt, what: "the promise is missed", isMilestone: true });
  }
  return rows.sort((a, b) => a.at - b.at);
}

/** A host's file may hold anything; what the engine warned of is no part of the story. */
function isEvent(value: unknown): value is HistoryEvent {
  if (typeof value !== "object" || value === null) return false;
  const { id, at, type } = value as Partial<HistoryEvent>;
  return typeof id === "string" && Number.isInteger(at) && TYPES.has(type);
}

/** What a clock does when its state changes; from a certain state where that has a name of its own. */
const MOVES: Readonly<Record<string, string>> = {
  running: "starts",
  "paused>running": "resumes",
  "fulfilled>running": "reopens",
  "fulfilled>paused": "reopens",
  paused: "pauses",
  fulfilled: "ends",
};

function ending(teller: Teller, reading: Reading): string[] {
  const { endedAt, remainingMs, wall, basis } = reading;
  const end = endedAt === null ? "It is still open" : `It ended ${teller.local(endedAt)}`;
  if (remainingMs === null || remainingMs >= 0) {
    const left =
      remainingMs === null ? "Nothing is promised" : `What is promised leaves ${amountWords(remainingMs)}`;
    return paragraph(`${end}. ${left} now, but a missed promise stays missed.`);
  }
  const isBusiness = basis === "business";
  const byWall =
    isBusiness && wall.remainingMs !== null ? ` (${amountWords(wall.remainingMs)} by the wall clock)` : "";
  const late = `${end}, ${amountWords(remainingMs)}${isBusiness ? " of working time" : ""} late${byWall}.`;
  const closed = isBusiness ? closedDays(teller, reading) : [];
  return [
    ...paragraph(late),
    ...(closed.length > 0 ? paragraph(`The desk was closed on ${closed.join(", ")}.`) : []),
  ];
}

/** Dates of the clock's life on which the policy's calendar has no working time. */
function closedDays({ desk, zone, asOf }: Teller, { calendar: id, startedAt, endedAt }: Reading): string[] {
  const calendar = id === null ? undefined : calendarOf(desk.sla, id);
  if (!calendar) return [];
  return localDays(startedAt, endedAt ?? asOf, zone, MAX_DATES)
    .filter(([from, to]) => businessTimeBetween(calendar, from, to) === 0)
    .map(([from]) => localDay(from, zone));
}
