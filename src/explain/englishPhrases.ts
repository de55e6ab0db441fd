import { HOUR, MINUTE, SECOND } from "../time/units.ts";
import { conditionInEnglish } from "./englishConditions.ts";
import type { Span } from "./moment.ts";
import type { AmountRef, EventRef, HolderRef, TriggerRef } from "./statement.ts";
import type { Phrases, SentenceTable } from "./table.ts";

export const WEEKDAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
]; // biome-ignore format: twelve months

const METRICS: ReadonlyMap<string, string> = new Map([
  ["firstResponse", "first response"],
  ["nextResponse", "next response"],
  ["resolution", "resolution"],
  ["periodicUpdate", "periodic update"],
  ["pausableUpdate", "periodic update"],
  ["requesterWait", "requester's wait"],
  ["agentWork", "agents' work"],
  ["ownership", "time with one group"],
  ["assignment", "assignment"],
  ["chatReply", "reply in chat"],
  ["callAnswer", "answer to the call"],
]);

const PARTIES: ReadonlyMap<string | null, string> = new Map([
  ["requester", "the requester"],
  ["agent", "an agent"],
  ["bot", "a bot"],
  ["system", "the helpdesk"],
  ["thirdParty", "a third party"],
]);

/** Words of things that happen, by the type of their event. */
const EVENTS: ReadonlyMap<string, string> = new Map([
  ["control", "something was signalled"],
  ["policy.assigned", "a policy was assigned"],
  ["policy.released", "a policy was taken back"],
  ["clock.reset", "the clock was reset"],
  ["due.overridden", "the due time was set by hand"],
  ["due.cleared", "the due time set by hand was cleared"],
  ["held", "the ticket was put on hold"],
  ["resumed", "the hold ended"],
  ["exempted", "the ticket was exempted"],
  ["merged", "the ticket was merged into another"],
  ["deleted", "the ticket was deleted"],
  ["acknowledged", "a notice was acknowledged"],
  ["action.delivered", "an action was performed"],
  ["version", "a new version of the policies took over"],
]);

export const PHRASES: Phrases = {
  name: (text) => `“${text}”`,
  value: (value, say) => {
    if (value === null) return "nothing";
    if (typeof value === "boolean") return value ? "yes" : "no";
    return typeof value === "number" ? String(value) : say.name(value);
  },
  field: (name, say) =>
    /^[\w .-]+$/.test(name) && /\w/.test(name) ? `the ${wordsOf(name)}` : `the field ${say.name(name)}`,
  metric: (id, say) => METRICS.get(id) ?? say.name(id),
  date: (date, weekday) => `${WEEKDAY_NAMES[weekday] ?? ""} ${dateInEnglish(date)}`.trim(),
  moment: ({ date, weekday, time }, say) => `${say.date(date, weekday)} at ${time}`,
  zone: zoneInEnglish,
  duration: durationInEnglish,
  spans: (spans) => listInEnglish(spans.map(spanInEnglish), "and"),
  list: listInEnglish,
  event: eventInEnglish,
  holder: holderInEnglish,
  condition: conditionInEnglish,
  notCounted: (why, names, say) => {
    const called = say.list(
      names.map((one) => say.name(one)),
      "and",
    );
    switch (why) {
      case "holiday":
        return names.length > 0 ? `a holiday (${called})` : "a holiday";
      case "closedDay":
        return "closed";
      case "specialHours":
        return "closed by that day's special hours";
      case "closure":
        return "closed";
      case "outsideHours":
        return "outside business hours";
      case "outOfRange":
        return "outside the years for which calendars answer";
      case "paused":
        return "paused";
      case "done":
        return "already fulfilled";
    }
  },
  amount: amountInEnglish,
  calendar: (calendar, say) => {
    if (calendar.kind === "one") return say.name(calendar.id);
    const { field, values, otherwise } = calendar;
    const listed = (values ?? []).map((one) => `${say.name(one.calendar)} for ${say.name(one.value)}`);
    const chosen = listed.length > 0 ? say.list(listed, "and") : "the calendar that it names";
    return `a calendar chosen by ${say.field(field, say)} (${chosen}; otherwise ${say.name(otherwise)})`;
  },
  trigger: triggerInEnglish,
  fire: (fire, time, say) => {
    if (fire.kind === "share") return `when ${fire.share} of ${time} is used`;
    const amount = say.amount(fire.amount, say);
    if (fire.kind === "afterStart") return `${amount} after the start of ${time}`;
    const isAtOnce = fire.amount.kind === "duration" && fire.amount.ms + fire.amount.days === 0;
    if (isAtOnce) return `when ${time} is up`;
    return fire.kind === "before" ? `${amount} before ${time} is up` : `${amount} after ${time} is up`;
  },
};

/** `requester.plan`, `customerPlan` and `customer_plan` as words. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replace(/[._]+/g, " ")
    .trim();
}

/** `2026-03-06`, or `12-25` for every year. */
export function dateInEnglish(date: string): string {
  const match = /^(?:(\d{4})-)?(\d\d)-(\d\d)$/.exec(date);
  const month = match ? MONTHS[Number(match[2]) - 1] : undefined;
  if (!match || !month) return date;
  return `${Number(match[3])} ${month}${match[1] ? ` ${match[1]}` : ""}`;
}

function zoneInEnglish(id: string): string {
  if (id === "UTC") return "UTC";
  if (/^[+-]/.test(id)) return `UTC${id}`;
  const place = id.slice(id.lastIndexOf("/") + 1).replace(/_/g, " ");
  return `${place} time`;
}

