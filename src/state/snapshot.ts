import { type CompiledSla, innerOf, type Sla } from "../compile.ts";
import { type Asked, asOfIn, type EvaluateOptions, fullVerdict, leanVerdict } from "../evaluate.ts";
import type { Evaluation, LeanEvaluation } from "../evaluation.ts";
import type { TicketHistory } from "../history/event.ts";
import { orderHistory } from "../history/order.ts";
import type { EndedTotals } from "../read.ts";
import { halt, replay, type Story } from "../replay.ts";
import { ownEvents } from "./own.ts";
import { snapshotOf } from "./remembered.ts";
import { settle } from "./settle.ts";
import { copied } from "./value.ts";
import { type Snapshot, seal, write } from "./written.ts";

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

/** A verdict, and the snapshot after it. */
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
export function askAndHalt<M extends string>(
  { sla, ticket, timeline: told, asOf, since }: Asked,
  detail: "full" | "lean",
): Told<M> | null {
  const own = ownEvents(told.steps);
  const timeline = own ? { ...told, steps: own } : told;
  const asked = { sla, ticket, timeline, asOf, since };
  const { story: stopped, progress, warnsAhead } = halt(sla, ticket, timeline, asOf, since());
  if (!progress || warnsAhead) return null;
  const { state } = progress.step;
  const warnings = state.warnings && new Map(state.warnings);
  // Of one version a replay has nothing to add after the last step
  const story = sla.versions.length === 1 ? stopped : replay(sla, ticket, timeline, asOf, since());
  const { evaluation, readings } = verdict<M>(asked, story, detail);
  const { oddities } = timeline;
  const kept = settle(sla, ticket, asOf, { story: stopped, progress, warnings, oddities, ...readings });
  const snapshot = own ? snapshotOf(sla, kept) : write(sla, kept);
  return { evaluation, ended: readings.ended, snapshot, refused: null };
}

function verdict<M extends string>(asked: Asked, story: Story, detail: "full" | "lean") {
  return detail === "lean" ? leanVerdict<M>(asked, story) : fullVerdict<M>(asked, story);
}
