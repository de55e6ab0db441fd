import type { Evaluation, Reading } from "../../../index.ts";
import { type Answers, answered, answeredRows, clockAnswers } from "./answers.ts";
import { oneReading, readings } from "./common.ts";

/** What a vector may ask of a clock without naming it; the clock is looked for only where something is asked. */
function onlyClock(reading: () => Reading): Answers {
  return Object.fromEntries(
    Object.keys(clockAnswers({} as Reading)).map((key) => [
      key,
      (expected: unknown, name: string) => clockAnswers(reading())[key](expected, name),
    ]),
  );
}

/** Answers about a metric's only clock, and under `instances` about all of them in the order of their starts. */
export function metricAnswers(verdict: Evaluation, metric: string): Answers {
  return {
    ...onlyClock(() => oneReading(verdict, metric)),
    instances: (expected, name) =>
      answeredRows(expected, inOrder(readings(verdict, metric)).map(clockAnswers), name),
  };
}

/** Answers about a metric's only clock, each asked within a record that bears the metric's name. */
export function nested(verdict: Evaluation, metric: string): Answers[string] {
  return (expected, name) =>
    answered(
      expected,
      onlyClock(() => oneReading(verdict, metric)),
      name,
    );
}

/** By their starts. */
export function inOrder(found: readonly Reading[]): Reading[] {
  return [...found].sort((a, b) => a.startedAt - b.startedAt || a.instance - b.instance);
}
