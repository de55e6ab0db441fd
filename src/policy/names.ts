import type { Issue } from "../diagnostics.ts";
import { FACT_CHANGES, type FactName, type Facts } from "../history/facts.ts";
import { ASSIGNEE, type FieldSlots, GROUP, STATUS, SUPPLIER, slotBit } from "../history/slots.ts";
import type { TicketState } from "../history/state.ts";

/**
 * A host's test of a value, by name: `{ field: "sku", matches: "isSpare" }`. A missing value does not match, and is never asked
 * about. A throw is a warning, and no match.
 */
export type Matcher = (value: unknown) => boolean;

/** What a host's function is told of the ticket. */
export interface FunctionInput {
  readonly ticket: string;
  /** The instant of the step. */
  readonly at: number;
  /** The fields that the amount lists; null where absent. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Facts>;
}

/** A host's function of an amount: milliseconds, a duration, `{ businessDays }`, or `{ at: instant }`; null for no target. */
export type AmountFunction = (input: FunctionInput) => unknown;

/** What the names in a definition stand for. */
export interface Names {
  readonly slots: FieldSlots;
  /** Membership in the hours of a calendar, by its id; undefined where there is none. */
  hours(calendar: string): ((at: number) => boolean) | undefined;
  readonly calendars: ReadonlySet<string>;
  readonly functions: Readonly<Record<string, AmountFunction>>;
  readonly matchers: Readonly<Record<string, Matcher>>;
  readonly issues: Issue[];
}

/** What of a step can change an answer: fields, a message, or any step at all. */
export interface Reads {
  /** The bits of their slots (`slotBit`): where two share one, an answer is looked for that has not changed. */
  fields: number;
  messages: boolean;
  steps: boolean;
}

export function noReads(): Reads {
  return { fields: 0, messages: false, steps: false };
}

export function addReads(reads: Reads, more: Reads): void {
  reads.fields |= more.fields;
  reads.messages ||= more.messages;
  reads.steps ||= more.steps;
}

export function readsSlot(reads: Reads, slot: number): void {
  reads.fields |= slotBit(slot);
}

export function readsFact(reads: Reads, fact: FactName): void {
  for (const change of FACT_CHANGES[fact] ?? ["step"]) {
    if (change === "status") readsSlot(reads, STATUS);
    else if (change === "assignee") readsSlot(reads, ASSIGNEE);
    else if (change === "group") readsSlot(reads, GROUP);
    else if (change === "supplier") readsSlot(reads, SUPPLIER);
    else if (change === "message") reads.messages = true;
    else reads.steps = true;
  }
}

/** Whether the step just applied can have changed what reads this. */
export function isTouched({ fields, messages, steps }: Reads, state: TicketState): boolean {
  return (state.changedBits & fields) !== 0 || steps || (messages && state.isMessage) || state.isOpening;
}
