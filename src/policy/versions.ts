import type { HistoryEvent } from "../history/event.ts";
import { firstIndex } from "../time/bisect.ts";
import type { Governance, GoverningSet, PromiseSpan } from "./govern.ts";

/**
 * Which version of the policies governs a clock (semantics P6): the one in force at its start (default), the one in
 * force at each instant, at the ticket's creation, from the ticket's first event after the edit on, or the latest.
 */
export type VersionMode = "atClockStart" | "inForceAtEachInstant" | "atCreation" | "nextUpdate" | "live";

/** The policies from an instant on. */
export interface CompiledVersion {
  /** Null for the policies of the definition itself, where it names no version. */
  readonly id: string | null;
  /** Inclusive, but after the events of that instant; -Infinity for the first. */
  readonly from: number;
  readonly sets: readonly GoverningSet[];
}

/** Who governed by each version that can matter to a ticket; undefined for the others. */
export interface Reigns {
  readonly versions: readonly CompiledVersion[];
  readonly mode: VersionMode;
  readonly governances: readonly (Governance | undefined)[];
  readonly steps: readonly HistoryEvent[];
  /** The steps before these, of which only this is known; null where these are all. */
  readonly past: StepsBefore | null;
  readonly createdAt: number;
  readonly asOf: number;
  /** Whether clocks may start at other instants than those of their events. */
  readonly shiftsStarts: boolean;
}

/** What is known of steps that are no longer there. */
export interface StepsBefore {
  /** How many; the next one has this number. */
  readonly count: number;
  /** When the last one was. */
  readonly lastAt: number;
  /** When the last one was that is an update. */
  readonly updatedAt: number;
  /** By version: the first step after its instant (`nextUpdate`: update), and its number; null where none of them was. */
  readonly takeovers: readonly (Takeover | null)[];
}

/** Number of the version under which an event of this instant happens: it takes effect after its instant's events. */
export function versionBefore(versions: readonly CompiledVersion[], at: number): number {
  return versions.findLastIndex(({ from }) => from < at);
}

/** Number of the version that has taken effect by the end of this instant. */
function versionBy(versions: readonly CompiledVersion[], at: number): number {
  return versions.findLastIndex(({ from }) => from <= at);
}

const ONLY = { first: 0, last: 0 };

/** Numbers of the first and the last version that can matter to a ticket. */
export function versionsInQuestion(reigns: Reigns): {
  first: number;
  last: number;
} {
  const { versions, mode, createdAt, asOf, shiftsStarts } = reigns;
  if (versions.length === 1) return ONLY;
  const last = versionBy(versions, asOf);
  const first = versionBefore(versions, createdAt);
  if (mode === "atCreation") return { first, last: first };
  return mode === "atClockStart" && shiftsStarts ? { first: 0, last: versions.length - 1 } : { first, last };
}

/** Number of the version that governs the ticket at `asOf`. */
export function versionNow({ versions, mode, steps, past, createdAt, asOf }: Reigns): number {
  if (mode === "atCreation") return versionBefore(versions, createdAt);
  if (mode === "nextUpdate")
    return versionBefore(versions, steps.findLast(isUpdate)?.at ?? past?.updatedAt ?? createdAt);
  return versionBy(versions, asOf);
}

/** When a clock started and ended, and when the event was that started it. */
export interface Life {
  readonly startedAt: number;
  readonly startedBy: HistoryEvent;
  readonly endedAt: number | null;
}

/**
 * What a lane was promised, by the version or versions that govern a clock. Where versions follow one another it is the
 * same for every clock, and put together once: a ticket may have as many clocks as events.
 */
export function spansReader(reigns: Reigns, lane: number): (life: Life) => readonly PromiseSpan[] {
  const { versions, mode, governances } = reigns;
  const { first, last } = versionsInQuestion(reigns);
  const of = (version: number) => governances[version]?.promises[lane] ?? NO_SPANS;
  if (first === last) return () => of(first);
  if (mode === "atClockStart") return (life) => of(clamp(versionAtStart(versions, life), first, last));
  if (mode === "live") return (life) => of(liveVersion(reigns, life));
  const spans = [...of(first)];
  for (let version = first + 1; version <= last; version++) {
    const takeover = takeoverIn(reigns, version);
    if (takeover) takeOver(spans, of(version), takeover);
  }
  return () => spans;
}

/** A start in the past may lie at the very instant of a version, which then was there before its event. */
function versionAtStart(versions: readonly CompiledVersion[], { startedAt, startedBy }: Life): number {
  return startedAt < startedBy.at ? versionBy(versions, startedAt) : versionBefore(versions, startedAt);
}

