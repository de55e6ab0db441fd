import { type CompiledSla, innerOf, type Sla } from "../compile.ts";
import { type Asked, asOfIn, type EvaluateOptions, fullVerdict, leanVerdict } from "../evaluate.ts";
import type { Evaluation, LeanEvaluation } from "../evaluation.ts";
import type { TicketHistory } from "../history/event.ts";
import { orderHistory } from "../history/order.ts";
import type { EndedTotals } from "../read.ts";
import { halt, replay, type Story } from "../replay.ts";
import { canonical } from "../time/canonical.ts";
import { fingerprint } from "../time/fingerprint.ts";
import { SEMANTICS } from "../version.ts";
import { encode } from "./encode.ts";
import { copied } from "./value.ts";

/** Rises when snapshots of the engine before cannot be read any more, or are numbered otherwise. */
export const FORM = 2;

/**
 * How far a ticket has come, as small plain JSON: `resume` goes on from it. Disposable: the history stays the record, and
 * a snapshot that is lost or refused is taken again from it.
 */
export interface Snapshot {
  readonly form: number;
  /** `SEMANTICS`, and the fingerprints of definition and zone data that it was taken under. */
  readonly semantics: number;
  readonly definition: string;
  readonly tzVersion: string;
  readonly ticket: string;
  readonly asOf: number;
  /** For `resume` only. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Fingerprint of all the rest: a store that changed something is found out. */
  readonly check: string;
}

/**
 * A snapshot of a ticket at `asOf`, with its events up to then; later ones are for `resume`, and are to be given to it
 * again. A ticket that nothing has created yet is kept as its events; so is one under a definition that only the whole
 * history answers (docs/guides/snapshots.md).
 * @throws TypeError as `evaluateTicket`.
 */
export function takeSnapshot<M extends string>(
  sla: Sla<M>,
  history: TicketHistory,
  options: Pick<EvaluateOptions, "asOf">,
): Snapshot {
  const asOf = asOfIn(options);
  const inner = innerOf(sla);
  const ticket = typeof history?.ticket === "string" ? history.ticket : "";
  return askWhole<string>(inner, ticket, history?.events, asOf, "lean").snapshot;
}

/** A verdict, and the snapshot after it: made when it is asked for, since it costs more than the verdict does. */
export interface Told<M extends string> {
  readonly evaluation: Evaluation<M> | LeanEvaluation<M>;
  readonly ended: readonly EndedTotals<M>[];
  readonly snapshot: Snapshot;
  readonly refused: null;
}

/** The verdict of all events of a ticket, and the snapshot after it. */
export function askWhole<M extends string>(
  sla: CompiledSla,
  ticket: string,
  events: unknown,
  asOf: number,
  detail: "full" | "lean",
): Told<M> {
  const timeline = orderHistory(events, asOf);
  const asked = { sla, ticket, timeline, asOf, since: () => null };
  const told = canStop(sla, timeline.steps) ? askAndHalt<M>(asked, detail) : null;
  if (told) return told;
  const { evaluation } = verdict<M>(asked, replay(sla, ticket, timeline, asOf), detail);
  const snapshot = seal(sla, ticket, asOf, { events: listed(events, asOf) });
  return { evaluation, ended: [], snapshot, refused: null };
}

/**
 * Whether a replay can go on from the last step: not before the ticket was created, for its events then count otherwise;
 * and not where versions that are to come end clocks which ran before them (semantics P6, `live`; K7).
 */
function canStop(
  { versionMode, versions, tracks }: CompiledSla,
  steps: readonly { type: string }[],
): boolean {
  if (versionMode === "live" && versions.length > 1 && tracks.some(({ cancels }) => cancels)) return false;
  return steps.some(({ type }) => type === "created");
}

/** Events up to an instant, and whatever is no event, as they were listed. */
function listed(events: unknown, asOf: number): unknown {
  if (!Array.isArray(events)) return null;
  const until = (event: unknown) => {
    const at = typeof event === "object" && event !== null ? (event as { at?: unknown }).at : null;
    return !(typeof at === "number" && at > asOf);
  };
  return events
    .filter(until)
    .map((event) => (typeof event === "object" && event !== null ? copied(event) : 0));
}

/** The verdict and the snapshot; null where what is odd about versions to come is told at a time of its own. */
export function askAndHalt<M extends string>(asked: Asked, detail: "full" | "lean"): Told<M> | null {
  const { sla, ticket, timeline, asOf, since } = asked;
  const { story: stopped, progress, warnsAhead } = halt(sla, ticket, timeline, asOf, since());
  if (!progress || warnsAhead) return null;
  const { state } = progress.step;
  const warnings = state.warnings && new Map(state.warnings);
  // Of one version a replay has nothing to add after the last step
  const story = sla.versions.length === 1 ? stopped : replay(sla, ticket, timeline, asOf, since());
  const { evaluation, readings } = verdict<M>(asked, story, detail);
  const { ended } = readings;
  const { oddities } = timeline;
  let sealed: Snapshot | null = null;
  const make = () =>
    seal(sla, ticket, asOf, encode(sla, asOf, { story: stopped, progress, warnings, oddities, ...readings }));
  return {
    evaluation,
    ended,
    refused: null,
    get snapshot() {
      sealed ??= make();
      return sealed;
    },
  };
}

function verdict<M extends string>(asked: Asked, story: Story, detail: "full" | "lean") {
  return detail === "lean" ? leanVerdict<M>(asked, story) : fullVerdict<M>(asked, story);
}

function seal(
  { fingerprint: definition, tzVersion }: CompiledSla,
  ticket: string,
  asOf: number,
  kept: Snapshot["kept"],
): Snapshot {
  const open = { form: FORM, semantics: SEMANTICS, definition, tzVersion, ticket, asOf, kept };
  return { ...open, check: checkOf(open) };
}

/** The fingerprint of a snapshot, in whatever order its members come back. */
export function checkOf(open: Omit<Snapshot, "check">): string {
  return fingerprint(canonical(open));
}
