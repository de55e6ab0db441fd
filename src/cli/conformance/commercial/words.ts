import type { Condition, StatusCategory, Trigger } from "../../../index.ts";
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
};

/** A category for each status that the vector's events name, by the plain meaning of its word; any other word is an open one. */
export function statusesOf(vector: Vector): Record<string, StatusCategory> {
  const names = list(vector.events, "events").flatMap((entry) => {
    const event = record(entry, "events");
    return [event.status, event.type === "status" ? event.to : undefined];
  });
  const given = names.filter((name) => typeof name === "string");
  return Object.fromEntries(given.map((name) => [name, CATEGORIES[name.toLowerCase()] ?? "open"]));
}

/** A condition over fields as vectors write it: `state=On Hold`, `status in New,Working`, `active`, joined by `and` or `^`. */
export function conditionOf(value: unknown, name: string): Condition {
  const words = text(value, name);
  const parts = words.split(/\^| and /);
  if (parts.length > 1) return { all: parts.map((part) => conditionOf(part.trim(), name)) };
  const equals = /^(\w+)=(.+)$/.exec(words);
  if (equals) return { field: equals[1], is: scalar(equals[2]) };
  const isOneOf = /^(\w+) in (.+)$/.exec(words);
  if (isOneOf) return { field: isOneOf[1], in: isOneOf[2].split(",").map((entry) => scalar(entry.trim())) };
  // A flag that only an event takes away
  if (words === "active") return { field: "active", isNot: false };
  throw new BadVector(`\`${name}\` is no condition that the translator knows: ${words}`);
}

/** A moment as vectors write it: `created`, `resolved`, `reopened`, `status=Done`, `status->Done`, `status from Done`, `location changes`. */
export function momentOf(value: unknown, name: string): Trigger {
  const words = text(value, name);
  const done: Condition = { fact: "done", is: true };
  if (words === "created") return { on: "created" };
  if (words === "resolved") return { on: "becomes", condition: done };
  if (words === "reopened") return { on: "ceases", condition: done };
  const enters = /^(\w+)(?:=|->)(.+)$/.exec(words);
  if (enters) return changed(enters[1], { field: enters[1], is: scalar(enters[2]) });
  const leaves = /^(\w+) from (.+)$/.exec(words);
  if (leaves) return changed(leaves[1], { event: "from", is: scalar(leaves[2]) });
  const changes = /^(\w+) changes$/.exec(words);
  if (changes) return { on: "changed", field: changes[1] };
  throw new BadVector(`\`${name}\` is no moment that the translator knows: ${words}`);
}

function changed(field: string, condition: Condition): Trigger {
  return { on: "changed", field, if: condition };
}

/** A yes or no; `fallback` where the vector says nothing. */
export function flag(value: unknown, name: string, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== "boolean") throw new BadVector(`\`${name}\` is neither true nor false`);
  return value;
}

/** A number where the word is one. */
function scalar(word: string): string | number {
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
