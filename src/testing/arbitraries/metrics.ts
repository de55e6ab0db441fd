/*
 * The vocabulary of the generated cases: two calendars and one that never closes, instants at which engines go wrong,
 * conditions, triggers, and metrics of every shape.
 */

import fc from "fast-check";
import type { CalendarDefinition, Condition, MetricDefinition, Trigger } from "../../core.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEKDAY = [["09:00", "17:00"]] as const;
const EVENING = [["18:00", "02:00"]] as const;
/** Monday, 2 March 2026. */
export const MONDAY = Date.UTC(2026, 2, 2);

export const CALENDARS: Readonly<Record<string, CalendarDefinition>> = {
  office: {
    timeZone: "UTC",
    weeklyHours: { mon: WEEKDAY, tue: WEEKDAY, wed: WEEKDAY, thu: WEEKDAY, fri: WEEKDAY },
    holidays: ["2026-03-05"],
  },
  evening: { timeZone: "Etc/GMT-2", weeklyHours: { mon: EVENING, tue: EVENING, wed: EVENING, sun: EVENING } },
  always: { timeZone: "UTC", always: true },
};

const { constantFrom: pick, oneof, array, record } = fc;

/** Openings, closings, a holiday's eve, and the middle of nowhere. */
export const origins = pick(8, 9, 16, 17, 23).chain((hour) =>
  pick(0, 2, 4).map((day) => MONDAY + day * DAY + hour * HOUR),
);
export const gaps = pick(
  0,
  0,
  0,
  1,
  HOUR / 2,
  HOUR,
  HOUR,
  2 * HOUR,
  2 * HOUR + 1,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR - 1,
  16 * HOUR,
  DAY,
);
export const instants = fc.tuple(origins, gaps).map(([origin, gap]) => origin + gap);

export const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => array(one, { minLength: 1, maxLength });
const seldom = <T>(one: fc.Arbitrary<T>) =>
  oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });
/** A record of which each member is left out two times in three. */
export function partly<T extends object>(
  members: { [K in keyof T]?: fc.Arbitrary<T[K] & unknown> },
): fc.Arbitrary<T> {
  const entries = Object.entries(members as Record<string, fc.Arbitrary<unknown>>);
  const loose = Object.fromEntries(entries.map(([name, one]) => [name, seldom(one)]));
  return record(loose).map(
    (made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as T,
  );
}

const DONE: Condition = { fact: "done", is: true };
export const condition = pick<Condition[]>(
  { field: "priority", is: "high" },
  { field: "priority", in: ["high", "low"] },
  { field: "priority", exists: false },
  { field: "plan", is: "gold" },
  { not: { field: "plan", is: "gold" } },
  { field: "group", isNot: "a" },
  {
    all: [
      { field: "plan", exists: true },
      { field: "group", exists: true },
    ],
  },
  {
    any: [
      { field: "priority", is: "urgent" },
      { fact: "reopenedCount", greater: 0 },
    ],
  },
  { fact: "statusCategory", in: ["new", "open"] },
  { fact: "statusCategory", is: "pending" },
  { fact: "awaitingReplySince", exists: true },
  { fact: "firstReplyAt", exists: false },
  { fact: "replyCount", greater: 0 },
  { fact: "createdAt", during: "office" },
  { fact: "lastRequestAt", withinLast: "1h" },
  { fact: "openedBy", is: "agent" },
  DONE,
);
export const trigger = oneof(
  pick<Trigger[]>(
    { on: "created" },
    { on: "created", by: "requester" },
    { on: "request" },
    { on: "reply" },
    { on: "message", by: ["agent", "bot"], visibility: "internal" },
    { on: "changed", field: "group" },
    { on: "changed", field: "priority", if: { event: "to", is: "high" } },
    { on: "becomes", condition: DONE },
    { on: "becomes", condition: { field: "priority", exists: true }, if: { field: "plan", is: "gold" } },
    { on: "ceases", condition: DONE },
    { on: "control", name: "go" },
    { on: "control", name: "stop" },
    { on: "reply", if: { not: DONE } },
  ),
  condition.map((one): Trigger => ({ on: "becomes", condition: one })),
);

export const metric = (id: string): fc.Arbitrary<MetricDefinition<string>> =>
  record({
    start: some(
      oneof(
        { weight: 9, arbitrary: trigger },
        { weight: 1, arbitrary: pick<Trigger[]>({ on: "policyApplied" }) },
      ),
      2,
    ),
    stop: some(trigger, 2),
    repeats: pick<("once" | "always")[]>("once", "always"),
    more: partly<Partial<MetricDefinition>>({
      cancel: some(trigger, 1),
      reset: record({ on: some(trigger, 1), as: pick("cancelled", "judged") }) as fc.Arbitrary<
        MetricDefinition["reset"] & object
      >,
      pause: oneof(
        condition.map((one) => ({ while: one })),
        record({ on: some(trigger, 1), until: some(trigger, 2) }),
      ),
      reopen: record({ on: some(trigger, 1), as: pick("resume", "restart", "count", "ignore") }),
      per: pick("group", "teams"),
      from: pick<(MetricDefinition["from"] & unknown)[]>(
        "previousDue",
        { fact: "createdAt" },
        { fact: "awaitingReplySince" },
        { field: "due" },
        [{ fact: "awaitingReplySince" }, { fact: "lastReplyAt" }],
        [{ field: "due" }, { fact: "firstReplyAt" }],
      ),
      backfill: pick("pauses", "none"),
    }),
  }).map(({ start, stop, repeats, more }) => ({ id, start, stop, repeats, ...more }));
