import type { Condition, Scalar } from "../../../index.ts";
import { BadVector } from "../vector.ts";

const TEST = /^(?:doc\.)?([A-Za-z_]\w*)\s*(==|!=|not\s+in|in)\s*(.+)$/;

/**
 * A condition as a vector writes it: `priority in [High, Low]`, `source == 'Web'`, tests joined by `and`, and those by
 * `or`. @throws BadVector at anything else.
 */
export function conditionOf(written: string): Condition {
  const any = split(written, "or").map((part) => ({ all: split(part, "and").map(testOf) }));
  return any.length === 1 && any[0].all.length === 1 ? any[0].all[0] : { any };
}

function split(written: string, word: "and" | "or"): string[] {
  // A word within quotes or brackets joins nothing
  return written.split(new RegExp(`\\s+${word}\\s+(?=(?:[^'"]|'[^']*'|"[^"]*")*$)`));
}

function testOf(written: string): Condition {
  const [, field, operator, operand] = TEST.exec(written.trim()) ?? [];
  if (!field) throw new BadVector(`\`${written}\` is no condition that this format has`);
  switch (operator) {
    case "==":
      return { field, is: scalarOf(operand) };
    case "!=":
      return { field, isNot: scalarOf(operand) };
    case "in":
      return { field, in: listOf(operand) };
    default:
      return { field, notIn: listOf(operand) };
  }
}

function listOf(written: string): Scalar[] {
  const inner = /^[[(](.*)[\])]$/.exec(written.trim())?.[1];
  if (inner === undefined) throw new BadVector(`\`${written}\` is no list`);
  return inner
    .split(",")
    .filter((entry) => entry.trim() !== "")
    .map(scalarOf);
}

/** A text with or without quotes, a number, true or false. */
function scalarOf(written: string): Scalar {
  const trimmed = written.trim();
  const quoted = /^(['"])(.*)\1$/.exec(trimmed);
  if (quoted) return quoted[2];
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  if (!/^[\w -]+$/.test(trimmed)) throw new BadVector(`\`${written}\` is nothing to compare with`);
  return trimmed;
}
