import type { Condition, Scalar, StatusCategory, Trigger } from "../../../index.ts";
import { BadVector, list, record, text, type Vector } from "../vector.ts";

const CATEGORIES: Readonly<Record<string, StatusCategory>> = {
  new: "new",
  "on hold": "onHold",
  onhold: "onHold",
  snoozed: "onHold",
  resolved: "solved",
  solved: "solved",
  done: "solved",
  archived: "solved",
  closed: "closed",
  cancelled: "closed",
  canceled: "closed",
};

/**
 * A category for each status that the vector's events name: the system's own where `own` has it, in whatever case; else
 * by the plain meaning of its word; any other word is an open one.
 */
export function statusesOf(
  vector: Vector,
  own: Readonly<Record<string, StatusCategory>> = {},
): Record<string, StatusCategory> {
  const names = list(vector.events, "events").flatMap((entry) => {
    const event = record(entry, "events");
    return [event.status, event.type === "status" ? event.to : undefined];
  });
  const given = names.filter((name) => typeof name === "string");
  const ownByWord = new Map(Object.entries(own).map(([name, category]) => [name.toLowerCase(), category]));
  const categoryOf = (name: string) => {
    const word = name.toLowerCase();
    return ownByWord.get(word) ?? (Object.hasOwn(CATEGORIES, word) ? CATEGORIES[word] : "open");
  };
  return { ...Object.fromEntries(given.map((name) => [name, categoryOf(name)])), ...own };
}

/** What joins conditions, the loosest first: words, then ServiceNow's signs, of which `^OR` binds closest. */
const JOINTS = [
  { joint: / or |\^NQ/i, as: "any" },
  { joint: / and /i, as: "all" },
  { joint: /\^(?!OR)/, as: "all" },
  { joint: /\^OR/, as: "any" },
] as const;
/** What no value holds: a sign of a further condition, which would be swallowed. */
const FURTHER = /[=^<>!|&;]|->|\b(?:or|and)\b/i;

/** A condition over fields as vectors write it: `state=On Hold`, `state!=New`, `status in New,Working`, `status=Done,Closed`, `active`, joined by `or`, `and`, `^` and `^OR`. */
export function conditionOf(value: unknown, name: string): Condition {
  const words = text(value, name).trim();
  for (const { joint, as } of JOINTS) {
    const parts = words.split(joint);
    if (parts.length === 1) continue;
    const conditions = parts.map((part) => conditionOf(part, name));
    return as === "all" ? { all: conditions } : { any: conditions };
  }
  const test = /^(\w+) ?(!?=| in ) ?(.+)$/i.exec(words);
  if (test && !FURTHER.test(test[3])) {
    const among = scalars(test[3], name);
    return test[2] === "!=" ? { field: test[1], notIn: among } : { field: test[1], in: among };
  }
  // A flag that only an event takes away
  if (words === "active") return { field: "active", isNot: false };
  throw new BadVector(`\`${name}\` is no condition that the translator knows: ${words}`);
}

/** Moments as vectors write them: `created`, `resolved`, `reopened`, `status=Done,Closed`, `status->Done`, `status from Done`, `location changes`; any of several joined by `or`. */
export function momentsOf(value: unknown, name: string): Trigger[] {
  return text(value, name)
    .split(/ or |\^OR/i)
    .map((words) => momentOf(words.trim(), name));
}

function momentOf(words: string, name: string): Trigger {
  const done: Condition = { fact: "done", is: true };
  if (words === "created") return { on: "created" };
  if (words === "resolved") return { on: "becomes", condition: done };
  if (words === "reopened") return { on: "ceases", condition: done };
  const change = /^(\w+)(?: ?(=|->) ?| (from) )(.+)$/.exec(words);
  if (change && !FURTHER.test(change[4])) {
    const [, field, , isFrom, among] = change;
    const values = scalars(among, name);
    const condition: Condition = isFrom ? { event: "from", in: values } : { field, in: values };
    return { on: "changed", field, if: condition };
  }
  const changes = /^(\w+) changes$/.exec(words);
  if (changes) return { on: "changed", field: changes[1] };
  throw new BadVector(`\`${name}\` is no moment that the translator knows: ${words}`);
}

/** A yes or no; `fallback` where the vector says nothing. */
export function flag(value: unknown, name: string, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== "boolean") throw new BadVector(`\`${name}\` is neither true nor false`);
  return value;
}

/** The values of a list; a number or a flag is it and its text, as events write either. */
function scalars(among: string, name: string): Scalar[] {
  return among.split(",").flatMap((entry): Scalar[] => {
    const word = entry.trim();
    if (word === "") throw new BadVector(`\`${name}\` has a value that is empty: ${among}`);
    if (word === "true" || word === "false") return [word === "true", word];
    return /^-?\d+(\.\d+)?$/.test(word) ? [Number(word), word] : [word];
  });
}
