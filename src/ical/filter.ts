import type { FeedEvent } from "./event.ts";

/** A text that must be contained (letter case is ignored), several of which one must be, or a test of the host's. */
export type TextTest = string | readonly string[] | ((text: string) => boolean);

/** Chooses events of a feed: those that pass every test given. What an event leaves out is the empty text. */
export interface EventFilter {
  readonly summary?: TextTest;
  readonly location?: TextTest;
  /** One of the event's categories must pass. */
  readonly category?: TextTest;
}

/** Whether an event passes every test of a filter. */
export function passes(
  { summary, location, categories }: Pick<FeedEvent, "summary" | "location" | "categories">,
  filter: EventFilter,
): boolean {
  return (
    holds(filter.summary, summary) &&
    holds(filter.location, location) &&
    (categories.length === 0 ? [""] : categories).some((category) => holds(filter.category, category))
  );
}

function holds(test: TextTest | undefined, text: string): boolean {
  if (test === undefined) return true;
  if (typeof test === "function") return test(text);
  const lower = text.toLowerCase();
  return (typeof test === "string" ? [test] : test).some((part) => lower.includes(part.toLowerCase()));
}
