import {
  type CalendarDefinition,
  type Evaluation,
  evaluateTicket,
  type FieldPatch,
  type FieldValue,
  type HistoryEvent,
  type Party,
  type Reading,
  type Sla,
  type Target,
  type TicketHistory,
  type Visibility,
} from "../../../index.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../time/units.ts";
import { calendarOf } from "../calendar.ts";
import { BadVector, instant, list, only, record, text, type Vector, type VectorFile } from "../vector.ts";

/** What an event of a vector does, but for its `id` and `at`. */
export type Step = { readonly type: HistoryEvent["type"]; readonly set?: FieldPatch } & Readonly<
  Record<string, unknown>
>;

/** Reads one type of event; `at` and `type` are read already, all other members are its own. */
export type EventReader = (event: Vector, name: string) => Step;

/** Members of an event that are fields of the ticket, in every system's vectors. */
const FIELDS = ["status", "priority", "group", "assignee"];
const PARTIES: Readonly<Record<string, Party>> = {
  customer: "requester",
  requester: "requester",
  agent: "agent",
  bot: "bot",
  system: "system",
  thirdParty: "thirdParty",
};

/** Milliseconds in the units of a duration in words, by their first letter. */
const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
const PART =
  /(\d+(?:\.\d+)?) ?(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)\b/g;

/** A number of `unit` milliseconds (seconds, if left out), or words such as `2 hours 30 minutes`, a day of 24 hours; in milliseconds. */
export function duration(value: unknown, name: string, unit = SECOND): number {
  if (typeof value !== "string") return milliseconds(value, name, unit);
  const parts = [...value.toLowerCase().matchAll(PART)];
  const rest = value
    .toLowerCase()
    .replace(PART, "")
    .replace(/,|\band\b|\s/g, "");
  if (parts.length === 0 || rest !== "") {
    throw new BadVector(`\`${name}\` is no duration: ${JSON.stringify(value)}`);
  }
  return Math.round(parts.reduce((sum, [, amount, each]) => sum + Number(amount) * UNITS[each[0]], 0));
}

/** A number of `unit` milliseconds (seconds, if left out), in milliseconds. */
export function milliseconds(value: unknown, name: string, unit = SECOND): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new BadVector(`\`${name}\` is no number: ${JSON.stringify(value)}`);
  }
  return Math.round(value * unit);
}

/** One of a few texts. */
export function oneOf<T extends string>(value: unknown, name: string, known: readonly T[]): T {
  const found = known.find((entry) => entry === value);
  if (found === undefined) {
    throw new BadVector(`\`${name}\` is none of ${known.join(", ")}: ${JSON.stringify(value)}`);
  }
  return found;
}

/** A text, or a list of texts, as a list. */
export function texts(value: unknown, name: string): string[] {
  return (Array.isArray(value) ? value : [value]).map((entry) => text(entry, name));
}

/** The vector's own calendars by id, in order. */
export function calendarsOf(vector: Vector, file: VectorFile): Record<string, CalendarDefinition> {
  const entries = list(vector.calendars, "calendars").map((entry): [string, CalendarDefinition] => {
    const calendar = only(entry, "calendars", ["id", "tz", "week", "holidays"]);
    return [text(calendar.id, "calendars.id"), calendarOf(calendar, file)];
  });
  return Object.fromEntries(entries);
}

/** The first calendar's id where the vector counts business hours, null where it counts around the clock. */
export function calendarFor(hours: unknown, calendars: Readonly<Record<string, unknown>>): string | null {
  if (oneOf(hours ?? "calendar", "policy.hours", ["business", "calendar"]) === "calendar") return null;
  const [first] = Object.keys(calendars);
  if (first === undefined) throw new BadVector("`policy.hours` is business, but the vector has no calendar");
  return first;
}

/** Refuses calendars of a vector whose system counts every minute. */
export function aroundTheClock({ calendars }: Vector): void {
  if (list(calendars ?? [], "calendars").length > 0) {
    throw new BadVector("it has `calendars`, and this system counts around the clock");
  }
}

/** What a policy promises for the metric that it calls `name`: by priority, one amount, or one for each metric. */
export function targetOf({ targetSeconds, targetsByPriority }: Vector, name: string): Target {
  if (targetsByPriority !== undefined) {
    const byPriority = Object.entries(record(targetsByPriority, "policy.targetsByPriority"));
    return {
      byPriority: Object.fromEntries(
        byPriority.map(([key, value]) => [key, duration(value, `policy.targetsByPriority.${key}`)]),
      ),
    };
  }
  const own =
    typeof targetSeconds !== "object" ? targetSeconds : record(targetSeconds, "policy.targetSeconds")[name];
  return duration(own, `policy.targetSeconds.${name}`);
}

