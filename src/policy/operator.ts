import { error, type Issue } from "../diagnostics.ts";
import { type TicketState, warnOnce } from "../history/state.ts";
import { parseDuration, plainMs } from "../time/duration.ts";
import { parseInstant } from "../time/instant.ts";
import type { Test } from "./condition.ts";
import { type Names, type Reads, readsFact, readsSlot } from "./names.ts";

/** Whether a value passes. */
export type Check = (value: unknown, state: TicketState) => boolean;

/** Longest text that a test looks at; of a longer one it sees the beginning. */
const MAX_TEXT = 65_536;

/** Compiles the operator of a test; what is wrong with it goes to the issues (semantics P2). */
export function compileOperator(test: Test, names: Names, reads: Reads, path: Issue["path"]): Check {
  if ("is" in test) return (value) => value === test.is;
  if ("isNot" in test) return (value) => value !== test.isNot;
  if ("in" in test) {
    const listed = new Set<unknown>(test.in);
    return (value) => listed.has(value);
  }
  if ("notIn" in test) {
    const listed = new Set<unknown>(test.notIn);
    return (value) => !listed.has(value);
  }
  if ("contains" in test) {
    const { contains } = test;
    return (value) =>
      typeof value === "string"
        ? typeof contains === "string" && limited(value).includes(contains)
        : Array.isArray(value) && value.includes(contains);
  }
  if ("startsWith" in test) return (value) => typeof value === "string" && value.startsWith(test.startsWith);
  if ("endsWith" in test) return (value) => typeof value === "string" && value.endsWith(test.endsWith);
  if ("glob" in test) return (value) => typeof value === "string" && globMatches(test.glob, limited(value));
  if ("exists" in test) return (value) => (value !== undefined && value !== null) === test.exists;
  if ("isField" in test) {
    const slot = names.slots.slot(test.isField);
    readsSlot(reads, slot);
    return (value, state) => value !== undefined && value === state.fields[slot];
  }
  if ("isFact" in test) {
    const { isFact } = test;
    readsFact(reads, isFact);
    return (value, state) => value !== undefined && value === state.facts[isFact];
  }
  if ("during" in test) return compileDuring(test.during, names, path);
  if ("matches" in test) return compileMatches(test.matches, names, path);
  if ("withinLast" in test) reads.steps = true;
  return compileOrder(test, path, names.issues);
}

function compileDuring(calendar: string, names: Names, path: Issue["path"]): Check {
  const hours = names.hours(calendar);
  if (!hours && !names.calendars.has(calendar)) {
    const message = `no calendar has the id \`${calendar}\``;
    names.issues.push(error("condition.unknown_calendar", [...path, "during"], message));
  }
  if (!hours) return () => false;
  return (value) => {
    const at = comparable(value, true);
    return Number.isFinite(at) && hours(at);
  };
}

function compileMatches(name: string, names: Names, path: Issue["path"]): Check {
  const matcher = Object.hasOwn(names.matchers, name) ? names.matchers[name] : undefined;
  if (!matcher) {
    const message = `no matcher is registered as \`${name}\`; give it to \`compileSla\` under \`matchers\``;
    names.issues.push(error("condition.unknown_matcher", [...path, "matches"], message));
    return () => false;
  }
  return (value, state) => {
    if (value === undefined) return false; // as every test that is not for what is missing
    try {
      return matcher(value) === true;
    } catch {
      warnOnce(state, `matcher ${name}`, "condition.matcher_failed", `the matcher \`${name}\` threw`);
      return false;
    }
  };
}

function compileOrder(
  test: Extract<
    Test,
    { greater: unknown } | { less: unknown } | { between: unknown } | { withinLast: unknown }
  >,
  path: Issue["path"],
  issues: Issue[],
): Check {
  if ("withinLast" in test) {
    const duration = parseDuration(test.withinLast);
    if (!duration)
      issues.push(
        error(
          "condition.not_a_duration",
          [...path, "withinLast"],
          `\`${test.withinLast}\` is no duration; write one such as \`2d\``,
        ),
      );
    const ms = duration ? plainMs(duration) : 0;
    return (value, state) => {
      const at = comparable(value, true);
      return at <= state.event.at && at >= state.event.at - ms;
    };
  }
  const operand = (value: number | string, name: string | number) => {
    const number = typeof value === "number" ? value : parseInstant(value);
    if (number === null || Number.isNaN(number)) {
      issues.push(
        error(
          "condition.not_comparable",
          [...path, name],
          `\`${value}\` is neither a number nor an instant; write ISO 8601 with an offset`,
        ),
      );
    }
    return number ?? Number.NaN;
  };
  if ("between" in test) {
    const [from, to] = [operand(test.between[0], "between"), operand(test.between[1], "between")];
    const isText = typeof test.between[0] === "string";
    return (value) => {
      const number = comparable(value, isText);
      return number >= from && number <= to;
    };
  }
  const bound = "greater" in test ? operand(test.greater, "greater") : operand(test.less, "less");
  const isText = typeof ("greater" in test ? test.greater : test.less) === "string";
  if ("greater" in test) return (value) => comparable(value, isText) > bound;
  return (value) => comparable(value, isText) < bound;
}

/** A number as it is; a text only where the operand is an instant, so `"10"` is never compared with 9. */
function comparable(value: unknown, isInstantTest: boolean): number {
  if (typeof value === "number") return value;
  return (isInstantTest && typeof value === "string" ? parseInstant(value) : null) ?? Number.NaN;
}

function limited(text: string): string {
  return text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
}

/** Whether all of `text` matches `pattern`; at most pattern × text steps, without recursion. */
function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (p < pattern.length && pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
