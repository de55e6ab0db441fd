import { error, type Issue, lint } from "../diagnostics.ts";
import { type TicketState, warnOnce } from "../history/state.ts";
import { parseTime } from "../time/civil.ts";
import { type Duration, parseDuration, plainMs } from "../time/duration.ts";
import { parseInstant } from "../time/instant.ts";
import { DAY, isInstant } from "../time/units.ts";
import type { Amount, Basis, BusinessDayAmount, FieldAmount, FunctionAmount } from "./definition.ts";
import { type FunctionInput, type Names, type Reads, readsSlot } from "./names.ts";

/** What is promised: so much time, a number of days and where the last one ends, or a due time itself. */
export type Promised =
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "wallDays"; readonly days: number; readonly ms: number }
  | {
      readonly kind: "businessDays";
      readonly days: number;
      readonly at: "sameTime" | "close" | number;
      readonly cutoff: number | null;
    }
  | { readonly kind: "instant"; readonly at: number; readonly outside: "asIs" | "nextOpening" };

/** There is no target, whatever further goals would promise: a function said so, or failed (semantics P4). */
export const NO_TARGET = "none";

/** Business days of a target, or of an action's offset, at most. */
export const MAX_BUSINESS_DAYS = 10_000;

/** What an amount is read under. */
export interface AmountContext {
  readonly basis: Basis;
  readonly hasCalendar: boolean;
  /** Business time of a plain day, in milliseconds; null for 24 hours. */
  readonly dayMs: number | null;
}

/** Whether two promises are the same to a clock that runs under one of them. */
export function samePromised(a: Promised | null, b: Promised | null): boolean {
  if (a === b) return true;
  if (a?.kind === "instant" && b?.kind === "instant") return a.at === b.at;
  if (a?.kind === "duration" && b?.kind === "duration") return a.ms === b.ms;
  if (a?.kind === "wallDays" && b?.kind === "wallDays") return a.days === b.days && a.ms === b.ms;
  if (a?.kind !== "businessDays" || b?.kind !== "businessDays") return false;
  return a.days === b.days && a.at === b.at && a.cutoff === b.cutoff;
}

/** What an amount promises a ticket; null where it promises nothing (an absent field), and the next goal is asked. */
export type ReadAmount = (state: TicketState) => Promised | typeof NO_TARGET | null;

/** Compiles an amount: what it always promises, or how to read it; what is wrong with it goes to the issues. */
export function compileAmount(
  amount: Amount,
  context: AmountContext,
  names: Names,
  reads: Reads,
  path: Issue["path"],
): Promised | ReadAmount | null {
  if (typeof amount === "object" && "function" in amount)
    return functionAmount(amount, context, names, reads, path);
  if (typeof amount === "object" && "field" in amount)
    return amountOfField(amount, context, names, reads, path);
  return fixedAmount(amount, context, path, names.issues);
}

function amountOfField(
  { field, otherwise: other, ...amount }: FieldAmount,
  context: AmountContext,
  { slots, issues }: Names,
  reads: Reads,
  path: Issue["path"],
): ReadAmount {
  const slot = slots.slot(field);
  readsSlot(reads, slot);
  const outside = amount.outside ?? "asIs";
  const otherwise = other === undefined ? null : fixedAmount(other, context, [...path, "otherwise"], issues);
  return (state) => fieldAmount(state.fields[slot], outside, context) ?? otherwise;
}

/** The host's function, asked at each step that can change its answer; a throw or a non-amount is a warning (semantics P4). */
function functionAmount(
  { function: name, fields = [] }: FunctionAmount,
  context: AmountContext,
  names: Names,
  reads: Reads,
  path: Issue["path"],
): ReadAmount {
  const compute = Object.hasOwn(names.functions, name) ? names.functions[name] : undefined;
  if (!compute) {
    const message = `no function is registered as \`${name}\`; give it to \`compileSla\` under \`functions\``;
    names.issues.push(error("target.unknown_function", [...path, "function"], message));
    return () => null;
  }
  reads.steps = true; // it is told the facts
  const slots = fields.map((field) => [field, names.slots.slot(field)] as const);
  return (state) => {
    const failed = (what: string): typeof NO_TARGET => {
      const message = `the function \`${name}\` ${what}; there is no target`;
      warnOnce(state, `function ${name}`, "target.function_failed", message);
      return NO_TARGET;
    };
    try {
      const answer = compute(inputOf(state, slots));
      return answer === null
        ? NO_TARGET
        : (answeredAmount(answer, context) ?? failed("answered what is no amount"));
    } catch {
      return failed("threw");
    }
  };
}

function inputOf(state: TicketState, slots: readonly (readonly [string, number])[]): FunctionInput {
  const fields = Object.fromEntries(slots.map(([field, slot]) => [field, state.fields[slot] ?? null]));
  return { ticket: state.ticket, at: state.event.at, fields, facts: { ...state.facts } };
}