/** The vector's events as a history, numbered in order. `more` reads types of event that only one system has, `fields` names its ticket fields. */
export function historyOf(
  vector: Vector,
  more: Readonly<Record<string, EventReader>> = {},
  fields: readonly string[] = [],
): TicketHistory {
  const readers: Readonly<Record<string, EventReader>> = {
    ...commonReaders([...FIELDS, ...fields]),
    ...more,
  };
  const events = list(vector.events, "events").map((entry, i) => {
    const name = `events.${i}`;
    const { at, type, ...members } = record(entry, name);
    const kind = text(type, `${name}.type`);
    if (!Object.hasOwn(readers, kind)) {
      throw new BadVector(`\`${name}.type\` is nothing that the translator knows: ${kind}`);
    }
    return {
      id: `e${i + 1}`,
      at: instant(at, `${name}.at`),
      ...readers[kind](members, name),
    } as HistoryEvent;
  });
  return { ticket: typeof vector.id === "string" ? vector.id : "T-1", events };
}

/** The event types that every system's vectors share. */
function commonReaders(fields: readonly string[]): Record<string, EventReader> {
  const setTo = (field: string): EventReader => {
    return (event, name) => ({
      type: "changed",
      set: { [field]: fieldValue(only(event, name, ["to"]).to, `${name}.to`) },
    });
  };
  return {
    created: (event, name) => {
      only(event, name, ["by", "visibility", "channel", ...fields]);
      return { type: "created", ...wordsOf(event, name), set: patch(event, name, fields) };
    },
    message: (event, name) => {
      only(event, name, ["by", "visibility", "channel", ...fields]);
      partyOf(event.by, name);
      return { type: "message", ...wordsOf(event, name), set: patch(event, name, fields) };
    },
    status: setTo("status"),
    priority: setTo("priority"),
    assigned: (event, name) => {
      const { agent, ...own } = only(event, name, ["group", "assignee", "agent"]);
      return {
        type: "changed",
        set: patch({ ...(agent !== undefined && { assignee: agent }), ...own }, name, fields),
      };
    },
  };
}

/** Who wrote a message, to whom and where, as far as the vector says. */
function wordsOf({ by, visibility, channel }: Vector, name: string): Readonly<Record<string, unknown>> {
  return {
    ...(by !== undefined && { by: partyOf(by, name) }),
    ...(visibility !== undefined && { visibility: visibilityOf(visibility, name) }),
    ...(channel !== undefined && { channel: text(channel, `${name}.channel`) }),
  };
}

/** The members of an event that are ticket fields, as a patch. */
export function patch(event: Vector, name: string, fields: readonly string[]): FieldPatch {
  const given = fields.filter((field) => event[field] !== undefined);
  return Object.fromEntries(given.map((field) => [field, fieldValue(event[field], `${name}.${field}`)]));
}

function fieldValue(value: unknown, name: string): FieldValue | null {
  const isScalar = (entry: unknown) => ["string", "number", "boolean"].includes(typeof entry);
  if (value === null || isScalar(value) || (Array.isArray(value) && value.every(isScalar))) {
    return value as FieldValue | null;
  }
  throw new BadVector(`\`${name}\` is no value of a field: ${JSON.stringify(value)}`);
}

function partyOf(value: unknown, name: string): Party {
  return PARTIES[oneOf(value, `${name}.by`, Object.keys(PARTIES))];
}

function visibilityOf(value: unknown, name: string): Visibility {
  return oneOf(value, `${name}.visibility`, ["public", "internal"]);
}

/** The verdict at an instant that the vector names, `evaluateAt` if left out. */
export function verdictAt(sla: Sla, vector: Vector, history: TicketHistory, asOf?: number): Evaluation {
  return evaluateTicket(sla, history, { asOf: asOf ?? instant(vector.evaluateAt, "evaluateAt") });
}

/** A target longer than any vector: what promises nothing is measured all the same, in its policy's basis. */
export const MEASURED = 3650 * DAY;

/** The verdict in which clocks that are only measured have no target, and all that follows from one is absent. */
export function withoutMeasured(verdict: Evaluation): Evaluation {
  const none = { targetMs: null, dueAt: null, dueAtIfResumedNow: null, dueAtWithoutOverride: null } as const;
  const unbreached = { breachedAt: null, recordedAt: null, atRiskAt: null, met: null } as const;
  const clocks = verdict.clocks.map((reading): Reading => {
    if (reading.targetMs !== MEASURED) return reading;
    const wall = { ...reading.wall, remainingMs: null };
    return { ...reading, ...none, ...unbreached, remainingMs: null, wall };
  });
  return { ...verdict, clocks };
}

/** The readings of a metric, in order. */
export function readings(verdict: Evaluation, metric: string): Reading[] {
  return verdict.clocks.filter((reading) => reading.metric === metric);
}

/** The one reading of a metric. @throws BadVector where the history gives it none, or several. */
export function oneReading(verdict: Evaluation, metric: string): Reading {
  const found = readings(verdict, metric);
  if (found.length !== 1)
    throw new BadVector(`it expects one clock of ${metric}, and the history has ${found.length}`);
  return found[0];
}
