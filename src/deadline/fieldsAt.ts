import type { FieldSpan } from "../history/state.ts";
import { firstIndex } from "../time/bisect.ts";

/** The fields that verdicts carry: their names, and what they held when. */
export interface ReportedFields {
  readonly names: readonly string[];
  readonly spans: readonly FieldSpan[];
}

/**
 * What the fields held at the end of a clock, or hold while it is open: in the last millisecond before the end, and what was
 * absent then, from the end on (semantics R2; decision 0082).
 */
export function fieldsOfClock(
  { names, spans }: ReportedFields,
  endedAt: number | null,
): Readonly<Record<string, FieldSpan["values"][number]>> {
  const now = endedAt === null ? spans.at(-1) : spanAt(spans, endedAt);
  const before = endedAt === null ? now : spanAt(spans, endedAt - 1);
  return Object.fromEntries(names.map((name, i) => [name, before?.values[i] ?? now?.values[i] ?? null]));
}

function spanAt(spans: readonly FieldSpan[], at: number): FieldSpan | undefined {
  return spans[firstIndex(spans.length, (i) => spans[i].from > at) - 1];
}
