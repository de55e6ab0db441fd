import type { Condition } from "../policy/condition.ts";
import { shapeOf } from "./englishConditions.ts";
import type { Moment } from "./moment.ts";
import type { DueBy, EventRef, ExplainCodes, FailedTest } from "./statement.ts";
import type { SentenceTable } from "./table.ts";

type Explanation = {
  readonly [C in keyof ExplainCodes]: (params: ExplainCodes[C], say: SentenceTable) => string;
};

export const EXPLANATION: Explanation = {
  "ticket.notOpened": ({ asOf }, say) =>
    `By ${say.moment(asOf, say)} (${say.zone(asOf.zone)}) nothing had opened this ticket.`,
  "policy.none": ({ set }, say) => `No policy${ofSet(set, say)} applies to this ticket.`,
  "policy.governs": ({ policy, set, since, event, condition }, say) => {
    const because = condition ? `, because ${say.condition(condition, say)}` : "; it has no conditions";
    const when = `since ${say.moment(since, say)} (${say.zone(since.zone)}), when ${say.event(event, say)}`;
    return `${say.name(policy)}${ofSet(set, say)} applies${because}. It has applied ${when}.`;
  },
  "policy.failed": ({ policy, set, test }, say) =>
    `${say.name(policy)}${ofSet(set, say)} does not apply: it requires that ${say.condition(test.condition, say)}${butIs(test, say)}.`,
  "policy.later": ({ policy, set, chosen }, say) =>
    `${say.name(policy)}${ofSet(set, say)} was not asked, because ${say.name(chosen)} comes before it and applies.`,
  "policy.overruled": ({ policy, set, chosen }, say) => {
    const instead = chosen === null ? "another choice was made" : `${say.name(chosen)} was chosen`;
    return `${say.name(policy)}${ofSet(set, say)} would apply too, but ${instead}.`;
  },
  "policy.notAttached": ({ policy, set, matching }, say) => {
    const name = `${say.name(policy)}${ofSet(set, say)}`;
    if (matching === "byAssignment")
      return `${name} does not apply, because nobody has assigned it to this ticket.`;
    if (matching === "atCreation")
      return `${name} does not apply: it is decided when a ticket is opened, and its condition did not hold then.`;
    return `${name} does not apply: none of the moments at which it attaches has come while its condition held.`;
  },
  "clock.is": ({ metric, set, level, per, instance }, say) => {
    const parts = [
      ...(level === null ? [] : [`level ${say.name(level)}`]),
      ...(per === null ? [] : [`for ${say.name(per)}`]),
      ...(instance === 1 ? [] : [`number ${instance}`]),
      ...(set === null ? [] : [`in the set ${say.name(set)}`]),
    ];
    return `The ${say.metric(metric, say)}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}:`;
  },
  "clock.started": ({ at, event }, say) =>
    `The clock started on ${say.moment(at, say)} (${say.zone(at.zone)})${whenOf(at.at, event, say)}.`,
  "clock.startsLater": ({ at, event, isOver }, say) =>
    `The clock ${isOver ? "was to" : "will"} start on ${say.moment(at, say)} (${say.zone(at.zone)}); that was settled when ${say.event(event, say)}.`,
  "clock.promised": ({ policy, targetMs, dueAt, calendar }, say) => {
    const within = targetMs === null ? "a target that never runs out" : say.duration(targetMs);
    if (dueAt !== null && targetMs !== null && targetMs <= 0)
      return `${say.name(policy)} promised it by ${say.moment(dueAt, say)}, which was no later than its start.`;
    const amount = dueAt === null ? within : `it by ${say.moment(dueAt, say)}: ${within}`;
    return `${say.name(policy)} promised ${amount}, ${countedBy(calendar, say)}.`;
  },
  "clock.untargeted": () => "Nothing was promised for it then.",
  "clock.paused": ({ at, event }, say) => `It paused on ${say.moment(at, say)}${whenOf(at.at, event, say)}.`,
  "clock.resumed": ({ at, event, pausedMs }, say) =>
    `It resumed on ${say.moment(at, say)}, ${say.lapse(pausedMs)} later, when ${say.event(event, say)}.`,
  "clock.retargeted": ({ at, event, policy, fromMs, toMs, dueAt, fromCalendar, calendar, isByHand }, say) => {
    const when = changeOf(at, event, say);
    if (isByHand)
      return `${when} another promise came into force, by ${say.name(policy)}; the due time set by hand stayed.`;
    const by = fromMs === null || fromCalendar !== calendar ? `, ${countedBy(calendar, say)}` : "";
    if (dueAt !== null) return `${when} ${say.name(policy)} promised it by ${say.moment(dueAt, say)}${by}.`;
    const to = toMs === null ? "one that never runs out" : say.duration(toMs);
    if (fromMs === null || fromMs <= 0) return `${when} ${say.name(policy)} promised it ${to}${by}.`;
    if (fromMs === toMs)
      return `${when} another promise of ${to} came into force, by ${say.name(policy)}${by}.`;
    return `${when} the target changed from ${say.duration(fromMs)} to ${to}, as ${say.name(policy)} promises${by}.`;
  },
  "clock.released": ({ at, event }, say) => `${changeOf(at, event, say)} it was left without a promise.`,
  "clock.restarted": ({ at, event, targetMs }, say) => {
    const target = targetMs === null || targetMs <= 0 ? "" : `, with a target of ${say.duration(targetMs)}`;
    return `${changeOf(at, event, say)} it started anew${target}.`;
  },
  "clock.overridden": ({ at, event, dueAt }, say) => {
    const who = event.actor === null ? "somebody" : say.name(event.actor);
    return `On ${say.moment(at, say)} ${who} set the due time by hand, to ${say.moment(dueAt, say)}.`;
  },
  "clock.overrideCleared": ({ at, event }, say) =>
    `On ${say.moment(at, say)}, when ${say.event(event, say)}, the due time followed the target again.`,
  "clock.calendarChanged": ({ at, calendar }, say) =>
    `On ${say.moment(at, say)} the desk entered a change to the hours of ${say.name(calendar)}.`,
  "clock.reopened": ({ at, event, doneMs }, say) =>
    `It was reopened on ${say.moment(at, say)}, ${say.lapse(doneMs)} later, when ${say.event(event, say)}.`,
  "clock.fulfilled": ({ at, event }, say) =>
    `It was fulfilled on ${say.moment(at, say)}${whenOf(at.at, event, say)}.`,
  "clock.cancelled": ({ at, event }, say) =>
    `It was cancelled on ${say.moment(at, say)}${whenOf(at.at, event, say)}.`,
  "day.counted": ({ date, weekday, windows, usedMs, not }, say) => {
    const counted =
      windows.length > 0 ? `${say.duration(usedMs)} counted, ${say.spans(windows)}` : "nothing counted";
    const others = not.map(
      ({ why, names, spans }) => `; ${say.notCounted(why, names, say)} ${say.spans(spans)}`,
    );
    return `${say.date(date, weekday)}: ${counted}${others.join("")}.`;
  },
  "day.skipped": ({ from, fromWeekday, to, toWeekday, why, names }, say) => {
    const first = say.date(from, fromWeekday);
    const dates = from === to ? first : `${first} to ${say.date(to, toWeekday)}`;
    return `${dates}: nothing counted; ${say.notCounted(why, names, say)}.`;
  },
  "days.rest": ({ from, to, usedMs, pausedMs }, say) => {
    const paused = pausedMs > 0 ? `, and ${say.duration(pausedMs)} of paused time did not` : "";
    return `From ${say.moment(from, say)} to ${say.moment(to, say)}, not told day by day: ${say.duration(usedMs)} counted${paused}.`;
  },
  "clock.total": ({ elapsedMs, targetMs, remainingMs, isOver, isMet, isFixed }, say) => {
    const used = elapsedMs === 0 ? "nothing" : say.duration(elapsedMs);
    const has = elapsedMs === 0 || /^1 [a-z]+$/.test(used) ? "has" : "have";
    const all = `In all, ${used} ${isOver ? "counted" : `${has} counted so far`}`;
    if (targetMs === null || remainingMs === null) return `${all}.`;
    if (isFixed) return `${all}; ${toDue(remainingMs, isOver, say)}.`;
    const target = `${all}, of ${say.duration(targetMs)} promised`;
    const [rest, was] = [say.duration(remainingMs), isOver ? "was" : "is"];
    if (remainingMs < 0) return `${target}: ${rest} too much.`;
    if (remainingMs === 0) return `${target}: nothing ${was} left.`;
    return `${target}: ${rest} ${isMet ? "to spare" : "left"}.`;
  },
  "clock.atRisk": ({ at, isPast }, say) =>
    isPast
      ? `It has been at risk since ${say.moment(at, say)}.`
      : `It will be at risk from ${say.moment(at, say)} on.`,
  "clock.due": ({ dueAt, isPast, isMissed }, say) => {
    const spared = isPast && !isMissed ? ", with nothing left; while it is paused it is not late" : "";
    return `It ${isPast ? "was" : "is"} due on ${say.moment(dueAt, say)}${spared}.`;
  },
  "clock.dueOnceResumed": ({ dueAt }, say) =>
    `It has no due time while it is paused; if it resumed now, it would be due on ${say.moment(dueAt, say)}.`,
  "clock.neverDue": ({ basis }) =>
    basis === "business"
      ? "It is never due: its calendar has too little business time left."
      : "It is never due: its time is not up in any year that is known.",
  "clock.met": () => "The promise was kept.",
  "breach.ranOut": ({ at, targetMs, dueBy, holder }, say) => {
    return `The promise was missed on ${say.moment(at, say)}, when ${came(dueBy, targetMs, say)}; ${say.holder(holder, say)} then.`;
  },
  "breach.byEvent": ({ at, dueAt, event, targetMs, usedMs, dueBy, holder }, say) => {
    const due = say.moment(dueAt, say);
    const target = targetMs === null ? "" : ` of ${say.duration(targetMs)}`;
    const late =
      dueBy === "target"
        ? `by then ${say.duration(usedMs)} had been used, and the target${target} had run out on ${due}`
        : `the due time was ${due}`;
    return `The promise was missed on ${say.moment(at, say)}, when ${say.event(event, say)}: ${late}. Until that moment ${say.holder(holder, say)}.`;
  },
  "breach.byCalendar": ({ at, dueAt, calendar, holder }, say) =>
    `The promise was missed on ${say.moment(at, say)}, when the desk entered a change to the hours of ${say.name(calendar)}: by these it had been due on ${say.moment(dueAt, say)}. Until that moment ${say.holder(holder, say)}.`,
  "breach.known": ({ at }, say) => `The desk could know of that only from ${say.moment(at, say)} on.`,
  "clock.exempted": ({ reason }, say) =>
    `It was exempted, and does not count for compliance: ${say.name(reason)}.`,
};

