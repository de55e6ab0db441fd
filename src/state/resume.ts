import { type CompiledSla, innerOf, type Sla } from "../compile.ts";
import { asOfIn, type EvaluateOptions } from "../evaluate.ts";
import type { Evaluation, LeanEvaluation } from "../evaluation.ts";
import type { HistoryEvent } from "../history/event.ts";
import { orderHistory } from "../history/order.ts";
import type { EndedTotals } from "../read.ts";
import { isInstant } from "../time/units.ts";
import { SEMANTICS } from "../version.ts";
import { decode } from "./decode.ts";
import { refersTo } from "./events.ts";
import { goOnFrom, type Kept } from "./kept.ts";
import { remembered } from "./remembered.ts";
import { isObject, listOf, orNull } from "./shape.ts";
import { askAndHalt, askWhole } from "./snapshot.ts";
import { checkOf, FORM, type Snapshot } from "./written.ts";

/** A snapshot and the events after it gave a verdict. */
export interface Resumed<E = Evaluation, M extends string = string> {
  readonly evaluation: E;
  /** The clocks that the verdict does not list, since they had ended for good before the snapshot. */
  readonly ended: readonly EndedTotals<M>[];
  /** For the events to come; written when it is first read. `resume` goes on from the object itself at once. */
  readonly snapshot: Snapshot;
  readonly refused: null;
}

/** They did not: evaluate the whole history, and take another snapshot of it. */
export interface Refused {
  readonly refused: {
    readonly code:
      | "snapshot.unreadable"
      | "snapshot.other_definition"
      | "snapshot.other_semantics"
      | "snapshot.other_zones"
      | "snapshot.later"
      | "snapshot.older_event"
      | "snapshot.known_event"
      | "snapshot.ended_clock"
      | "snapshot.past_condition"
      | "snapshot.version_to_come";
    /** What is wrong and what to do, for people: lower case, no final stop. */
    readonly message: string;
  };
}

/**
 * Goes on from a snapshot with the events after it: the verdict of the whole history, but for the clocks in `ended`
 * (semantics S1), at a cost that does not grow with what came before. It is refused, with the reason, where that is not sure.
 * The events must be new ones; an id that the snapshot no longer knows is not found out.
 * @throws TypeError as `evaluateTicket`.
 */
export function resume<M extends string>(
  sla: Sla<M>,
  snapshot: Snapshot,
  events: readonly HistoryEvent[],
  options: EvaluateOptions & { readonly detail: "lean" },
): Resumed<LeanEvaluation<M>, M> | Refused;
export function resume<M extends string>(
  sla: Sla<M>,
  snapshot: Snapshot,
  events: readonly HistoryEvent[],
  options: EvaluateOptions & { readonly detail?: "full" },
): Resumed<Evaluation<M>, M> | Refused;
export function resume<M extends string>(
  sla: Sla<M>,
  snapshot: Snapshot,
  events: readonly HistoryEvent[],
  options: EvaluateOptions,
): Resumed<Evaluation<M> | LeanEvaluation<M>, M> | Refused {
  const asOf = asOfIn(options);
  const inner = innerOf(sla);
  const opened = open(inner, snapshot);
  if ("refused" in opened) return opened;
  if (asOf < opened.asOf) return refuse("snapshot.later", "the snapshot was taken later than `asOf`");
  const detail = options.detail ?? "full";
  if ("progress" in opened) return goOn<M>(inner, opened, events, asOf, detail);
  const all = Array.isArray(events) ? [...(opened.events ?? []), ...events] : (opened.events ?? events);
  return askWhole<M>(inner, opened.ticket, all, asOf, detail);
}

/** A snapshot of a ticket that is kept as its events. */
interface Listed {
  readonly ticket: string;
  readonly asOf: number;
  readonly events: readonly unknown[] | null;
}

function refuse(code: Refused["refused"]["code"], message: string): Refused {
  return { refused: { code, message } };
}

/** What a snapshot is of, whatever a store gave for it. */
export function open(sla: CompiledSla, snapshot: unknown): Kept | Listed | Refused {
  const unreadable = refuse(
    "snapshot.unreadable",
    "this is no snapshot of this engine, or it was changed; take another one from the whole history",
  );
  try {
    if (!isObject(snapshot)) return unreadable;
    const known = remembered(sla, snapshot);
    if (known) return known;
    const { form, semantics, definition, tzVersion, ticket, asOf, kept, check } =
      snapshot as unknown as Snapshot;
    if (form !== FORM || typeof semantics !== "number" || typeof ticket !== "string") return unreadable;
    if (!isInstant(asOf) || !isObject(kept)) return unreadable;
    if (check !== checkOf({ form, semantics, definition, tzVersion, ticket, asOf, kept })) return unreadable;
    if (definition !== sla.fingerprint)
      return refuse("snapshot.other_definition", "the snapshot was taken under another definition");
    if (semantics !== SEMANTICS)
      return refuse("snapshot.other_semantics", "the snapshot was taken by an engine with other rules");
    if (tzVersion !== sla.tzVersion)
      return refuse("snapshot.other_zones", "the snapshot was taken with other zone data");
    if ("steps" in kept) return decode(sla, ticket, asOf, kept);
    return { ticket, asOf, events: orNull(kept.events, (events) => listOf(events, (event) => event)) };
  } catch {
    return unreadable; // whatever else it is, it is none of ours
  }
}

function goOn<M extends string>(
  sla: CompiledSla,
  from: Kept,
  events: unknown,
  asOf: number,
  detail: "full" | "lean",
): Resumed<Evaluation<M> | LeanEvaluation<M>, M> | Refused {
  const { ticket, oddities, progress } = from;
  const timeline = orderHistory(events, asOf, oddities);
  const late = lateIn(timeline.steps, progress.step.state.event);
  if (late)
    return refuse(
      "snapshot.older_event",
      `the event \`${late.id.slice(0, 100)}\` is older than the snapshot's last one`,
    );
  const again = timeline.steps.find(({ id }) => refersTo(from, id));
  if (again)
    return refuse(
      "snapshot.known_event",
      `the snapshot knows an event \`${again.id.slice(0, 100)}\` already`,
    );
  const doubt = { isAsked: false, isOfClock: false };
  const since = () => goOnFrom(from, doubt);
  const asked = { sla, ticket, timeline, asOf, since };
  const told = askAndHalt<M>(asked, detail);
  if (!told)
    return refuse(
      "snapshot.version_to_come",
      "a version of the policies that is to come warns of something already",
    );
  if (doubt.isOfClock)
    return refuse(
      "snapshot.ended_clock",
      "an event says something of an action of a clock that is not there: it may have ended",
    );
  if (doubt.isAsked)
    return refuse(
      "snapshot.past_condition",
      "the condition of an action is to be read at an instant before the snapshot",
    );
  return told;
}

/** The first event that happened before another one; undefined for none. */
function lateIn(steps: readonly HistoryEvent[], last: HistoryEvent): HistoryEvent | undefined {
  return steps.find(({ at, seq }) => at < last.at || (at === last.at && seqOf(seq) < seqOf(last.seq)));
}

function seqOf(seq: unknown): number {
  return Number.isFinite(seq) ? (seq as number) : 0;
}
