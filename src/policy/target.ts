import { error, type Issue } from "../diagnostics.ts";
import { type FieldSlots, PRIORITY, type TicketState } from "../history/state.ts";
import { parseDuration, plainMs } from "../time/duration.ts";
import { compileAmount, type Promised } from "./amount.ts";
import { type CompiledCondition, compileCondition } from "./condition.ts";
import type { Basis, Goal, GoalTerms, Options, Target } from "./definition.ts";

/** A share of the target, or an amount of time. */
export type Share = { readonly share: number } | { readonly ms: number };

/** A goal ready to be asked. */
export interface CompiledGoal {
  readonly condition: CompiledCondition | null;
  /** What it promises this ticket; null where it promises nothing (an absent field). */
  amount(state: TicketState): Promised | null;
  readonly basis: Basis;
  /** Id of the calendar; null without one. */
  readonly calendar: string | null;
  readonly atRisk: Share | null;
  readonly endOfBudget: NonNullable<Options["endOfBudget"]>;
  readonly calendarSwitch: NonNullable<Options["calendarSwitch"]>;
  readonly breach: NonNullable<Options["breach"]>;
  /** Null: as the kind of amount has it. */
  readonly pauses: Options["pauses"] | null;
}

/** What a goal inherits from its policy. */
export interface GoalContext {
  readonly calendar: string | null;
  readonly calendars: ReadonlySet<string>;
  readonly options: Options;
  readonly slots: FieldSlots;
}

/** The goals of a target in order; what is wrong goes to `issues` (semantics P4). */
export function compileTarget(
  target: Target,
  context: GoalContext,
  path: Issue["path"],
  issues: Issue[],
): CompiledGoal[] {
  if (typeof target === "object" && "goals" in target) {
    return target.goals.map((goal, i) => compileGoal(goal, context, [...path, "goals", i], issues));
  }
  if (typeof target === "object" && "byPriority" in target) {
    const { byPriority, otherwise, ...terms } = target;
    const goals = Object.entries(byPriority).map(([priority, amount]) => {
      const goal = compileGoal({ ...terms, amount }, context, [...path, "byPriority", priority], issues);
      return { ...goal, condition: hasPriority(priority) };
    });
    return otherwise === undefined
      ? goals
      : [...goals, compileGoal({ ...terms, amount: otherwise }, context, [...path, "otherwise"], issues)];
  }
  if (typeof target === "object" && "amount" in target) return [compileGoal(target, context, path, issues)];
  return [compileGoal({ amount: target }, context, path, issues)];
}

/** The first goal that holds and promises something; null for no target. */
export function chooseGoal(
  goals: readonly CompiledGoal[],
  state: TicketState,
): { index: number; promised: Promised } | null {
  for (let index = 0; index < goals.length; index++) {
    const goal = goals[index];
    if (goal.condition && !goal.condition.holds(state)) continue;
    const promised = goal.amount(state);
    if (promised) return { index, promised };
  }
  return null;
}

/** Reads `"25%"` or a duration; null where it is neither. */
export function parseShare(input: string | number): Share | null {
  const percent = typeof input === "string" ? /^(\d+(?:\.\d+)?)%$/.exec(input) : null;
  if (percent) return { share: Number(percent[1]) / 100 };
  const duration = parseDuration(input);
  return duration && { ms: plainMs(duration) };
}

function hasPriority(priority: string): CompiledCondition {
  const holds = (state: TicketState) => {
    const own = state.fields[PRIORITY];
    return own === priority || (typeof own === "number" && String(own) === priority); // JSON keys are texts
  };
  return { holds, failing: (state) => (holds(state) ? null : []) };
}

function compileGoal(goal: Goal, context: GoalContext, path: Issue["path"], issues: Issue[]): CompiledGoal {
  const calendar = goal.calendar ?? context.calendar;
  if (goal.calendar !== undefined && !context.calendars.has(goal.calendar)) {
    issues.push(
      error("target.unknown_calendar", [...path, "calendar"], `no calendar has the id \`${goal.calendar}\``),
    );
  }
  const basis = goal.basis ?? (calendar === null ? "aroundTheClock" : "business");
  if (basis === "business" && calendar === null) {
    issues.push(
      error(
        "target.no_calendar",
        path,
        "a target in business time needs a calendar; name one here or in the policy",
      ),
    );
  }
  const options = { ...context.options, ...goal.options };
  return {
    condition: goal.if ? compileCondition(goal.if, context.slots, [...path, "if"], issues) : null,
    amount: compileAmount(
      goal.amount,
      { basis, hasCalendar: calendar !== null, dayMs: dayLength(options.dayLength, path, issues) },
      context.slots,
      amountPath(goal, path),
      issues,
    ),
    basis,
    calendar,
    atRisk: compileAtRisk(goal, path, issues),
    endOfBudget: options.endOfBudget ?? "closing",
    calendarSwitch: options.calendarSwitch ?? "perInstant",
    breach: options.breach ?? "sticky",
    pauses: options.pauses ?? null,
  };
}

function dayLength(length: Options["dayLength"], path: Issue["path"], issues: Issue[]): number | null {
  if (length === undefined) return null;
  const duration = parseDuration(length);
  if (duration && duration.days === 0 && duration.ms > 0) return duration.ms;
  issues.push(
    error("target.not_a_day_length", path, `\`dayLength\` is \`${length}\`; write hours, such as \`8h\``),
  );
  return null;
}

function amountPath(goal: Goal, path: Issue["path"]): Issue["path"] {
  return Object.keys(goal).length > 1 || goal.if ? [...path, "amount"] : path;
}

function compileAtRisk({ atRisk }: GoalTerms, path: Issue["path"], issues: Issue[]): Share | null {
  if (atRisk === undefined) return null;
  const share = parseShare(atRisk);
  const isPossible = share && ("share" in share ? share.share > 0 && share.share <= 1 : share.ms > 0);
  if (!isPossible)
    issues.push(
      error(
        "target.not_a_share",
        [...path, "atRisk"],
        `\`${atRisk}\` is neither a share such as \`25%\`, up to \`100%\`, nor a duration such as \`30m\``,
      ),
    );
  return share;
}
