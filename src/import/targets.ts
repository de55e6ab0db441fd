import type { Basis, LevelTarget } from "../policy/definition.ts";
import { HOUR, MINUTE, SECOND } from "../time/units.ts";
import { isAnyOf } from "./conditions.ts";
import { numberOf, type Part } from "./reader.ts";
import { complain } from "./report.ts";

/** What a metric is promised for one priority. */
export interface Promised {
  /** Under each name that the priority has. */
  readonly priority: readonly string[];
  readonly ms: number;
  readonly basis: Basis;
}

/** A hundred years: beyond that nobody promises anything. */
export const MAX_MS = 100 * 366 * 24 * HOUR;

/** A member that says how long, in units of so many milliseconds; undefined, with an issue, for what is not more than 0. */
export function amountOf(part: Part, key: string, unit: number): number | undefined {
  const amount = numberOf(part, key);
  if (amount === undefined) return undefined;
  const ms = Math.round(amount * unit);
  if (ms > 0 && ms <= MAX_MS) return ms;
  complain(part.report, "wrong_amount", [...part.path, key], `\`${amount}\` is no time that can be promised`);
  return undefined;
}

/** A target by priority; undefined without any promise. Without a calendar in the policy there is but one basis. */
export function targetByPriority(
  promises: readonly Promised[],
  hasCalendar: boolean,
): LevelTarget | undefined {
  if (promises.length === 0) return undefined;
  const [{ basis }] = promises;
  const terms = (one: Basis) => (hasCalendar ? { basis: one } : {});
  if (promises.every((promise) => promise.basis === basis))
    return {
      byPriority: Object.fromEntries(
        promises.flatMap(({ priority, ms }) => priority.map((name) => [name, durationText(ms)])),
      ),
      ...terms(basis),
    };
  const goals = promises.map(({ priority, ms, basis: own }) => ({
    if: isAnyOf("priority", priority),
    amount: durationText(ms),
    ...terms(own),
  }));
  return { goals };
}

/** `1h30m`, never in days: systems that count days mean so many hours. */
export function durationText(ms: number): string {
  const parts = [
    [Math.floor(ms / HOUR), "h"],
    [Math.floor(ms / MINUTE) % 60, "m"],
    [Math.floor(ms / SECOND) % 60, "s"],
    [ms % SECOND, "ms"],
  ] as const;
  const text = parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : "")).join("");
  return text === "" ? "0s" : text;
}
