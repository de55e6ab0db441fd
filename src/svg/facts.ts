import type { Evaluation } from "../evaluation.ts";
import type { Row } from "./lanes.ts";
import { standingOf } from "./outcome.ts";
import { hostText, instantText, type Words, word } from "./words.ts";

/** Sentences that a description has at most about clocks, and about actions. */
const MAX_FACTS = 20;

/** What a timeline shows, for those who do not see it. */
export function timelineFacts(evaluation: Evaluation<string>, rows: readonly Row[], words: Words): string[] {
  const { asOf, policies, actions } = evaluation;
  const governing = policies.map(({ name }) => hostText(name)).join(", ");
  const clocks = rows.flatMap(({ label, detail, clocks }) =>
    clocks.map((clock) => {
      const { dueAt, breachedAt, endedAt } = clock;
      const parts = [
        standingOf(clock, words).text,
        ...(dueAt === null ? [] : [word(words, "dueAt", { at: instantText(words, dueAt) })]),
        ...(breachedAt === null ? [] : [`${word(words, "breached")} ${instantText(words, breachedAt)}`]),
        ...(endedAt === null ? [] : [`${word(words, "fulfilled")} ${instantText(words, endedAt)}`]),
      ];
      return `${detail === "" ? label : `${label} (${detail})`}: ${parts.join(", ")}`;
    }),
  );
  const due = actions.filter(({ status }) => status === "due").map(({ rule }) => hostText(rule));
  return [
    [word(words, "asOf", { at: instantText(words, asOf) }), governing]
      .filter((part) => part !== "")
      .join(", "),
    ...cut(clocks, words),
    ...(due.length > 0 ? [`${word(words, "actionDue")}: ${cut(due, words).join(", ")}`] : []),
  ];
}

/** The first of many, and how many more there are. */
export function cut(texts: readonly string[], words: Words, most = MAX_FACTS): string[] {
  if (texts.length <= most) return [...texts];
  return [...texts.slice(0, most), word(words, "more", { count: texts.length - most })];
}
