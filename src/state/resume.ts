import { type CompiledSla, innerOf, type Sla } from "../compile.ts";
import { asOfIn, type EvaluateOptions } from "../evaluate.ts";
import type { Evaluation, LeanEvaluation } from "../evaluation.ts";
import type { HistoryEvent } from "../history/event.ts";
import { type Oddities, orderHistory } from "../history/order.ts";
import type { Past, Progress } from "../progress.ts";
import type { EndedTotals } from "../read.ts";
import { isInstant } from "../time/units.ts";
import { SEMANTICS } from "../version.ts";
import { decode, decodeLast, decodeOddities } from "./decode.ts";
import { isObject, listOf } from "./shape.ts";
import { askAndHalt, askWhole, checkOf, FORM, type Snapshot } from "./snapshot.ts";

/** A snapshot and the events after it gave a verdict. */
export interface Resumed<E = Evaluation, M extends string = string> {
  readonly evaluation: E;
  /** The clocks that the verdict does not list, since they had ended for good before the snapshot. */
  readonly ended: readonly EndedTotals<M>[];
  /** For the events to come; made when it is first asked for, and then kept. */
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
  if (opened.since === null) {
    const all = Array.isArray(events) ? [...(opened.events ?? []), ...events] : (opened.events ?? events);
    return askWhole<M>(inner, opened.ticket, all, asOf, detail);
  }
  return goOn<M>(inner, opened, events, asOf, detail);
}

/** A snapshot read: kept as events, or as how far a replay has come. */
interface Opened {
  readonly ticket: string;
  readonly asOf: number;
  readonly events: readonly unknown[] | null;
  /** Each time another one, for each replay changes it; null of events. */
  readonly since: (() => Progress) | null;
  readonly last: { readonly at: number; readonly seq: number; readonly known: ReadonlySet<unknown> };
  readonly oddities: Oddities | null;
  readonly doubt: Past["doubt"];
}

function refuse(code: Refused["refused"]["code"], message: string): Refused {
  return { refused: { code, message } };
}

/** Reads a snapshot, whatever a store gave for it. */
export function open(sla: CompiledSla, snapshot: unknown): Opened | Refused {
  const unreadable = refuse(
    "snapshot.unreadable",
    "this is no snapshot of this engine, or it was changed; take another one from the whole history",
  );
  try {
    if (!isObject(snapshot)) return unreadable;
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
    return openKept(sla, ticket, asOf, kept);
  } catch {
    return unreadable; // whatever else it is, it is none of ours
  }
}

function openKept(sla: CompiledSla, ticket: string, asOf: number, kept: Snapshot["kept"]): Opened {
  const doubt = { isAsked: false, isOfClock: false };
  if (!("steps" in kept)) {
    const events = kept.events === null ? null : listOf(kept.events, (event) => event);
    const last = { at: Number.NEGATIVE_INFINITY, seq: 0, known: new Set() };
    return { ticket, asOf, events, since: null, last, oddities: null, doubt };
  }
  const since = () => decode(sla, ticket, kept, doubt);
  const { id, at, seq } = decodeLast(kept.last);
  const known = new Set(listOf(kept.events, (row) => (Array.isArray(row) ? row[0] : null))).add(id);
  const oddities = decodeOddities(kept.odd);
  return { ticket, asOf, events: null, since, last: { at, seq: seq ?? 0, known }, oddities, doubt };
}

function goOn<M extends string>(
  sla: CompiledSla,
  { ticket, since, last, oddities, doubt }: Opened,
  events: unknown,
  asOf: number,
  detail: "full" | "lean",
): Resumed<Evaluation<M> | LeanEvaluation<M>, M> | Refused {
  const timeline = orderHistory(events, asOf, oddities);
  for (const { id, at, seq } of timeline.steps) {
    if (at < last.at || (at === last.at && (Number.isFinite(seq) ? (seq as number) : 0) < last.seq))
      return refuse(
        "snapshot.older_event",
        `the event \`${id.slice(0, 100)}\` is older than the snapshot's last one`,
      );
    if (last.known.has(id))
      return refuse("snapshot.known_event", `the snapshot knows an event \`${id.slice(0, 100)}\` already`);
  }
  const asked = { sla, ticket, timeline, asOf, since: () => since?.() ?? null };
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
