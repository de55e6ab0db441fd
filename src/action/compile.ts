import { error, type Issue } from "../diagnostics.ts";
import { parseDuration, plainMs } from "../time/duration.ts";
import type { ActionDefinition, Fire } from "./definition.ts";
import type { CompiledAction } from "./plan.ts";

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
  return {
    kind: action.kind,
    id: action.id,
    ...compileFire(action.fire, [...path, "fire"], issues),
    notify: [...(action.notify ?? [])],
    set: action.set
      ? Object.fromEntries(Object.entries(action.set).map(([name, value]) => [name, plain(value)]))
      : null,
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
  const duration = parseDuration(offset);
  if (!duration)
    issues.push(
      error(
        "action.not_a_duration",
        [...path, isBefore ? "before" : "after"],
        `\`${offset}\` is no duration; write one such as \`30m\` or \`1h30m\``,
      ),
    );
  const ms = duration ? plainMs(duration) : 0;
  return { mark: { remainingMs: isBefore ? ms : -ms }, isBefore: isBefore && ms > 0 };
}

/** Without -0, which JSON would not bring back. */
function plain<T>(value: T): T {
  return Object.is(value, -0) ? (0 as T) : value;
}
