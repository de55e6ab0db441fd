import type { CalendarDefinition } from "../calendar/definition.ts";
import type { Definition, PolicyDefinition } from "../definition.ts";
import type { CalendarChoice, Target } from "../policy/definition.ts";
import { chatwoot } from "../preset/chatwoot.ts";
import { WEEKDAYS } from "../time/civil.ts";
import { SECOND } from "../time/units.ts";
import { addTo, calendarOf, type Week, windowAt } from "./hours.ts";
import { zoneOf } from "./railsZones.ts";
import {
  checkUnique,
  flagOf,
  idOf,
  listOf,
  memberOf,
  needed,
  noteUnknown,
  numberOf,
  type Part,
  partAt,
  partsAt,
  partsOf,
  textOf,
} from "./reader.ts";
import { complain, type Imported, leaveOut, readPayload } from "./report.ts";
import { amountOf, durationText } from "./targets.ts";

type Metric = "firstResponse" | "nextResponse" | "resolution";

const THRESHOLDS: readonly (readonly [key: string, metric: Metric])[] = [
  ["first_response_time_threshold", "firstResponse"],
  ["next_response_time_threshold", "nextResponse"],
  ["resolution_time_threshold", "resolution"],
];

/**
 * A definition of Chatwoot's policies: `{ sla_policies, inboxes }`, each a list or the API's whole answer
 * (`{ payload: […] }`). An inbox gives its working hours, and the field `inbox_id` says which one a conversation came
 * through. The policies are lent by `policy.assigned` events with Chatwoot's ids (docs/guides/import.md).
 * @throws SlaError with all issues of a payload of the wrong shape.
 */
export function fromChatwoot(payload: unknown): Imported<Metric> {
  return readPayload(payload, (value, report): Definition<Metric> => {
    const root = partAt(value, [], report);
    if (!root) return chatwoot();
    noteUnknown(root, ["sla_policies", "inboxes"]);
    const calendars = inboxCalendars(root);
    const ids = Object.keys(calendars);
    const choice = ids.length > 1 ? { field: "inbox_id", otherwise: ids[0] } : (ids[0] ?? null);
    const parts = answerOf(root, "sla_policies");
    checkUnique(parts, "id");
    const policies = parts.map((part) => policyOf(part, choice));
    return { ...chatwoot(), ...(ids.length > 0 && { calendars }), policies };
  });
}

function policyOf(part: Part, choice: CalendarChoice | null): PolicyDefinition<Metric> {
  noteUnknown(part, [
    ...["id", "name", "description", "only_during_business_hours", "account_id", "created_at", "updated_at"],
    ...THRESHOLDS.map(([key]) => key),
  ]);
  const [name, description] = [textOf(part, "name"), textOf(part, "description")];
  const inHours = flagOf(part, "only_during_business_hours") ?? false;
  const targets: Partial<Record<Metric, Target>> = {};
  for (const [key, metric] of THRESHOLDS) {
    const ms = amountOf(part, key, SECOND);
    if (ms === undefined) continue;
    if (inHours && choice === null) {
      const message =
        "this time counts in business hours, and no inbox with its working hours was given; it is not promised";
      leaveOut(part.report, "no_calendar", [...part.path, key], message);
    } else targets[metric] = durationText(ms);
  }
  return {
    id: needed(idOf, part, "id") ?? "",
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(inHours && choice !== null && { calendar: choice }),
    targets,
  };
}

/** The hours of each inbox under its id. One without hours, or with none open, counts every instant, as in Chatwoot. */
function inboxCalendars(root: Part): Record<string, CalendarDefinition> {
  const parts = answerOf(root, "inboxes");
  checkUnique(parts, "id");
  const read = parts.map((part): [string, CalendarDefinition] => {
    const id = needed(idOf, part, "id") ?? "";
    const isOn = flagOf(part, "working_hours_enabled") ?? true;
    const timeZone = memberOf(part, "timezone") === undefined && !isOn ? "UTC" : zoneOf(part, "timezone");
    const calendar = isOn && timeZone !== undefined ? calendarOf(timeZone, weekOf(part)) : undefined;
    return [id, calendar ?? { timeZone: timeZone ?? "UTC", always: true }];
  });
  return Object.fromEntries(read);
}

function weekOf(inbox: Part): Week {
  const week: Week = {};
  const seen = new Set<number>();
  for (const part of partsOf(inbox, "working_hours")) {
    const day = needed(numberOf, part, "day_of_week") ?? 0;
    if (WEEKDAYS[day] === undefined || seen.has(day)) {
      const message = "a weekday is a number from 0, for Sunday, to 6, each of them once";
      complain(part.report, "wrong_day", [...part.path, "day_of_week"], message);
      continue;
    }
    seen.add(day);
    if (flagOf(part, "closed_all_day")) continue;
    // Stored as 00:00 to 23:59, and counted to midnight
    const window = flagOf(part, "open_all_day")
      ? (["00:00", "24:00"] as const)
      : windowAt(timeOf(part, "open"), timeOf(part, "close"), part.path, part.report);
    addTo(week, WEEKDAYS[day], window);
  }
  return week;
}

/** Seconds since midnight of `…_hour` and `…_minutes`. */
function timeOf(part: Part, which: "open" | "close"): number {
  const hour = needed(numberOf, part, `${which}_hour`) ?? Number.NaN;
  return hour * 3_600 + (numberOf(part, `${which}_minutes`) ?? 0) * 60;
}

/** A list, or the API's answer around it. */
function answerOf(root: Part, key: string): Part[] {
  const value = memberOf(root, key);
  if (Array.isArray(value) || value === undefined) return partsOf(root, key);
  const answer = partAt(value, [key], root.report);
  return answer ? partsAt(needed(listOf, answer, "payload") ?? [], [key, "payload"], root.report) : [];
}
