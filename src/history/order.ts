import type { Warning } from "../diagnostics.ts";
import { canonical } from "../time/canonical.ts";
import type { HistoryEvent } from "./event.ts";
import { readEvent, warn } from "./readEvent.ts";

/** A history as the engine reads it: steps in order, and which of them opens the ticket. */
export interface Timeline {
  readonly steps: readonly HistoryEvent[];
  /** Index of the step that opens the ticket; -1 where there is none. */
  readonly opening: number;
  readonly warnings: Warning[];
  readonly oddities: Oddities;
}

/** What was odd about a list of events, in the order in which it is told. */
export interface Oddities {
  /** Whether each event came in order so far: only the first that did not is told. */
  readonly sorted: boolean;
  readonly read: Told;
  readonly twice: Told;
  readonly opening: Told;
}

/** Warnings of one kind; of many the first, and how many there were. */
export interface Told {
  readonly warnings: readonly Warning[];
  readonly count: number;
}

/** Warnings of one history beyond this many are counted, not listed. */
export const MAX_WARNINGS = 100;

/**
 * Orders a history (semantics H2): by `at`, then `seq`, then position; one event for each id; nothing after
 * `asOf`. Total: whatever is no event of ours is left out with a warning. `before`: what was odd about the events of the
 * ticket that were read before, one of which opened it.
 */
export function orderHistory(events: unknown, asOf: number, before: Oddities | null = null): Timeline {
  const read: Warning[] = [];
  const known: HistoryEvent[] = [];
  let inOrder = true;
  let later: HistoryEvent | null = null;
  const values = Array.isArray(events) ? (events as unknown[]) : notEvents(read);
  let isTold = before !== null && !before.sorted;
  for (let i = 0; i < values.length; i++) {
    const event = readEvent(values[i], i, read);
    if (!event) continue;
    if (event.at > asOf) {
      later ??= event;
      continue;
    }
    const last = known[known.length - 1];
    if (last && event.at < last.at) {
      if (!isTold)
        warn(
          read,
          "history.out_of_order",
          event,
          "the event is listed after a later one; events count in order of `at`",
        );
      isTold = true;
      inOrder = false;
    } else if (last && compare(last, event) > 0) {
      inOrder = false;
    }
    known.push(event);
  }
  if (!inOrder) known.sort(compare);
  const twice: Warning[] = [];
  const steps = withoutDuplicates(known, twice);
  const created: Warning[] = [];
  const opening = before ? openedBefore(steps, created) : findOpening(steps, created);
  const oddities = {
    sorted: !isTold,
    read: told(before?.read, read),
    twice: told(before?.twice, twice),
    opening: told(before?.opening, created),
  };
  return { steps, opening, warnings: warningsOf(oddities, later), oddities };
}

function told(before: Told | undefined, warnings: readonly Warning[]): Told {
  if (!before) return { warnings, count: warnings.length };
  return { warnings: [...before.warnings, ...warnings], count: before.count + warnings.length };
}

function warningsOf({ read, twice, opening }: Oddities, later: HistoryEvent | null): Warning[] {
  const afterAsOf: Warning[] = [];
  if (later)
    warn(
      afterAsOf,
      "history.after_as_of",
      later,
      "events from here on are later than `asOf`, and change nothing yet",
    );
  const count = read.count + afterAsOf.length + twice.count + opening.count;
  if (count === 0) return afterAsOf;
  return limited([...read.warnings, ...afterAsOf, ...twice.warnings, ...opening.warnings], count);
}

function notEvents(warnings: Warning[]): unknown[] {
  warnings.push({ code: "history.no_events", event: null, message: "the history has no list of events" });
  return [];
}

/** Array sort is stable, so events alike in both keep their positions. */
function compare(a: HistoryEvent, b: HistoryEvent): number {
  return a.at - b.at || seqOf(a) - seqOf(b);
}

function seqOf(event: HistoryEvent): number {
  return Number.isFinite(event.seq) ? (event.seq as number) : 0;
}

function withoutDuplicates(events: HistoryEvent[], warnings: Warning[]): HistoryEvent[] {
  if (areNumbered(events)) return events;
  const ids = new Set<string>();
  for (let i = 0; i < events.length; i++) ids.add(events[i].id);
  if (ids.size === events.length) return events;
  const first = new Map<string, HistoryEvent>();
  for (const event of events) {
    const known = first.get(event.id);
    if (!known) first.set(event.id, event);
    else if (sameContent(known, event))
      warn(warnings, "history.duplicate", event, "the event is listed twice; it counts once");
    else
      warn(
        warnings,
        "history.conflict",
        event,
        "two events with other content share this id; the first counts",
      );
  }
  return [...first.values()];
}

/** Whether ids ascend, shorter ones first, as those that a database numbers: then none comes twice, and no set need tell. */
function areNumbered(events: readonly HistoryEvent[]): boolean {
  for (let i = 1; i < events.length; i++) {
    const { id } = events[i];
    const before = events[i - 1].id;
    if (before.length > id.length || (before.length === id.length && before >= id)) return false;
  }
  return true;
}

function sameContent(a: HistoryEvent, b: HistoryEvent): boolean {
  if (a === b) return true;
  try {
    return canonical(a) === canonical(b);
  } catch {
    return false; // too deep, or a circle: not what JSON gave us
  }
}

function findOpening(steps: readonly HistoryEvent[], warnings: Warning[]): number {
  const opening = steps.findIndex(({ type }) => type === "created");
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (i < opening)
      warn(
        warnings,
        "history.before_created",
        step,
        "the event is earlier than the ticket's creation; its fields show from the creation on, and nothing else of it counts",
      );
    else if (i > opening && opening >= 0 && step.type === "created") warnTwice(step, warnings);
  }
  if (opening >= 0 || steps.length === 0) return opening;
  warn(warnings, "history.no_created", steps[0], "no event creates the ticket; its first event does");
  return 0;
}

/** Of a ticket that is open already nothing opens another time. */
function openedBefore(steps: readonly HistoryEvent[], warnings: Warning[]): number {
  for (const step of steps) if (step.type === "created") warnTwice(step, warnings);
  return -1;
}

function warnTwice(step: HistoryEvent, warnings: Warning[]): void {
  warn(warnings, "history.created_twice", step, "the ticket was created before; this counts as a change");
}

function limited(warnings: Warning[], count: number): Warning[] {
  if (count <= MAX_WARNINGS) return warnings;
  return [
    ...warnings.slice(0, MAX_WARNINGS),
    {
      code: "history.more_warnings",
      event: null,
      message: `${count - MAX_WARNINGS} more warnings of this history are not listed`,
    },
  ];
}
