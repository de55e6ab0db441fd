import type { Reading } from "../../../index.ts";
import { parseInstant } from "../../../time/instant.ts";
import { SECOND } from "../../../time/units.ts";
import { BadVector, list, type Outcome, record, type Vector } from "../vector.ts";

/** What the library answers, by the name of the member that expects it; each is given what is expected, to see its shape. */
export type Answers = Readonly<Record<string, (expected: unknown, name: string) => unknown>>;

/** Compares every member that `vector.expected` has with the answer of that name. */
export function outcomeOf(vector: Vector, answers: Answers): Outcome {
  const expected = record(vector.expected, "expected");
  if (Object.keys(expected).length === 0) throw new BadVector("`expected` is empty");
  return {
    op: String(vector.system),
    expected: JSON.stringify(normal(expected)),
    got: JSON.stringify(normal(answered(expected, answers, "expected"))),
  };
}

/** The answers to all members of an expected record. @throws BadVector for one that nobody answers. */
export function answered(expected: unknown, answers: Answers, name: string): Vector {
  return Object.fromEntries(
    Object.entries(record(expected, name)).map(([key, value]) => {
      if (!Object.hasOwn(answers, key)) {
        throw new BadVector(`\`${name}.${key}\` is nothing that the translator can answer`);
      }
      return [key, answers[key](value, `${name}.${key}`)];
    }),
  );
}

/** Answers an expected list row by row; rows that nobody expected are answered as the last expected one is. */
export function answeredRows(expected: unknown, rows: readonly Answers[], name: string): unknown[] {
  const wanted = list(expected, name);
  return rows.map((answers, i) => {
    const like = wanted[Math.min(i, wanted.length - 1)];
    return like === undefined ? "unexpected" : answered(like, answers, `${name}.${i}`);
  });
}

/** What a vector may ask of one clock, and the library answers of none. */
export function clockAnswers(reading: Reading): Answers {
  const business = () => {
    if (reading.basis === "business") return seconds(reading.elapsedMs);
    throw new BadVector("it expects business time of a clock that counts around the clock");
  };
  return {
    startedAt: () => printInstant(reading.startedAt),
    dueAt: () => printInstant(reading.dueAt),
    endedAt: () => printInstant(reading.endedAt),
    stoppedAt: () => printInstant(reading.endedAt),
    fulfilledAt: () => printInstant(reading.state === "fulfilled" ? reading.endedAt : null),
    breached: () => reading.breachedAt !== null,
    breachedAt: () => printInstant(reading.breachedAt),
    breachRecordedAt: () => printInstant(reading.recordedAt),
    elapsedSeconds: () => seconds(reading.elapsedMs),
    elapsedBusinessSeconds: business,
    remainingSeconds: () => seconds(reading.remainingMs),
    pausedSeconds: () => seconds(reading.pausedMs),
    paused: () => reading.state === "paused",
    withinCalendarHours: () => !reading.outsideBusinessHours,
    overridden: () => reading.overridden,
    dueAtWithoutOverride: () => printInstant(reading.dueAtWithoutOverride),
    group: () => reading.per,
  };
}

/** Milliseconds as the seconds that a vector gives. */
export function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / SECOND;
}

/** An instant as vectors write it. */
export function printInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(".000Z", "Z");
}

/** The same with every instant written in one way. */
function normal(value: unknown): unknown {
  if (typeof value === "string") {
    const at = parseInstant(value);
    return at === null ? value : printInstant(at);
  }
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normal(member)]));
}
