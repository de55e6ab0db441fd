import { error, type Issue } from "../diagnostics.ts";
import type { FieldPatch } from "../history/event.ts";
import { compileCondition } from "../policy/compileCondition.ts";
import type { Names } from "../policy/names.ts";
import { parseDuration } from "../time/duration.ts";
import { DAY } from "../time/units.ts";
import type { ActionDefinition, ActionEffect } from "./definition.ts";
import { compileFire, durationOf } from "./fire.ts";
import type { CompiledAction, Shot } from "./rule.ts";

/** Steps and repetitions of one action, at most. */
const MAX_SHOTS = 100;

/** Compiles a rule; what is wrong goes to the issues. `hasCalendar`: whether its policy or target names one. */
export function compileAction(
  action: ActionDefinition,
  names: Names,
  hasCalendar: boolean,
  path: Issue["path"],
): CompiledAction {
  const { issues } = names;
  if (action.basis === "wall" && "at" in action.fire) {
    const message = 'a share of the target is used on the clock; with `basis: "wall"` write an offset';
    issues.push(error("action.share_of_wall_time", [...path, "basis"], message));
  }
  return {
    kind: action.kind,
    id: action.id,
    metric: action.metric,
    mark: compileFire(action.fire, [...path, "fire"], issues),
    isWall: action.basis === "wall",
    condition: action.if ? compileCondition(action.if, names, [...path, "if"]) : null,
    shots: compileShots(action, path, issues),
    stopsOnAcknowledgement: action.until === "acknowledged",
    quiet: compileQuiet(action, names, hasCalendar, [...path, "quiet"]),
    late: action.late ?? "last",
  };
}

/** Every step of every repetition, in the order of their offsets. */
function compileShots(action: ActionDefinition, path: Issue["path"], issues: Issue[]): Shot[] {
  const { steps = [], repeat } = action;
  const every = repeat ? offsetOf(repeat.every, [...path, "repeat", "every"], issues) : 0;
  const times = repeat?.times ?? 0;
  if (repeat && !(Number.isInteger(times) && times >= 1)) {
    issues.push(error("action.too_many", [...path, "repeat", "times"], "write a whole number from 1"));
    return [];
  }
  const count = (times + 1) * (steps.length + 1);
  if (count > MAX_SHOTS) {
    const at = repeat ? [...path, "repeat", "times"] : [...path, "steps"];
    const message = `an action fires ${MAX_SHOTS} times at most, with all its steps and repetitions; this one would ${count} times`;
    issues.push(error("action.too_many", at, message));
    return [];
  }
  const chain = [
    { plus: 0, ...compileEffect(action, action, path, issues) },
    ...steps.map((step, i) => ({
      plus: offsetOf(step.after, [...path, "steps", i, "after"], issues),
      ...compileEffect(action, step, [...path, "steps", i], issues),
    })),
  ];
  const isChain = steps.length > 0;
  const shots: Shot[] = [];
  for (let repetition = 1; repetition <= times + 1; repetition++) {
    for (const [i, { plus, notify, set }] of chain.entries()) {
      const step = isChain ? i + 1 : null;
      const name = step === null ? `${repetition}` : `${repetition}.${step}`;
      shots.push({ name, step, repetition, plus: plus + (repetition - 1) * every, notify, set });
    }
  }
  return shots.sort((a, b) => a.plus - b.plus);
}

function compileEffect(
  { kind }: ActionDefinition,
  { notify, set }: ActionEffect,
  path: Issue["path"],
  issues: Issue[],
): Pick<Shot, "notify" | "set"> {
  if (kind === "reminder" && set) {
    const message = "a reminder only notifies; an action that changes the ticket is of kind `escalation`";
    issues.push(error("action.reminder_sets", [...path, "set"], message));
  }
  // Frozen: every verdict shows them
  return { notify: Object.freeze([...(notify ?? [])]), set: set ? frozenPatch(set) : null };
}

function compileQuiet(
  { quiet }: ActionDefinition,
  { calendars, issues }: Names,
  hasCalendar: boolean,
  path: Issue["path"],
): CompiledAction["quiet"] {
  if (quiet === undefined || quiet === false) return null;
  const calendar = quiet === true ? null : quiet.calendar;
  if (calendar === null && !hasCalendar) {
    const message =
      "there is no calendar of the target's whose hours it could wait for; name one: `{ calendar: … }`";
    issues.push(error("action.no_calendar", path, message));
  } else if (calendar !== null && !calendars.has(calendar)) {
    const message = `no calendar has the id \`${calendar}\``;
    issues.push(error("action.unknown_calendar", [...path, "calendar"], message));
  }
  return { calendar };
}

/** An offset within a chain, in milliseconds: more than nothing. */
function offsetOf(offset: string | number, path: Issue["path"], issues: Issue[]): number {
  const { days, ms } = durationOf(offset, path, issues);
  const all = days * DAY + ms;
  if (all === 0 && parseDuration(offset))
    issues.push(error("action.no_offset", path, "a step and a repetition come later than what they follow"));
  return all;
}

/** A copy that nobody can change, without -0, which JSON would not bring back. */
function frozenPatch(set: FieldPatch): FieldPatch {
  const plain = <T>(value: T) => (Object.is(value, -0) ? (0 as T) : value);
  const entries = Object.entries(set).map(([name, value]) => [
    name,
    Array.isArray(value) ? Object.freeze(value.map(plain)) : plain(value),
  ]);
  return Object.freeze(Object.fromEntries(entries));
}
