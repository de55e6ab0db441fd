import { calendarOf, nextBusinessTime, type Reading } from "../../../index.ts";
import { BadVector, instant, list, record, text } from "../vector.ts";
import { WHOLE } from "./definition.ts";
import type { Host } from "./host.ts";
import { flag, printInstant, printSeconds, seconds, whole } from "./read.ts";

/** How one expected field is read, and what the library says to it; both as they are printed. */
interface Answer {
  expected(value: unknown, name: string): string;
  got(host: Host, value: unknown): string;
}

/** Names for a clock that has not started or will not. */
const IDLE = ["idle", "off", "ignored", "not_started"];
const STATES = [...IDLE, "running", "paused", "met", "breached"];

/** Of the whole target, and of each threshold. */
const overrunOf = amount((host) => overrun(clockOf(host)));
const overrunsOf = byThreshold(
  (value, name) => printSeconds(seconds(value, name)),
  (reading) => printSeconds(overrun(reading)),
);

export const ANSWERS: Readonly<Record<string, Answer>> = {
  state: {
    expected: (value, name) => {
      const state = text(value, name);
      if (!STATES.includes(state))
        throw new BadVector(`\`${state}\` is no state; one of ${STATES.join(", ")}`);
      return IDLE.includes(state) ? "idle" : state;
    },
    got: (host) => stateOf(host, clockOf(host)),
  },
  dueAt: instantOrNull((host) => shownDue(host)),
  projectedDueAt: instantOrNull((host) => projected(clockOf(host))),
  startedAt: instantOrNull((host) => clockOf(host)?.startedAt ?? null),
  startsAt: instantOrNull(firstCounted),
  metAt: instantOrNull((host) => {
    const clock = clockOf(host);
    return clock?.met ? clock.endedAt : null;
  }),
  breachedAt: instantOrNull((host) => clockOf(host)?.breachedAt ?? null),
  escalationAt: instantOrNull(escalationOf),
  elapsedSeconds: amount((host) => clockOf(host)?.elapsedMs ?? 0),
  pausedSeconds: amount((host) => clockOf(host)?.pausedMs ?? 0),
  remainingSeconds: amount((host) => clockOf(host)?.remainingMs ?? 0),
  isLate: {
    expected: (value, name) => String(flag(value, name)),
    got: (host) => String((clockOf(host)?.breachedAt ?? null) !== null),
  },
  warning: { expected: (value, name) => String(flag(value, name)), got: (host) => String(warns(host)) },
  priority: {
    expected: (value) => JSON.stringify(value),
    got: ({ verdict }) => JSON.stringify(verdict.fields.priority ?? null),
  },
  nextLevel: {
    expected: (value, name) => (value === null ? "null" : String(whole(value, name))),
    got: (host) => String(nextLevel(host)),
  },
  thresholdAt: byThreshold(
    (value, name) => printInstant(value === null ? null : instant(value, name)),
    (reading) => printInstant(mark(reading)),
  ),
  overrunSeconds: {
    expected: (value, name) =>
      typeof value === "number" ? overrunOf.expected(value, name) : overrunsOf.expected(value, name),
    got: (host, value) =>
      typeof value === "number" ? overrunOf.got(host, value) : overrunsOf.got(host, value),
  },
  thresholdPassed: {
    expected: (value, name) =>
      JSON.stringify(
        list(value, name)
          .map(Number)
          .sort((a, b) => a - b),
      ),
    got: (host) =>
      JSON.stringify(
        host.terms.thresholds
          .filter((percent) => thresholdOf(host, String(percent)).breachedAt !== null)
          .sort((a, b) => a - b),
      ),
  },
};

/** The clock that a vector is about: the live one, or else the last; null where none ever started. */
function clockOf({ verdict, metrics }: Host): Reading<string> | null {
  const own = verdict.clocks.filter(({ metric, level }) => metrics.includes(metric) && level === WHOLE);
  const latest = [...own].sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0)).at(-1);
  return own.findLast(({ endedAt }) => endedAt === null) ?? latest ?? null;
}

