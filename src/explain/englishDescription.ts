import { dateInEnglish, spanInEnglish, WEEKDAY_NAMES } from "./englishPhrases.ts";
import type { AtRiskRef, DatesRef, DescribeCodes, TriggerRef, WeekRef } from "./statement.ts";
import type { SentenceTable } from "./table.ts";

type Description = {
  readonly [C in keyof DescribeCodes]: (params: DescribeCodes[C], say: SentenceTable) => string;
};

/** How the clock's time is counted, in few words, by the metric: what the customer gets. */
const PROMISES: ReadonlyMap<string, string> = new Map([
  ["firstResponse", "gets its first response within"],
  ["nextResponse", "gets each further response within"],
  ["resolution", "is resolved within"],
  ["periodicUpdate", "gets an update at least every"],
  ["pausableUpdate", "gets an update at least every"],
  ["requesterWait", "keeps its requester waiting no longer than"],
  ["agentWork", "takes the agents no longer than"],
  ["ownership", "stays with one group no longer than"],
  ["assignment", "is assigned within"],
  ["chatReply", "gets each reply in chat within"],
  ["callAnswer", "has its call answered within"],
]);

const SELECTIONS: ReadonlyMap<string, string> = new Map([
  ["firstMatch", "the first that fits a ticket applies to it"],
  ["lastMatch", "the last that fits a ticket applies to it"],
  ["allMatching", "all that fit a ticket apply, each by itself"],
  ["strictest", "of all that fit a ticket the strictest promise counts"],
  ["assigned", "the one assigned last applies"],
  ["firstAssigned", "the one assigned first applies"],
]);

const KINDS: ReadonlyMap<string, string> = new Map([
  ["sla", ""],
  ["ola", ", an agreement within the house,"],
  ["contract", ", a contract with a supplier,"],
]);

export const DESCRIPTION: Description = {
  "version.from": ({ version, from }, say) =>
    `From ${say.moment(from, say)} (${say.zone(from.zone)}) on, after ${version === null ? "a change" : `the change ${say.name(version)}`}:`,
  "set.selects": ({ set, selection, policies }, say) => {
    const these = set === null ? "the promises below" : `the promises of ${say.name(set)}`;
    const how = SELECTIONS.get(selection) ?? say.name(selection);
    return policies < 2 ? `Next come ${these}.` : `Of ${these}, ${how}.`;
  },
  "policy.promises": ({ policy, kind, condition, description, matching, endsSearch }, say) => {
    const stops = endsSearch ? " Where it does, those after it are not asked." : "";
    const about = `${stops}${description ? ` It is described as ${say.name(description)}.` : ""}`;
    const name = `${say.name(policy)}${KINDS.get(kind) ?? ""}`;
    if (matching === "byAssignment") return `${name} applies to tickets that it is assigned to.${about}`;
    const whom = condition ? `a ticket if ${say.condition(condition, say)}` : "every ticket";
    const when =
      matching === "atCreation"
        ? ", decided when it is opened"
        : matching === "on"
          ? ", decided at certain moments"
          : "";
    return `${name} applies to ${whom}${when}.${about}`;
  },
  "target.promises": ({ metric, level, amount, whom, basis, calendar, atRisk }, say) => {
    const promise = PROMISES.get(metric) ?? `has its ${say.metric(metric, say)} within`;
    const upTo = level === null ? "" : ` (level ${say.name(level)})`;
    const within =
      amount.kind === "field" || amount.kind === "function" ? promise.replace(/ within$/, " by") : promise;
    return `${subject(whom, say)} ${within} ${say.amount(amount, say)}${upTo}, ${counted(amount.kind, basis, calendar, say)}${riskOf(atRisk, say)}.`;
  },
  "target.pauses": ({ metric, condition }, say) =>
    `The time for the ${say.metric(metric, say)} stands still while ${say.condition(condition, say)}.`,
  "target.pausesBetween": ({ metric, on, until }, say) =>
    `The time for the ${say.metric(metric, say)} stands still from when ${triggers(on, say)} until ${triggers(until, say)}.`,
  "metric.runs": ({ metric, per, start, stop }, say) => {
    const each = per === null ? "" : `, for each value of ${say.field(per, say)} by itself,`;
    return `The time for the ${say.metric(metric, say)} runs${each} from when ${triggers(start, say)} until ${triggers(stop, say)}.`;
  },
  "action.fires": ({ kind, metric, level, fire, notify, set, condition }, say) => {
    const when = upper(say.fire(fire, timeFor(metric, level, say), say));
    const tells =
      notify.length > 0
        ? `${kind === "escalation" ? "an" : "a"} ${kind} goes to ${say.list(
            notify.map((one) => say.name(one)),
            "and",
          )}`
        : `${kind === "escalation" ? "an" : "a"} ${kind} is due`;
    const changes = set.map(
      ({ field, value }) => `${say.field(field, say)} becomes ${say.value(value, say)}`,
    );
    const only = condition ? `, if ${say.condition(condition, say)}` : "";
    return `${when}, ${tells}${changes.length > 0 ? `, and ${say.list(changes, "and")}` : ""}${only}.`;
  },
  "action.further": ({ steps, repeat, untilAcknowledged, quiet }, say) => {
    const parts = [
      ...(steps > 0 ? [`${steps} further step${steps === 1 ? " follows" : "s follow"}`] : []),
      ...(repeat
        ? [
            `it is repeated every ${say.amount(repeat.every, say).replace(/^1 (?=\w+$)/, "")}, at most ${repeat.times === 1 ? "once" : `${repeat.times} times`}`,
          ]
        : []),
      ...(untilAcknowledged ? ["it stops once somebody acknowledges it"] : []),
      ...(quiet ? ["outside business hours it waits for the next opening"] : []),
    ];
    return `${upper(parts.join("; "))}.`;
  },
  "calendar.hours": ({ calendar, zone, week, always, from }, say) => {
    const since = from === null ? "" : `From ${dateInEnglish(from)} on, `;
    const name = `${since}${since ? "the" : "The"} hours of ${say.name(calendar)}`;
    if (always) return `${name} are all hours of every day (${say.zone(zone)}).`;
    if (week.length === 0) return `${name} are on single dates only (${say.zone(zone)}).`;
    return `${name} are ${say.list(week.map(weekInEnglish), "and")}, ${say.zone(zone)}.`;
  },
  "calendar.holidays": ({ calendar, dates, more, from }, say) => {
    const since = from === null ? "" : ` from ${dateInEnglish(from)} on`;
    const listed = dates.map((one) => datesInEnglish(one, say));
    const rest = more > 0 ? [`${more} more date${more === 1 ? "" : "s"}`] : [];
    return `${say.name(calendar)} is closed on holidays${since}: ${joined([...listed, ...rest])}.`;
  },
  "calendar.special": ({ calendar, date, weekday, windows }, say) => {
    const day = say.date(date, weekday);
    return windows.length === 0
      ? `${say.name(calendar)} is closed on ${day}.`
      : `On ${day}, ${say.name(calendar)} is open ${say.spans(windows)} instead.`;
  },
  "calendar.closure": ({ calendar, date, span }, say) =>
    `${say.name(calendar)} is closed ${spanInEnglish(span)} ${date === null ? "every day" : `on ${dateInEnglish(date)}`}.`,
  "calendar.composed": ({ calendar, how, members, zone }, say) => {
    const names = members.map((one) => say.name(one));
    const dates = zone === null ? "" : ` Its dates are those of ${say.zone(zone)}.`;
    if (how === "union") return `${say.name(calendar)} is open whenever ${say.list(names, "or")} is.${dates}`;
    if (how === "intersection")
      return `${say.name(calendar)} is open only while all of ${say.list(names, "and")} are.${dates}`;
    return `${say.name(calendar)} is open when ${names[0] ?? "nothing"} is and none of ${say.list(names.slice(1), "and")}.${dates}`;
  },
};

