import type { Remaining } from "../deadline/mark.ts";
import { error, type Issue } from "../diagnostics.ts";
import type { FieldPatch } from "../history/event.ts";
import { parseDuration } from "../time/duration.ts";
import type { ActionDefinition, DayOffset, Fire } from "./definition.ts";
import type { CompiledAction } from "./plan.ts";

const MAX_DAYS = 10_000;

/** Compiles a rule; what is wrong goes to `issues`. */
export function compileAction(
  action: ActionDefinition,
  path: Issue["path"],
  issues: Issue[],
): CompiledAction {
  if (action.kind === "reminder" && action.set) {
    issues.push(
      error(
        "action.reminder_sets",
        [...path, "set"],
        "a reminder only notifies; an action that changes the ticket is of kind `escalation`",
      ),
    );
  }
  const fire = compileFire(action.fire, [...path, "fire"], issues);
  return {
    kind: action.kind,
    id: action.id,
    ...fire,
    skipsLate: fire.isBefore || action.late === "skip",
    // Frozen: every verdict shows them
    notify: Object.freeze([...(action.notify ?? [])]),
    set: action.set ? frozenPatch(action.set) : null,
  };
}

function compileFire(
  fire: Fire,
  path: Issue["path"],
  issues: Issue[],
): Pick<CompiledAction, "mark" | "isBefore"> {
  if ("at" in fire) {
    const percent = /^(\d+(?:\.\d+)?)%$/.exec(fire.at);
    if (!percent)
      issues.push(
        error(
          "action.not_a_share",
          [...path, "at"],
          `\`${fire.at}\` is no share of the target; write one such as \`75%\``,
        ),
      );
    const share = Number(percent?.[1] ?? 0) / 100;
    return { mark: { share }, isBefore: share < 1 };
  }
  const isBefore = "before" in fire;
  const offset = isBefore ? fire.before : fire.after;
  if (typeof offset === "object")
    return { mark: dayMark(offset, isBefore, [...path, isBefore ? "before" : "after"], issues), isBefore };
  const duration = parseDuration(offset);
  if (!duration)
    issues.push(
      error(
        "action.not_a_duration",
        [...path, isBefore ? "before" : "after"],
        `\`${offset}\` is no duration; write one such as \`30m\` or \`1h30m\``,
      ),
    );
  const { days, ms } = duration ?? { days: 0, ms: 0 };
  const remaining = isBefore ? { days, ms } : { days: 0 - days, ms: 0 - ms };
  return { mark: remaining, isBefore: isBefore && days + ms > 0 };
}

function dayMark(
  { businessDays }: DayOffset,
  isBefore: boolean,
  path: Issue["path"],
  issues: Issue[],
): Remaining {
  if (!(Number.isInteger(businessDays) && businessDays >= 1 && businessDays <= MAX_DAYS)) {
    issues.push(
      error(
        "action.not_a_number_of_days",
        [...path, "businessDays"],
        `write a whole number of days, from 1 to ${MAX_DAYS}`,
      ),
    );
  }
  return { days: 0, ms: 0, businessDays: isBefore ? businessDays : -businessDays };
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
