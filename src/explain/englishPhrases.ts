import { DAY, HOUR, MINUTE, SECOND } from "../time/units.ts";
import { conditionInEnglish } from "./englishConditions.ts";
import { eventInEnglish, holderInEnglish, PARTIES } from "./englishEvents.ts";
import type { Repeat, Span } from "./moment.ts";
import type { AmountRef, TriggerRef } from "./statement.ts";
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
  moment: ({ date, weekday, time, repeat }, say) =>
    `${say.date(date, weekday)} at ${time}${timesInEnglish(repeat)}`,
  zone: zoneInEnglish,
  duration: (ms) => lengthInEnglish(ms, CLOCK_UNITS),
  lapse: (ms) => lengthInEnglish(ms, Math.abs(ms) < 2 * DAY ? CLOCK_UNITS : WALL_UNITS),
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

type Units = readonly (readonly [length: number, name: string])[];
/** Days never, since a day of business time has no length of its own. */
const CLOCK_UNITS: Units = [
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [SECOND, "second"],
  [1, "millisecond"],
];
const WALL_UNITS: Units = [[DAY, "day"], ...CLOCK_UNITS];

function lengthInEnglish(ms: number, units: Units): string {
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

export function spanInEnglish({ from, to, fromRepeat, toRepeat }: Span): string {
  return `from ${from}${timesInEnglish(fromRepeat)} to ${to}${timesInEnglish(toRepeat)}`;
}

/** Which of two equal times it is, when the clocks are put back. */
function timesInEnglish(repeat: Repeat): string {
  return repeat === null ? "" : ` (the ${repeat} time)`;
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
