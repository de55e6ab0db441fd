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
  if ("not" in condition) {
    const turned = negated(condition.not);
    return turned === null ? clause(condition.not as Leaf, true, say) : say.condition(turned, say);
  }
  if ("all" in condition) {
    if (condition.all.length === 0) return "nothing is required of it";
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
  return clause(condition, false, say);
}

/** A condition that is one test. */
type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;

/** What holds where a condition does not, by De Morgan's laws; null of one test, of which a clause says so. */
function negated(condition: Condition): Condition | null {
  if ("not" in condition) return condition.not;
  if ("all" in condition) return { any: condition.all.map((not) => ({ not })) };
  return "any" in condition ? { all: condition.any.map((not) => ({ not })) } : null;
}

/** Whether a condition with parts, whatever `not` makes of it, asks for all of several parts, for any of them, or is one test. */
export function shapeOf(condition: Condition): "all" | "any" | "one" {
  if ("not" in condition) {
    const turned = negated(condition.not);
    return turned === null ? "one" : shapeOf(turned);
  }
  if ("all" in condition && condition.all.length !== 0)
    return condition.all.length === 1 ? shapeOf(condition.all[0]) : "all";
  if ("any" in condition && condition.any.length !== 0)
    return condition.any.length === 1 ? shapeOf(condition.any[0]) : "any";
  return "one";
}

/** A part of a condition; one that has parts itself in brackets. */
function nested(part: Condition, say: SentenceTable): string {
  const text = say.condition(part, say);
  return shapeOf(part) === "one" ? text : `(${text})`;
}

/** One test, or its contrary, as a clause. */
function clause(leaf: Leaf, isNegated: boolean, say: SentenceTable): string {
  const state = stateOfTicket(leaf, isNegated, say);
  if (state !== null) return state;
  const isPlural = "field" in leaf && namesSeveral(leaf.field);
  return `${subjectInEnglish(leaf, say)} ${testInEnglish(leaf, { isPlural, isNegated }, say)}`;
}

/** Whether a field's name is that of several things, such as `tags`: a guess by its look. */
function namesSeveral(field: string): boolean {
  return (
    /[a-z]s$/.test(field) && !/(?:ss|us|is|as|ys)$/.test(field) && !/(?:news|series|sales|sms)$/i.test(field)
  );
}

/** Facts that have words of their own: what state the ticket is in. */
function stateOfTicket(leaf: Leaf, isNegated: boolean, say: SentenceTable): string | null {
  if (!("fact" in leaf)) return null;
  const { fact } = leaf;
  if (fact === "done" && ("is" in leaf || "isNot" in leaf)) {
    const isDone = "is" in leaf ? leaf.is === true : leaf.isNot !== true;
    return isDone !== isNegated
      ? "the ticket is solved or closed"
      : "the ticket is neither solved nor closed";
  }
  if ("exists" in leaf) {
    const isThere = leaf.exists !== isNegated;
    if (fact === "awaitingReplySince")
      return isThere ? "the requester waits for a reply" : "no message waits for a reply";
    if (fact === "firstReplyAt") return isThere ? "there has been a reply" : "there has been no reply yet";
  }
  if (fact !== "statusCategory") return null;
  const words = (values: readonly unknown[]) =>
    values.map((value) => CATEGORIES.get(value) ?? say.name(String(value)));
  if ("is" in leaf) return `the ticket is ${isNegated ? "not " : ""}${words([leaf.is])[0]}`;
  if ("isNot" in leaf) return `the ticket is ${isNegated ? "" : "not "}${words([leaf.isNot])[0]}`;
  if ("in" in leaf) return `the ticket is ${isNegated ? "not " : ""}${say.list(words(leaf.in), "or")}`;
  if ("notIn" in leaf) return `the ticket is ${isNegated ? "" : "not "}${say.list(words(leaf.notIn), "or")}`;
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

/** A test as a verb and what it looks for. */
function testInEnglish(
  test: Test,
  { isPlural, isNegated }: { readonly isPlural: boolean; readonly isNegated: boolean },
  say: SentenceTable,
): string {
  const value = (one: string | number | boolean) => say.value(one, say);
  const values = (list: readonly (string | number | boolean)[]) => say.list(list.map(value), "or");
  const be = (isNot = false) => `${isPlural ? "are" : "is"}${isNot !== isNegated ? " not" : ""}`;
  const does = (verb: string) => {
    if (isNegated) return `${isPlural ? "do" : "does"} not ${verb}`;
    return isPlural ? verb : verb === "pass" ? "passes" : verb === "have" ? "has" : `${verb}s`;
  };
  if ("is" in test) return `${be()} ${value(test.is)}`;
  if ("isNot" in test) return `${be(true)} ${value(test.isNot)}`;
  if ("in" in test) return `${be()} ${values(test.in)}`;
  if ("notIn" in test) return `${be(true)} ${values(test.notIn)}`;
  if ("contains" in test) return `${does("contain")} ${value(test.contains)}`;
  if ("startsWith" in test) return `${does("start")} with ${value(test.startsWith)}`;
  if ("endsWith" in test) return `${does("end")} with ${value(test.endsWith)}`;
  if ("glob" in test) return `${does("have")} the form ${value(test.glob)}`;
  if ("greater" in test) return `${be()} ${than(test.greater, "more", "later")} ${value(test.greater)}`;
  if ("less" in test) return `${be()} ${than(test.less, "less", "earlier")} ${value(test.less)}`;
  if ("between" in test) return `${be()} between ${value(test.between[0])} and ${value(test.between[1])}`;
  if ("exists" in test) return `${be(!test.exists)} set`;
  if ("isField" in test) return `${be()} the same as ${say.field(test.isField, say)}`;
  if ("isFact" in test) return `${be()} the same as ${FACTS[test.isFact] ?? say.name(test.isFact)}`;
  if ("withinLast" in test)
    return `${does("lie")} within the last ${say.amount(amountRef(test.withinLast), say)}`;
  if ("during" in test) return `${does("lie")} in the hours of ${say.name(test.during)}`;
  return `${does("pass")} the helpdesk's own test ${value(test.matches)}`;
}

/** Numbers are more or less; of what reads as an instant, one is later or earlier. */
function than(value: unknown, ofNumbers: string, ofInstants: string): string {
  const isInstant = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);
  return `${isInstant ? ofInstants : ofNumbers} than`;
}