function stateOf({ system }: Host, clock: Reading<string> | null): string {
  if (!clock || clock.state === "scheduled" || clock.state === "cancelled") return "idle";
  if (clock.state === "paused") return system.hidesPauses ? "idle" : "paused";
  if (clock.state === "running") return clock.breachedAt === null ? "running" : "breached";
  if (system.recurring?.includes(clock.metric)) return "idle";
  return clock.met ? "met" : "breached";
}

/** The due time as the system shows it (`System.shows`); an idle clock shows none. */
function shownDue(host: Host): number | null {
  const clock = clockOf(host);
  if (!clock || stateOf(host, clock) === "idle") return null;
  const { shows } = host.system;
  if (shows === "running") return clock.endedAt === null ? projected(clock) : null;
  if (shows === "kept" && clock.pausedSince !== null && clock.dueAt === null) {
    const before = host.verdictAt(clock.pausedSince).clocks.find(({ id }) => id === clock.id);
    return projected(before ?? clock);
  }
  return clock.dueAt;
}

function projected(clock: Reading<string> | null): number | null {
  return clock?.dueAt ?? clock?.dueAtIfResumedNow ?? null;
}

/** The first instant that the clock counts. */
function firstCounted(host: Host): number | null {
  const clock = clockOf(host);
  if (!clock) return null;
  const calendar = clock.calendar === null ? null : calendarOf(host.sla, clock.calendar);
  return calendar ? nextBusinessTime(calendar, clock.startedAt) : clock.startedAt;
}

/** When the escalation of the policy in force fires; null where it will not, or nobody knows when. */
function escalationOf(host: Host): number | null {
  const clock = clockOf(host);
  const action = host.verdict.actions.find(
    ({ rule, clock: id }) => id === clock?.id && rule === `${clock.policy}.escalation`,
  );
  return action && (action.status === "scheduled" || action.status === "due") ? action.fireAt : null;
}

function warns(host: Host): boolean {
  const clock = clockOf(host);
  if (!clock || clock.endedAt !== null || clock.breachedAt !== null) return false;
  return clock.atRiskAt !== null && clock.atRiskAt <= host.asOf;
}

/** The number of the first level that is still to come; null where none is. */
function nextLevel(host: Host): number | null {
  const policy = clockOf(host)?.policy;
  const isToCome = (number: number) =>
    host.verdict.actions.some(
      ({ rule, status }) => rule === `${policy}.level${number}` && status === "scheduled",
    );
  const numbers = host.terms.levels.map((_, i) => i + 1);
  return numbers.find(isToCome) ?? null;
}

/** The reading of the level that stands for a threshold. */
function thresholdOf(host: Host, percent: string): Reading<string> {
  const { id } = clockOf(host) ?? {};
  const found = host.verdict.clocks.find(
    (one) => one.level === percent && one.id === id?.replace(WHOLE, percent),
  );
  if (!found) throw new BadVector(`the policy has no threshold \`${percent}\``);
  return found;
}

/** Time used beyond the target. */
function overrun(clock: Reading<string> | null): number {
  return Math.max(0, -(clock?.remainingMs ?? 0));
}

/** When a threshold is passed: no stop watch shows one ahead while it stands. */
function mark({ dueAt, endedAt, remainingMs }: Reading<string>): number | null {
  return endedAt !== null && (remainingMs ?? 0) > 0 ? null : dueAt;
}

function instantOrNull(got: (host: Host) => number | null): Answer {
  return {
    expected: (value, name) => printInstant(value === null ? null : instant(value, name)),
    got: (host) => printInstant(got(host)),
  };
}

function amount(got: (host: Host) => number): Answer {
  return {
    expected: (value, name) => printSeconds(seconds(value, name)),
    got: (host) => printSeconds(got(host)),
  };
}

/** A value for each threshold that is asked for. */
function byThreshold(
  expected: (value: unknown, name: string) => string,
  got: (reading: Reading<string>) => string,
): Answer {
  const print = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([percent, value]) => `${percent} % ${value}`).join(", ");
  return {
    expected: (value, name) =>
      print(Object.entries(record(value, name)).map(([percent, one]) => [percent, expected(one, name)])),
    got: (host, value) =>
      print(Object.keys(value as object).map((percent) => [percent, got(thresholdOf(host, percent))])),
  };
}
