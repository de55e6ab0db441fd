import { error, type Issue } from "../diagnostics.ts";
import { asText, PRIORITY } from "../history/slots.ts";
import type { TicketState } from "../history/state.ts";
import { parseDuration, plainMs } from "../time/duration.ts";
import { compileAmount, NO_TARGET, type Promised, type ReadAmount } from "./amount.ts";
import { type CompiledCondition, compileCondition } from "./compileCondition.ts";
import type { Basis, CalendarChoice, Goal, GoalTerms, LevelTarget, Options, Target } from "./definition.ts";
import { addReads, type Names, type Reads, readsSlot } from "./names.ts";

/** A share of the target, or an amount of time. */
export type Share = { readonly share: number } | { readonly ms: number };

/** How a goal counts and judges, whatever its amount. */
export type GoalOptions = Required<Omit<Options, "dayLength" | "pauses">> & {
  /** Null: as the kind of amount has it. */
  readonly pauses: Options["pauses"] | null;
};

/** A goal ready to be asked. */
export interface CompiledGoal extends GoalOptions {
  readonly condition: Pick<CompiledCondition, "holds"> | null;
  /** What it promises every ticket, or how to read it off one. */
  readonly amount: Promised | ReadAmount | null;
  readonly basis: Basis;
  /** Id of the calendar, or how to choose it for a ticket; null without one. */
  readonly calendar: string | null | ((state: TicketState) => string);
  readonly atRisk: Share | null;
}

/** What a goal inherits from its policy. */
export interface GoalContext {
  readonly calendar: CalendarChoice | null;
  readonly options: Options;
  readonly names: Names;
  /** What the goals of the policy set read. */
  readonly reads: Reads;
}

/** The targets of a metric by level; the only one of a target without levels has none (semantics P4). */
export function levelsOf(
  target: Target,
): { level: string | null; target: LevelTarget; path: Issue["path"] }[] {
  if (typeof target !== "object" || !("levels" in target)) return [{ level: null, target, path: [] }];
  return Object.entries(target.levels).map(([level, one]) => ({
    level,
    target: one,
    path: ["levels", level],
  }));
}

/** The goals of a target in order; what is wrong goes to the issues (semantics P4). */
export function compileTarget(
  target: LevelTarget,
  context: GoalContext,
  path: Issue["path"],
): CompiledGoal[] {
  if (typeof target === "object" && "goals" in target) {
    return target.goals.map((goal, i) => compileGoal(goal, context, [...path, "goals", i]));
  }
  if (typeof target === "object" && "byPriority" in target) {
    const { byPriority, otherwise, ...terms } = target;
    readsSlot(context.reads, PRIORITY);
    const goals = Object.entries(byPriority).map(([priority, amount]) => {
      const goal = compileGoal({ ...terms, amount }, context, [...path, "byPriority", priority]);
      return { ...goal, condition: new HasPriority(priority) };
    });
    return otherwise === undefined
      ? goals
      : [...goals, compileGoal({ ...terms, amount: otherwise }, context, [...path, "otherwise"])];
  }
  if (typeof target === "object" && "amount" in target) return [compileGoal(target, context, path)];
  return [compileGoal({ amount: target }, context, path)];
}

/** The first goal that holds and promises something; null for no target. */
export function chooseGoal(
  goals: readonly CompiledGoal[],
  state: TicketState,
): { index: number; promised: Promised } | null {
  for (let index = 0; index < goals.length; index++) {
    const goal = goals[index];
    if (goal.condition && !goal.condition.holds(state)) continue;
    const promised = typeof goal.amount === "function" ? goal.amount(state) : goal.amount;
    if (promised === NO_TARGET) return null;
    if (promised) return { index, promised };
  }
  return null;
}

/** Reads `"25%"` as 0.25; null where it is no percentage. */
export function parsePercent(text: string): number | null {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
  return percent && Number(percent[1]) / 100;
}

/** Reads `"25%"` or a duration; null where it is neither. */
function parseShare(input: string | number): Share | null {
  const share = typeof input === "string" ? parsePercent(input) : null;
  if (share !== null) return { share };
  const duration = parseDuration(input);
  return duration && { ms: plainMs(duration) };
}

/** A class, for a definition has dozens: a closure and what it closes over take three times the memory. */
class HasPriority {
  readonly priority: string;

  constructor(priority: string) {
    this.priority = priority;
  }

  holds({ fields }: TicketState): boolean {
    const own = fields[PRIORITY];
    return own === this.priority || (typeof own === "number" && String(own) === this.priority); // JSON keys are texts
  }
}

function compileGoal(goal: Goal, context: GoalContext, path: Issue["path"]): CompiledGoal {
  const { names, reads } = context;
  const choice = goal.calendar ?? context.calendar;
  if (goal.calendar !== undefined) checkCalendar(goal.calendar, names, [...path, "calendar"], "target");
  const basis = goal.basis ?? (choice === null ? "aroundTheClock" : "business");
  if (basis === "business" && choice === null) {
    const message = "a target in business time needs a calendar; name one here or in the policy";
    names.issues.push(error("target.no_calendar", path, message));
  }
  const options = { ...context.options, ...goal.options };
  const condition = goal.if ? compileCondition(goal.if, names, [...path, "if"]) : null;
  if (condition) addReads(reads, condition.reads);
  const amountContext = {
    basis,
    hasCalendar: choice !== null,
    dayMs: dayLength(options.dayLength, path, names.issues),
  };
  return {
    condition,
    amount: compileAmount(goal.amount, amountContext, names, reads, amountPath(goal, path)),
    basis,
    calendar: compileChoice(choice, names, reads),
    atRisk: compileAtRisk(goal, path, names.issues),
    endOfBudget: options.endOfBudget ?? "closing",
    calendarSwitch: options.calendarSwitch ?? "perInstant",
    retarget: options.retarget ?? "keepStart",
    released: options.released ?? "runOn",
    override: options.override ?? "sticky",
    breach: options.breach ?? "sticky",
    pauses: options.pauses ?? null,
  };
}

/** An issue for each calendar of a choice that there is not (semantics P5). */
export function checkCalendar(
  choice: CalendarChoice,
  { calendars, issues }: Names,
  path: Issue["path"],
  room: "policy" | "target",
): void {
  const check = (id: string, at: Issue["path"]) => {
    if (!calendars.has(id))
      issues.push(error(`${room}.unknown_calendar`, at, `no calendar has the id \`${id}\``));
  };
  if (typeof choice === "string") {
    check(choice, path);
    return;
  }
  check(choice.otherwise, [...path, "otherwise"]);
  for (const [value, id] of Object.entries(choice.values ?? {})) check(id, [...path, "values", value]);
}

function compileChoice(choice: CalendarChoice | null, names: Names, reads: Reads): CompiledGoal["calendar"] {
  return choice === null || typeof choice === "string" ? choice : choosing(choice, names, reads);
}

function choosing(
  choice: Exclude<CalendarChoice, string>,
  { slots, calendars }: Names,
  reads: Reads,
): (state: TicketState) => string {
  const slot = slots.slot(choice.field);
  readsSlot(reads, slot);
  const values = choice.values && new Map(Object.entries(choice.values));
  return (state) => {
    const name = asText(state.fields[slot]);
    if (name === null) return choice.otherwise;
    if (values) return values.get(name) ?? choice.otherwise;
    return calendars.has(name) ? name : choice.otherwise;
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
