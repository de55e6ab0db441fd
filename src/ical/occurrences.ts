import { type ClosedSpan, MAX_SPAN_DAYS } from "../holidays/imported.ts";
import { DAY } from "../time/units.ts";
import { instantOfWallTime, offsetAt, spanAt, type ZoneTable } from "../time/zone.ts";
import type { Timing } from "./event.ts";
import { instantOf, type Moment, parseMoment, wallOf } from "./moment.ts";
import { type Budget, type DayRange, daysOf } from "./recurrence.ts";
import type { Rule } from "./rule.ts";

/** One occurrence of an event: what it closes in the calendar's wall time. */
export interface Occurrence extends Omit<ClosedSpan, "name"> {
  /** It comes from a rule without an end. */
  readonly recursForEver: boolean;
}

/** Moments by which occurrences are known: those of dates by their day, those of times by their instant or day. */
interface MomentSet {
  readonly days: ReadonlySet<number>;
  readonly instants: ReadonlySet<number>;
}

/** An occurrence costs as much of the budget as this many days looked at. */
const OCCURRENCE_COST = 20;

function momentSet(moments: readonly Moment[], start: Moment): MomentSet {
  const isDay = ({ second }: Moment) => start.second === null || second === null;
  return {
    days: new Set(moments.filter(isDay).map(({ day }) => day)),
    instants: new Set(moments.filter((moment) => !isDay(moment)).map(instantOf)),
  };
}

function inSet(moment: Moment, { days, instants }: MomentSet): boolean {
  return days.has(moment.day) || (moment.second !== null && instants.has(instantOf(moment)));
}

/**
 * The occurrences of an event that touch a range of the calendar's dates, in no order, cut to the range; none that
 * are excluded (EXDATE) or replaced by an event of their own. Ends early when the budget is used up.
 */
export function occurrencesOf(
  timing: Timing,
  home: ZoneTable,
  range: DayRange,
  replaced: readonly Moment[],
  budget: Budget,
): Occurrence[] {
  const { start, lengthMs, rules, added } = timing;
  budget.left -= timing.excluded.length + replaced.length;
  const gone = momentSet([...timing.excluded, ...replaced], start);
  const occurrences = new Map<number, Occurrence>();
  const take = (moment: Moment, length: number, recursForEver: boolean) => {
    budget.left -= OCCURRENCE_COST;
    if (budget.left <= 0 || inSet(moment, gone)) return;
    const { from, to } = wallsOf(moment, length, home);
    const cut = { from: Math.max(from, range.from * DAY), to: Math.min(to, (range.to + 1) * DAY) };
    const key = moment.second === null ? wallOf(moment) : instantOf(moment);
    if (cut.from < cut.to) occurrences.set(key, { ...cut, recursForEver });
  };
  // An occurrence that starts before the range may reach into it
  const starts = { from: range.from - Math.ceil(lengthMs / DAY) - 2, to: range.to + 1 };
  for (const rule of rules) {
    const isForEver = rule.count === null && rule.until === null;
    for (const moment of momentsOf(rule, start, home, starts, budget)) take(moment, lengthMs, isForEver);
  }
  if (rules.length === 0) take(start, lengthMs, false);
  for (const other of added) take(other.start, other.lengthMs, false);
  return [...occurrences.values()];
}

/** Whether an event starts on a date that its own rules do not name: programs disagree whether it takes place then. */
export function startsOutsideRules({ start, rules }: Timing, budget: Budget): boolean {
  if (rules.length === 0) return false;
  const only = { from: start.day, to: start.day };
  return rules.every((rule) => daysOf(rule, start.day, only, budget).next().done === true);
}

function* momentsOf(
  rule: Rule,
  start: Moment,
  home: ZoneTable,
  range: DayRange,
  budget: Budget,
): Generator<Moment> {
  const isOver = endTest(rule.until, start, home);
  const [hour, minute, second] = rule.time;
  const own = start.second ?? 0;
  const time =
    (hour ?? Math.floor(own / 3_600)) * 3_600 +
    (minute ?? Math.floor(own / 60) % 60) * 60 +
    (second ?? own % 60);
  // An hour set by the rule may be past on the first date
  const earliest = start.second !== null && time < own ? start.day + 1 : start.day;
  for (const day of daysOf(rule, start.day, range, budget, earliest)) {
    const moment = { ...start, day, second: start.second === null ? null : time };
    if (isOver(moment)) return;
    yield moment;
  }
}

/**
 * Whether a moment lies after UNTIL. For times, as written: an instant, a local time, or a whole date. For dates, an
 * UNTIL of 00:00 or 23:59:59 UTC means its date as written; another instant is what a program east or west of
 * Greenwich made of a local midnight, and is read in the calendar's zone.
 */
function endTest(until: string | null, start: Moment, home: ZoneTable): (moment: Moment) => boolean {
  const end = until === null ? null : parseMoment(until);
  if (end === null) return () => until !== null; // an UNTIL that is no date: nothing is known to recur
  const { day, second, isUtc } = end;
  if (start.second === null) {
    const isDate = second === null || !isUtc || second === 0 || second >= 86_399;
    const at = day * DAY + (second ?? 0) * 1_000;
    const last = isDate ? day : Math.floor((at + offsetAt(home, at)) / DAY);
    return (moment) => moment.day > last;
  }
  if (second === null) return (moment) => moment.day > day;
  const at = day * DAY + second * 1_000;
  return isUtc ? (moment) => instantOf(moment) > at : (moment) => wallOf(moment) > at;
}

/** The calendar's wall time from the first to the last moment of an occurrence, over any clock change within. */
function wallsOf(moment: Moment, lengthMs: number, home: ZoneTable): { from: number; to: number } {
  const wall = wallOf(moment);
  if (moment.second === null) return { from: wall, to: wall + lengthMs };
  const startAt = instantOf(moment);
  const endAt = Math.max(startAt + 1, instantOfWallTime(moment.zone, wall + lengthMs));
  let from = localWall(startAt, home);
  let to = localWall(endAt, home);
  // A clock set back shows some wall times twice; the cut holds all that were shown
  for (let i = spanAt(home, startAt); i < home.transitions.length && home.transitions[i] < endAt; i++) {
    from = Math.min(from, home.transitions[i] + home.offsets[i + 1]);
    to = Math.max(to, home.transitions[i] + home.offsets[i]);
  }
  return { from, to: Math.min(to, from + (MAX_SPAN_DAYS + 1) * DAY) };
}

/** Local wall time of an instant; midnight where a date begins later because a clock was set forward over it. */
function localWall(at: number, home: ZoneTable): number {
  const wall = at + offsetAt(home, at);
  const midnight = Math.floor(wall / DAY) * DAY;
  return instantOfWallTime(home, midnight) === at ? midnight : wall;
}
