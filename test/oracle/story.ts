/*
 * Tickets told in a few words, for the oracle's examples. Monday is 2 March 2026; the office is open Monday to Friday
 * from nine to five, and closed on that Thursday.
 */
import { expect } from "vitest";
import type { Definition } from "../../src/definition.ts";
import type { FieldPatch, HistoryEvent } from "../../src/history/event.ts";
import type { Options, Target } from "../../src/policy/definition.ts";
import { define } from "../../src/testing/definition/define.ts";

export const HOUR = 3_600_000;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKDAY = [["09:00", "17:00"]] as const;

/** `"tue 9:30"`; an hour alone is on Monday. */
export function at(text: string): number {
  const [, day = "mon", h, m] = /^(?:(\w{3}) )?(\d+):(\d+)$/.exec(text) ?? [];
  return Date.UTC(2026, 2, 2 + DAYS.indexOf(day), Number(h), Number(m));
}
type Body = HistoryEvent extends infer E ? (E extends HistoryEvent ? Omit<E, "id" | "at"> : never) : never;
export type Told = readonly [when: string, event: Body];

export const opened = (set: FieldPatch = {}, by: "requester" | "agent" = "requester"): Body => ({
  type: "created",
  by,
  set,
});
export const change = (set: FieldPatch): Body => ({ type: "changed", set });
export const status = (name: string): Body => change({ status: name });
export const asks = (set: FieldPatch = {}): Body => ({ type: "message", by: "requester", set });
export const replies = (set: FieldPatch = {}): Body => ({ type: "message", by: "agent", set });

export const calendars = {
  office: {
    timeZone: "UTC",
    weeklyHours: { mon: WEEKDAY, tue: WEEKDAY, wed: WEEKDAY, thu: WEEKDAY, fri: WEEKDAY },
    holidays: ["2026-03-05"],
  },
  always: { timeZone: "UTC", always: true },
};
/** One policy with these targets, by the office's hours. */
export const promise = (
  targets: Record<string, Target>,
  options: Options = {},
  more: Partial<Definition<string>> = {},
) =>
  ({
    calendars,
    policies: [{ id: "p", calendar: "office", targets, options }],
    ...more,
  }) as Definition<string>;

export function read(definition: Definition<string>, told: readonly Told[], asOf: string) {
  const events = told.map(([when, event], i) => ({ ...event, id: `e${i}`, at: at(when) }) as HistoryEvent);
  return define(definition, { ticket: "t", events }, at(asOf));
}
export const only = (...args: Parameters<typeof read>) => {
  const readings = read(...args);
  expect(readings).toHaveLength(1);
  return readings[0];
};