/** The latest version while a clock runs; the one that it ended under stays (docs/decisions/0007). */
function liveVersion({ versions, createdAt, asOf }: Reigns, { endedAt }: Life): number {
  const first = versionBefore(versions, createdAt);
  return endedAt === null ? versionBy(versions, asOf) : Math.max(first, versionBefore(versions, endedAt));
}

/** A version that was live while a clock ran, from and to when. */
export interface LiveSpell {
  readonly spans: readonly PromiseSpan[];
  readonly from: number;
  readonly to: number;
}

/**
 * Under `live` the versions during a clock's life, the last to be the one that governs it: each applies to all of the
 * clock's life, but judges only while it is live, so that a breach stays on record. Null in every other mode.
 */
export function liveSpells(reigns: Reigns, lane: number, life: Life): LiveSpell[] | null {
  const { versions, mode, governances, createdAt } = reigns;
  if (mode !== "live" || versions.length === 1) return null;
  const first = versionBefore(versions, createdAt);
  const last = liveVersion(reigns, life);
  return versions.slice(first, last + 1).map(({ from }, i) => ({
    spans: governances[first + i]?.promises[lane] ?? NO_SPANS,
    from: i === 0 ? Number.NEGATIVE_INFINITY : from,
    to: first + i < last ? versions[first + i + 1].from : Number.POSITIVE_INFINITY,
  }));
}

const NO_SPANS: readonly PromiseSpan[] = [];

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** Where a version takes over: an event, or a step of its own between two of them. */
export interface Takeover {
  readonly by: HistoryEvent;
  readonly step: number;
}

/** At its instant, after the events of that instant, or at the first update after it; null where there is none yet. */
function takeoverIn(reigns: Reigns, version: number): Takeover | null {
  const { versions, mode, steps, past } = reigns;
  const next = stepAfter(reigns, version);
  if (mode === "nextUpdate") return next;
  const { id, from } = versions[version];
  const number = next?.step ?? (past?.count ?? 0) + steps.length;
  return { by: versionStep(id, from), step: stepOf(versions, version, number) };
}

/** The first step after a version's instant, or the first update (`nextUpdate`); null where there is none yet. */
export function stepAfter({ versions, mode, steps, past }: Reigns, version: number): Takeover | null {
  const known = past?.takeovers[version];
  if (known) return known;
  const { from } = versions[version];
  let next = firstIndex(steps.length, (i) => steps[i].at > from);
  if (mode === "nextUpdate") while (next < steps.length && !isUpdate(steps[next])) next++;
  return next < steps.length ? { by: steps[next], step: (past?.count ?? 0) + next } : null;
}

/** Whether an event is an update of the ticket: a delivery is the host's note of what it did (docs/decisions/0040). */
export function isUpdate({ type }: HistoryEvent): boolean {
  return type !== "action.delivered";
}

/** The step by which a version came to govern a ticket that was there before it; null where it was there from the start. */
export function takeoverOf(reigns: Reigns, version: number): HistoryEvent | null {
  if (reigns.mode === "atCreation" || reigns.versions[version].from < reigns.createdAt) return null;
  return takeoverIn(reigns, version)?.by ?? null;
}

/** Marks steps that are no events: a host's event may have any id, but comes from JSON. */
const OF_VERSION = Symbol("version");

/** The step by which a version takes over. */
export function versionStep(id: string | null, from: number): HistoryEvent {
  const step: HistoryEvent & { readonly [OF_VERSION]: true } = {
    id: `version:${id}`,
    at: from,
    type: "changed",
    [OF_VERSION]: true,
  };
  return step;
}

/** Whether a step is a version's, not a host's event. */
export function isVersionStep(step: HistoryEvent): boolean {
  return OF_VERSION in step;
}

/** Number of a version's own step before the event numbered `next`: after the events and the versions before it. */
export function stepOf(versions: readonly CompiledVersion[], version: number, next: number): number {
  return next - 1 + version / versions.length;
}

/** From the takeover on, what the new version promised; what the old one did from then on is dropped. */
function takeOver(spans: PromiseSpan[], promised: readonly PromiseSpan[], { by, step }: Takeover): void {
  while (spans.length > 0 && spans[spans.length - 1].step >= step) spans.pop();
  const next = firstIndex(promised.length, (i) => promised[i].step > step);
  const none = { policy: -1, goal: null, calendar: null, promised: null };
  spans.push({ ...(next > 0 ? promised[next - 1] : none), from: by.at, by, step });
  for (let i = next; i < promised.length; i++) spans.push(promised[i]);
}