function countedBy(calendar: string | null, say: SentenceTable): string {
  return calendar === null ? "counted around the clock" : `counted in the hours of ${say.name(calendar)}`;
}

/** How far it is, or was at its end, to a due time that pauses did not move. */
function toDue(remainingMs: number, isOver: boolean, say: SentenceTable): string {
  const rest = say.duration(remainingMs);
  if (remainingMs === 0) return isOver ? "it ended at its due time" : "its due time is now";
  if (remainingMs > 0)
    return isOver ? `it ended ${rest} before its due time` : `its due time is ${rest} away`;
  return isOver ? `it ended ${rest} after its due time` : `its due time is ${rest} past`;
}

function ofSet(set: string | null, say: SentenceTable): string {
  return set === null ? "" : ` (in the set ${say.name(set)})`;
}

/** What the ticket has instead of what a test asks for. */
function butIs({ condition, actual }: FailedTest, say: SentenceTable): string {
  const shape = shapeOf(condition);
  if (shape !== "one") return shape === "any" ? ", and none of that is so" : ", and not all of that is so";
  const test = within(condition);
  if (actual === null || !("field" in test) || "exists" in test) return ", and that is not so";
  const { value } = actual;
  if (typeof value === "boolean") return `; on the ticket it is ${say.value(value, say)}`;
  return value === null ? "; the ticket has none" : `; the ticket has ${say.value(value, say)}`;
}

/** What a condition denies; itself where it denies nothing. */
function within(condition: Condition): Condition {
  return "not" in condition ? within(condition.not) : condition;
}

/** What came at a due time, as a clause. */
function came(dueBy: DueBy, targetMs: number | null, say: SentenceTable): string {
  if (dueBy === "hand") return "the due time set by hand came";
  if (dueBy === "field") return "the due time came that a field of the ticket held";
  return targetMs === null ? "the time promised ran out" : `the promised ${say.duration(targetMs)} ran out`;
}

/** "On …, when …,": another promise; since when, if it waited for the reopening of a clock that was done (K11). */
function changeOf(at: Moment, event: EventRef, say: SentenceTable): string {
  const [when, clause] = [`On ${say.moment(at, say)}`, say.event(event, say)];
  if (event.at.at === at.at) return `${when}, when ${clause},`;
  return `${when}, because ${clause} on ${say.moment(event.at, say)},`;
}

/** ", when …" for what happened at that very instant. */
function whenOf(at: number, event: EventRef, say: SentenceTable): string {
  const clause = say.event(event, say);
  return event.at.at === at ? `, when ${clause}` : `; that was settled when ${clause}`;
}
