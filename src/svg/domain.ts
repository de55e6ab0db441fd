import type { Evaluation } from "../evaluation.ts";
import { DAY, MINUTE } from "../time/units.ts";
import { type Happening, instantOfAction } from "./happenings.ts";
import type { Row } from "./lanes.ts";

/** Instants that a picture can name: local dates of the years 1 to 9999. */
const FIRST = Date.UTC(2001, 0, 1) - 2_000 * 365.2425 * DAY;
const LAST = Date.UTC(9999, 0, 1);

/** How far a due time may lie ahead, as a multiple of what has passed, so that it does not press the past together. */
const AHEAD = 1.5;

export interface Domain {
  readonly from: number;
  readonly to: number;
}

/** What is drawn of a timeline, from its first event to what is still to come. */
export function domainOf(
  { asOf, actions }: Evaluation<string>,
  happenings: readonly Happening[],
  rows: readonly Row[],
  given: Partial<Domain>,
): Domain {
  const clocks = rows.flatMap((row) => row.clocks);
  const isLive = clocks.some(({ endedAt }) => endedAt === null);
  const past = [
    ...happenings.map(({ at }) => at),
    ...clocks.flatMap(({ startedAt, endedAt, breachedAt }) => [startedAt, endedAt, breachedAt]),
    ...actions.filter(({ status }) => status !== "scheduled").map(instantOfAction),
    ...(isLive || happenings.length === 0 ? [asOf] : []),
  ].filter((at): at is number => at !== null && at <= asOf);
  const future = [
    ...clocks.map(({ dueAt }) => dueAt),
    ...clocks.map(({ startedAt }) => startedAt),
    ...actions.map(instantOfAction),
  ].filter((at): at is number => at !== null);
  const first = least(past, asOf);
  const last = -least(
    past.map((at) => -at),
    -asOf,
  );
  const span = Math.max(last - first, 10 * MINUTE);
  // A ticket that is long over does not draw the time since
  const shown = asOf - last <= span * 0.2 ? asOf : last;
  const ahead = future.filter((at) => at > shown && at <= shown + AHEAD * span);
  const end = ahead.reduce((latest, at) => Math.max(latest, at), Math.max(shown, first + span));
  const pad = (end - first) * 0.02;
  return bounded(given.from ?? first - pad, given.to ?? end + pad);
}

function bounded(from: number, to: number): Domain {
  const start = Math.floor(Math.min(Math.max(from, FIRST), LAST - DAY));
  return { from: start, to: Math.ceil(Math.min(Math.max(to, start + MINUTE), LAST)) };
}

/** The least of many; `Math.min` takes no more arguments than the stack has room for. */
function least(values: readonly number[], otherwise: number): number {
  return values.length === 0 ? otherwise : values.reduce((min, value) => Math.min(min, value));
}
