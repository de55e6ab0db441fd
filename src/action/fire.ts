import { error, type Issue } from "../diagnostics.ts";
import { MAX_BUSINESS_DAYS } from "../policy/amount.ts";
import { parsePercent } from "../policy/target.ts";
import { parseDuration } from "../time/duration.ts";
import { DAY } from "../time/units.ts";
import type { DayOffset, Fire } from "./definition.ts";
import type { Mark } from "./rule.ts";

/** Where on a clock an action fires; what is wrong goes to the issues. */
export function compileFire(fire: Fire, path: Issue["path"], issues: Issue[]): Mark {
  if ("at" in fire) return { share: shareOf(fire.at, [...path, "at"], issues) };
  if ("afterStart" in fire) {
    const { days, ms } = durationOf(fire.afterStart, [...path, "afterStart"], issues);
    return { used: days * DAY + ms };
  }
  const isBefore = "before" in fire;
  const offset = isBefore ? fire.before : fire.after;
  const at = [...path, isBefore ? "before" : "after"];
  if (typeof offset === "object") return dayMark(offset, isBefore, at, issues);
  const { days, ms } = durationOf(offset, at, issues);
  return isBefore ? { days, ms } : { days: 0 - days, ms: 0 - ms }; // never -0, as `-days` may be
}

function shareOf(text: string, path: Issue["path"], issues: Issue[]): number {
  const share = parsePercent(text);
  if (share === null) {
    const message = `\`${text}\` is no share of the target; write one such as \`75%\``;
    issues.push(error("action.not_a_share", path, message));
  }
  return share ?? 0;
}

/** A duration as days and milliseconds; nothing where it is none, which goes to the issues. */
export function durationOf(
  offset: string | number,
  path: Issue["path"],
  issues: Issue[],
): { days: number; ms: number } {
  const duration = parseDuration(offset);
  if (!duration) {
    const message = `\`${offset}\` is no duration; write one such as \`30m\` or \`1h30m\``;
    issues.push(error("action.not_a_duration", path, message));
  }
  return duration ?? { days: 0, ms: 0 };
}

function dayMark({ businessDays }: DayOffset, isBefore: boolean, path: Issue["path"], issues: Issue[]): Mark {
  if (!(Number.isInteger(businessDays) && businessDays >= 1 && businessDays <= MAX_BUSINESS_DAYS)) {
    const message = `write a whole number of days, from 1 to ${MAX_BUSINESS_DAYS}`;
    issues.push(error("action.not_a_number_of_days", [...path, "businessDays"], message));
  }
  return { days: 0, ms: 0, businessDays: isBefore ? businessDays : -businessDays };
}