function answeredAmount(answer: unknown, context: AmountContext): Promised | null {
  if (typeof answer === "object" && answer !== null && "at" in answer && !("businessDays" in answer))
    return isInstant(answer.at) ? { kind: "instant", at: answer.at, outside: "asIs" } : null;
  const isAmount =
    typeof answer === "number" ||
    typeof answer === "string" ||
    (typeof answer === "object" && answer !== null && "businessDays" in answer);
  if (!isAmount) return null;
  const issues: Issue[] = [];
  const promised = fixedAmount(answer as number | string | BusinessDayAmount, context, [], issues);
  return issues.some(({ severity }) => severity === "error") ? null : promised;
}

function fixedAmount(
  amount: number | string | BusinessDayAmount,
  context: AmountContext,
  path: Issue["path"],
  issues: Issue[],
): Promised | null {
  if (typeof amount === "object") return dayAmount(amount, context, path, issues);
  const duration = typeof amount === "number" && !Number.isFinite(amount) ? null : parseDuration(amount);
  if (!duration && Number.parseFloat(String(amount)) < 0) {
    issues.push(error("target.negative", path, `\`${amount}\` is negative; a target must be more than 0`));
    return null;
  }
  if (!duration) {
    const message = `\`${amount}\` is no duration; write one such as \`1h30m\`, \`PT4H\` or \`2d\``;
    issues.push(error("target.not_a_duration", path, message));
    return null;
  }
  if (plainMs(duration) === 0) {
    issues.push(error("target.zero", path, "a target must be more than 0"));
    return null;
  }
  if (typeof amount === "number" && amount < 1_000) {
    issues.push(
      lint(
        "target.tiny",
        path,
        `\`${amount}\` counts as milliseconds; write \`${amount}m\` if you mean minutes`,
      ),
    );
  }
  if (duration.days > 0) checkDays(amount, context, path, issues);
  return promise(duration, context);
}

function checkDays(
  amount: number | string,
  context: AmountContext,
  path: Issue["path"],
  issues: Issue[],
): void {
  if (context.basis === "aroundTheClock" && !context.hasCalendar) {
    const message =
      "days around the clock end at the same wall time; name a calendar for its zone, or write hours";
    issues.push(error("target.no_zone", path, message));
  }
  if (context.basis === "business" && context.dayMs === null) {
    const message = `\`${amount}\` of business time counts 24 hours to a day; write hours, \`businessDays\`, or set \`dayLength\``;
    issues.push(lint("target.days_of_business_time", path, message));
  }
}

function dayAmount(
  { businessDays, at = "sameTime", cutoff }: BusinessDayAmount,
  { basis }: AmountContext,
  path: Issue["path"],
  issues: Issue[],
): Promised | null {
  if (!(Number.isInteger(businessDays) && businessDays >= 1 && businessDays <= MAX_BUSINESS_DAYS)) {
    issues.push(
      error(
        "target.not_a_number_of_days",
        [...path, "businessDays"],
        `write a whole number of days, from 1 to ${MAX_BUSINESS_DAYS}`,
      ),
    );
  }
  if (basis !== "business") {
    issues.push(
      error(
        "target.no_business_days",
        path,
        "business days need a calendar, and business time as their basis",
      ),
    );
  }
  const readTime = (text: string, name: string) => {
    const time = parseTime(text);
    if (time === null)
      issues.push(
        error("target.not_a_time", [...path, name], `\`${text}\` is no time of day; write \`HH:MM\``),
      );
    return time ?? 0;
  };
  return {
    kind: "businessDays",
    days: businessDays,
    at: at === "sameTime" || at === "close" ? at : readTime(at, "at"),
    cutoff: cutoff === undefined ? null : readTime(cutoff, "cutoff"),
  };
}

function promise(duration: Duration, { basis, dayMs }: AmountContext): Promised {
  if (basis === "aroundTheClock" && duration.days > 0) return { kind: "wallDays", ...duration };
  return { kind: "duration", ms: duration.days * (dayMs ?? DAY) + duration.ms };
}

/** A number or an ISO text with an offset is an instant, another text a duration; nothing where it is neither, or a duration of 0. */
function fieldAmount(
  value: unknown,
  outside: "asIs" | "nextOpening",
  context: AmountContext,
): Promised | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  const at = parseInstant(value);
  if (at !== null) return { kind: "instant", at, outside };
  const duration = typeof value === "string" ? parseDuration(value) : null;
  if (!duration || plainMs(duration) === 0) return null;
  if (duration.days > 0 && context.basis === "aroundTheClock" && !context.hasCalendar) return null;
  return promise(duration, context);
}
