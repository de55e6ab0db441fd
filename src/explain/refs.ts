import type { Holder } from "../deadline/attribution.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { HolderSpan } from "../history/state.ts";
import { isVersionStep } from "../policy/versions.ts";
import type { ZoneTable } from "../time/zone.ts";
import { momentAt } from "./moment.ts";
import type { EventRef, HolderRef, Value } from "./statement.ts";

/** An event in few words. Total: a host's events may hold anything. */
export function eventRef(zone: ZoneTable, event: HistoryEvent): EventRef {
  const { id, at, actor } = event;
  const by = "by" in event ? event.by : undefined;
  const type = isVersionStep(event) ? "version" : event.type;
  return {
    id,
    at: momentAt(zone, at),
    type,
    by: textOf(by) ?? (event.type === "created" ? "requester" : null),
    actor: textOf(actor) ?? ("author" in event ? textOf(event.author) : null),
    name: event.type === "control" ? textOf(event.name) : null,
    status: textOf(setBy(event, "status")),
    priority: valueIn(setBy(event, "priority")),
    assignee: textOf(setBy(event, "assignee")),
    group: textOf(setBy(event, "group")),
    others: event.type === "created" ? [] : othersSetBy(event),
  };
}

/** Fields that a sentence tells with what they were set to. */
const TOLD = ["status", "priority", "assignee", "group"];
/** Names of further fields that are kept; a hostile event may set millions. */
const MAX_OTHERS = 20;

function othersSetBy({ set }: HistoryEvent): string[] {
  if (typeof set !== "object" || set === null || Array.isArray(set)) return [];
  const names: string[] = [];
  for (const name in set) {
    if (names.length === MAX_OTHERS) break;
    if (!Object.hasOwn(set, name)) continue;
    const isTold =
      TOLD.includes(name) && (name === "priority" ? valueIn(set[name]) : textOf(set[name])) !== null;
    if (!isTold) names.push(name);
  }
  return names;
}

function setBy({ set }: HistoryEvent, field: string): unknown {
  return typeof set === "object" && set !== null && Object.hasOwn(set, field) ? set[field] : undefined;
}

export function holderRef(holder: Holder | HolderSpan | null): HolderRef {
  return {
    assignee: holder?.assignee ?? null,
    group: holder?.group ?? null,
    supplier: holder?.supplier ?? null,
  };
}

/** Values of a list that are named; a hostile list may have millions. */
const MAX_LISTED = 10;

/** What a field holds, as a sentence may name it; null for nothing, and for what conditions cannot read. */
export function valueIn(value: unknown): Value {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (!Array.isArray(value)) return null;
  const listed = value.slice(0, MAX_LISTED).map((one) => String(valueIn(one) ?? ""));
  return (value.length > MAX_LISTED ? [...listed, "…"] : listed).join(", ");
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}
