import type { Condition } from "../policy/condition.ts";
import type { Moment, Span } from "./moment.ts";
import type {
  AmountRef,
  CalendarRef,
  Codes,
  EventRef,
  FireRef,
  HolderRef,
  NotCounted,
  StatementCode,
  TriggerRef,
  Value,
} from "./statement.ts";

/** The words of a language for parts of sentences. `say` is the table itself, so that what is replaced is used everywhere. */
export interface Phrases {
  /** A name of the host's in quotation marks: a policy, a calendar, a field's value. */
  name(text: string): string;
  /** A field's value or a fact's. */
  value(value: Value, say: SentenceTable): string;
  /** A field's name within a sentence. */
  field(name: string, say: SentenceTable): string;
  /** A metric's name within a sentence. */
  metric(id: string, say: SentenceTable): string;
  /** A local date: `YYYY-MM-DD`, and its weekday, 0 for Sunday. */
  date(date: string, weekday: number): string;
  /** An instant, as local time; with its date. */
  moment(moment: Moment, say: SentenceTable): string;
  /** A time zone's name. */
  zone(id: string): string;
  /** A length in milliseconds. */
  duration(ms: number): string;
  /** A length by the wall clock, in milliseconds: for people, who count long ones in days. */
  lapse(ms: number): string;
  /** Windows of a local day. */
  spans(spans: readonly Span[]): string;
  /** A list, as prose: all of them, or any one. */
  list(items: readonly string[], how: "and" | "or"): string;
  /** What happened, as a clause after "when". */
  event(event: EventRef, say: SentenceTable): string;
  /** Who had the ticket, as a clause. */
  holder(holder: HolderRef, say: SentenceTable): string;
  /** A condition as a clause: what is so where it holds. */
  condition(condition: Condition, say: SentenceTable): string;
  /** Why time of a local date did not count, as a clause; `names` are the holidays'. */
  notCounted(why: NotCounted, names: readonly string[], say: SentenceTable): string;
  /** How much time is promised, or until when. */
  amount(amount: AmountRef, say: SentenceTable): string;
  /** Whose hours count. */
  calendar(calendar: CalendarRef, say: SentenceTable): string;
  /** What starts, stops, pauses or resumes a clock, as a clause. */
  trigger(trigger: TriggerRef, say: SentenceTable): string;
  /** A mark, as a time; `time` says of which clock: "the time for the resolution". */
  fire(fire: FireRef, time: string, say: SentenceTable): string;
}

/** A sentence for each code. */
export type Sentences = {
  readonly [C in StatementCode]: (params: Codes[C], say: SentenceTable) => string;
};

/**
 * A language: a sentence for each code, and the words within them. A table with a code missing does not compile; spread
 * `ENGLISH` to replace some.
 */
export type SentenceTable = Phrases & Sentences;
