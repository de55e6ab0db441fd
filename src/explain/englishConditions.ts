import type { Condition, Test } from "../policy/condition.ts";
import { amountRef } from "./describeTargets.ts";
import type { SentenceTable } from "./table.ts";

const CATEGORIES: ReadonlyMap<unknown, string> = new Map([
  ["new", "new"],
  ["open", "open"],
  ["pending", "waiting for the requester"],
  ["onHold", "on hold"],
  ["solved", "solved"],
  ["closed", "closed"],
]);

/** What a fact is called within a sentence. */
const FACTS: Readonly<Record<string, string>> = {
  statusCategory: "the state of the ticket",
  statusSince: "the time of the last change of status",
  createdAt: "the time of opening",
  openedBy: "the one who opened the ticket",
  firstRequestAt: "the first message of the requester",
  lastRequestAt: "the last message of the requester",
  firstReplyAt: "the first reply",
  lastReplyAt: "the last reply",
  replyCount: "the number of replies",
  awaitingReplySince: "the unanswered message",
  lastPublicMessageBy: "the one who wrote last",
  reopenedCount: "the number of reopenings",
  priorityAtCreation: "the priority at the opening",
  updatedAt: "the last update",
  assigneeSince: "the time since which the assignee has the ticket",
  groupSince: "the time since which the group has the ticket",
  supplierSince: "the time since which the supplier has the ticket",
};

/** A condition as a clause: "the plan is “gold” and the ticket is open". */
export function conditionInEnglish(condition: Condition, say: SentenceTable): string {
  if ("all" in condition) {
    if (condition.all.length === 0) return "anything is so";
    return say.list(
      condition.all.map((part) => nested(part, say)),
      "and",
    );
  }
  if ("any" in condition) {
    if (condition.any.length === 0) return "something is so that never is";
    const parts = condition.any.map((part) => nested(part, say));
    return parts.length > 1 ? `either ${say.list(parts, "or")}` : parts[0];
  }
  if ("not" in condition) return notInEnglish(condition.not, say);
  return (
    stateOfTicket(condition, say) ?? `${subjectInEnglish(condition, say)} ${testInEnglish(condition, say)}`
  );
}

/** A part of a condition; one that has parts itself in brackets. */
function nested(part: Condition, say: SentenceTable): string {
  const text = say.condition(part, say);
  const hasParts = ("all" in part && part.all.length > 1) || ("any" in part && part.any.length > 1);
  return hasParts ? `(${text})` : text;
}

function notInEnglish(inner: Condition, say: SentenceTable): string {
  if ("field" in inner || "fact" in inner) {
    if ("is" in inner) return say.condition({ ...subjectOf(inner), isNot: inner.is }, say);
    if ("in" in inner) return say.condition({ ...subjectOf(inner), notIn: inner.in }, say);
    if ("exists" in inner) return say.condition({ ...subjectOf(inner), exists: !inner.exists }, say);
  }
  return `it is not so that ${nested(inner, say)}`;
}

function subjectOf(inner: Condition & ({ field: string } | { fact: string })) {
  return ("field" in inner ? { field: inner.field } : { fact: inner.fact }) as { field: string };
}

/** Facts that have words of their own: what state the ticket is in. */
function stateOfTicket(condition: Condition, say: SentenceTable): string | null {
  if (!("fact" in condition)) return null;
  const { fact } = condition;
  if (fact === "done" && ("is" in condition || "isNot" in condition)) {
    const isDone = "is" in condition ? condition.is === true : condition.isNot !== true;
    return isDone ? "the ticket is solved or closed" : "the ticket is neither solved nor closed";
  }
  if (fact === "awaitingReplySince" && "exists" in condition)
    return condition.exists ? "the requester waits for a reply" : "no message waits for a reply";
  if (fact === "firstReplyAt" && "exists" in condition)
    return condition.exists ? "there has been a reply" : "there has been no reply yet";
  if (fact !== "statusCategory") return null;
  const words = (values: readonly unknown[]) =>
    values.map((value) => CATEGORIES.get(value) ?? say.name(String(value)));
  if ("is" in condition) return `the ticket is ${words([condition.is])[0]}`;
  if ("isNot" in condition) return `the ticket is not ${words([condition.isNot])[0]}`;
  if ("in" in condition) return `the ticket is ${say.list(words(condition.in), "or")}`;
  if ("notIn" in condition) return `the ticket is not ${say.list(words(condition.notIn), "or")}`;
  return null;
}

function subjectInEnglish(
  condition: { readonly field: string } | { readonly fact: string } | { readonly event: string },
  say: SentenceTable,
): string {
  if ("field" in condition) return say.field(condition.field, say);
  if ("fact" in condition) return FACTS[condition.fact] ?? say.name(condition.fact);
  return `the event's ${say.name(condition.event)}`;
}

function testInEnglish(test: Test, say: SentenceTable): string {
  const value = (one: string | number | boolean) => say.value(one, say);
  const values = (list: readonly (string | number | boolean)[]) => say.list(list.map(value), "or");
  if ("is" in test) return `is ${value(test.is)}`;
  if ("isNot" in test) return `is not ${value(test.isNot)}`;
  if ("in" in test) return `is ${values(test.in)}`;
  if ("notIn" in test) return `is not ${values(test.notIn)}`;
  if ("contains" in test) return `contains ${value(test.contains)}`;
  if ("startsWith" in test) return `starts with ${value(test.startsWith)}`;
  if ("endsWith" in test) return `ends with ${value(test.endsWith)}`;
  if ("glob" in test) return `has the form ${value(test.glob)}`;
  if ("greater" in test) return `is more than ${value(test.greater)}`;
  if ("less" in test) return `is less than ${value(test.less)}`;
  if ("between" in test) return `is between ${value(test.between[0])} and ${value(test.between[1])}`;
  if ("exists" in test) return test.exists ? "is set" : "is not set";
  if ("isField" in test) return `is the same as ${say.field(test.isField, say)}`;
  if ("isFact" in test) return `is the same as ${FACTS[test.isFact] ?? say.name(test.isFact)}`;
  if ("withinLast" in test) return `is no longer ago than ${say.amount(amountRef(test.withinLast), say)}`;
  if ("during" in test) return `lies in the hours of ${say.name(test.during)}`;
  return `passes the helpdesk's own test ${value(test.matches)}`;
}