function subject(whom: DescribeCodes["target.promises"]["whom"], say: SentenceTable): string {
  switch (whom.kind) {
    case "all":
      return "Such a ticket";
    case "priority":
      return `Such a ticket of priority ${say.name(whom.priority)}`;
    case "otherwise":
      return "Any other such ticket";
    case "condition":
      return `If ${say.condition(whom.condition, say)}, such a ticket`;
  }
}

function counted(
  kind: string,
  basis: string,
  calendar: DescribeCodes["target.promises"]["calendar"],
  say: SentenceTable,
): string {
  if (basis !== "business" || calendar === null) return "around the clock";
  if (calendar.kind === "byField") return `by ${say.calendar(calendar, say)}`;
  return `${kind === "businessDays" ? "by" : "counted in"} the hours of ${say.calendar(calendar, say)}`;
}

function riskOf(atRisk: AtRiskRef | null, say: SentenceTable): string {
  if (!atRisk) return "";
  const left = atRisk.kind === "share" ? `${atRisk.share} of that` : say.amount(atRisk.amount, say);
  return `; at risk once less than ${left} is left`;
}

function timeFor(metric: string, level: string | null, say: SentenceTable): string {
  return `the time for the ${say.metric(metric, say)}${level === null ? "" : ` (level ${say.name(level)})`}`;
}

function triggers(list: readonly TriggerRef[], say: SentenceTable): string {
  return say.list(
    list.map((one) => say.trigger(one, say)),
    "or",
  );
}

/** "Monday to Friday from 09:00 to 17:00". */
function weekInEnglish({ days, windows }: WeekRef): string {
  return `${daysInEnglish(days)} ${windows.map(spanInEnglish).join(" and ")}`;
}

function daysInEnglish(days: readonly number[]): string {
  const order = days.map((day) => (day + 6) % 7); // from Monday
  const isRun = order.every((day, i) => i === 0 || day === order[i - 1] + 1);
  const names = days.map((day) => WEEKDAY_NAMES[day]);
  if (days.length > 2 && isRun) return `${names[0]} to ${names.at(-1)}`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}

function datesInEnglish({ from, to, name }: DatesRef, say: SentenceTable): string {
  const dates = from === to ? dateInEnglish(from) : `${dateInEnglish(from)} to ${dateInEnglish(to)}`;
  return name === null ? dates : `${dates} (${say.name(name)})`;
}

function joined(items: readonly string[]): string {
  return items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : items.join("");
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
