import type { StatusCategory } from "../history/facts.ts";
import type { Condition } from "../policy/condition.ts";
import { DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** What ERPNext keeps in each policy's lists of statuses; every status in neither list is open. */
export interface ErpNextOptions {
  /** "Pause SLA On": `["Replied"]` if left out. */
  readonly pauseOn?: readonly string[];
  /** "SLA Fulfilled On": `["Resolved", "Closed"]` if left out. */
  readonly fulfilledOn?: readonly string[];
}

const WORKED_ON: Condition = { fact: "statusCategory", in: ["new", "open"] };
const HELD: Condition = { fact: "statusCategory", is: "pending" };

/**
 * ERPNext: issues, leads and other documents with a response and a resolution, held in some statuses and fulfilled in others.
 * Whom it differs from, and where: docs/presets/erpnext.md.
 */
export function erpNext({
  pauseOn = ["Replied"],
  fulfilledOn = ["Resolved", "Closed"],
}: ErpNextOptions = {}): Preset<"firstResponse" | "resolution"> {
  const listed = (names: readonly string[], category: StatusCategory) =>
    names.map((name): [string, StatusCategory] => [name, category]);
  return {
    preset: "erpNext",
    statuses: Object.fromEntries([
      ["Open", "open"],
      ...listed(fulfilledOn, "solved"),
      ...listed(pauseOn, "pending"),
    ]),
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }],
        stop: [{ on: "reply" }, { on: "ceases", condition: WORKED_ON }],
        pause: { while: HELD },
        repeats: "once",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        pause: { while: HELD },
        repeats: "once",
        reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
      },
    ],
    options: { breach: "current", calendarSwitch: "lastWins", versionMode: "live" },
  };
}