/** Hours, minutes and seconds; days never, since a day of business time has no length of its own. */
function durationInEnglish(ms: number): string {
  const units = [
    [HOUR, "hour"],
    [MINUTE, "minute"],
    [SECOND, "second"],
    [1, "millisecond"],
  ] as const;
  let rest = Math.abs(ms);
  const parts: string[] = [];
  for (const [length, unit] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(counted(count, unit));
  }
  return parts.length > 0 ? listInEnglish(parts, "and") : "0 minutes";
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

export function spanInEnglish({ from, to }: Span): string {
  return `from ${from} to ${to}`;
}

/** Items of a list that are named; of a longer one the rest is counted. */
const MAX_ITEMS = 12;

function listInEnglish(items: readonly string[], how: "and" | "or"): string {
  const more = items.length - MAX_ITEMS;
  const named = more > 0 ? [...items.slice(0, MAX_ITEMS), `${more} more`] : items;
  return named.length < 2
    ? (named[0] ?? "nothing")
    : `${named.slice(0, -1).join(", ")} ${how} ${named.at(-1)}`;
}

/** "u7 set the status to “pending”", "the requester wrote": who did what. */
function eventInEnglish(event: EventRef, say: SentenceTable): string {
  const { type, by, actor, status, priority, assignee } = event;
  const known = EVENTS.get(type);
  if (known) return known;
  const who = whoDid(event, say);
  const sets = [
    ...(status === null ? [] : [`the status to ${say.name(status)}`]),
    ...(priority === null ? [] : [`the priority to ${say.value(priority, say)}`]),
    ...(assignee === null ? [] : [`the assignee to ${say.name(assignee)}`]),
  ];
  const change = sets.length > 0 ? say.list(sets, "and") : null;
  if (type === "created") {
    const opener = by === "requester" ? "" : ` by ${who}`;
    return `the ticket was opened${opener}${change ? `, with ${say.list(opened(event, say), "and")}` : ""}`;
  }
  if (type === "message") return `${who} wrote${change ? ` and set ${change}` : ""}`;
  if (change === null) return "the ticket changed";
  return actor === null && by === null ? changed(sets, say) : `${who} set ${change}`;
}

function opened({ status, priority, assignee }: EventRef, say: SentenceTable): string[] {
  return [
    ...(status === null ? [] : [`the status ${say.name(status)}`]),
    ...(priority === null ? [] : [`the priority ${say.value(priority, say)}`]),
    ...(assignee === null ? [] : [`the assignee ${say.name(assignee)}`]),
  ];
}

function changed(sets: readonly string[], say: SentenceTable): string {
  const passive = sets.map((one) => one.replace(" to ", " was set to "));
  return say.list(passive, "and");
}

function whoDid({ by, actor }: EventRef, say: SentenceTable): string {
  const party = PARTIES.get(by) ?? null;
  if (actor === null) return party ?? "somebody";
  return by === "agent" || by === null ? say.name(actor) : `${party ?? "somebody"} ${say.name(actor)}`;
}

function holderInEnglish({ assignee, group, supplier }: HolderRef, say: SentenceTable): string {
  const within = [
    ...(group === null ? [] : [`the group ${say.name(group)}`]),
    ...(supplier === null ? [] : [`the supplier ${say.name(supplier)}`]),
  ];
  if (assignee !== null) {
    const of = within.length > 0 ? ` (${within.join(", ")})` : "";
    return `${say.name(assignee)}${of} had the ticket`;
  }
  return within.length > 0
    ? `${say.list(within, "and")} had the ticket, and nobody in person`
    : "nobody had the ticket";
}

function amountInEnglish(amount: AmountRef, say: SentenceTable): string {
  switch (amount.kind) {
    case "duration": {
      if (amount.days === 0) return say.duration(amount.ms);
      const days = counted(amount.days, "day");
      return amount.ms === 0 ? days : `${days} and ${say.duration(amount.ms)}`;
    }
    case "businessDays": {
      const days = counted(amount.days, "business day");
      const end =
        amount.at === "close" ? " (by closing time)" : amount.at === "sameTime" ? "" : ` (by ${amount.at})`;
      const cutoff = amount.cutoff === null ? "" : `, counted from the next one after ${amount.cutoff}`;
      return `${days}${end}${cutoff}`;
    }
    case "field": {
      const otherwise = amount.otherwise ? `, or else ${say.amount(amount.otherwise, say)}` : "";
      return `the time that ${say.field(amount.field, say)} holds${otherwise}`;
    }
    case "function":
      return `a time computed by the helpdesk's own rule ${say.name(amount.name)}`;
  }
}

function triggerInEnglish({ on, by, name, condition, if: guard }: TriggerRef, say: SentenceTable): string {
  const who =
    by.length > 0
      ? say.list(
          by.map((one) => PARTIES.get(one) ?? say.name(one)),
          "or",
        )
      : null;
  const only = guard ? ` (if ${say.condition(guard, say)})` : "";
  switch (on) {
    case "created":
      return `the ticket is opened${who ? ` by ${who}` : ""}${only}`;
    case "message":
      return `${who ?? "anybody"} writes${only}`;
    case "reply":
      return `an agent replies${only}`;
    case "request":
      return `the requester writes${only}`;
    case "changed":
      return `${say.field(name ?? "", say)} changes${only}`;
    case "policyApplied":
      return `a policy comes to apply${only}`;
    case "control":
      return `the signal ${say.name(name ?? "")} comes${only}`;
  }
  const turned = condition ? say.condition(condition, say) : "a condition turns";
  return on === "ceases"
    ? `it is no longer so that ${turned}${only}`
    : `it comes to be that ${turned}${only}`;
}
