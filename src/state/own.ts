import type { HistoryEvent } from "../history/event.ts";
import { decodeValue, encodeValue } from "./value.ts";

/**
 * Copies of events, as a snapshot would have them later: what the host does with its own changes no answer then. Null
 * where one is no plain object, of which nobody can say what a copy has.
 */
export function ownEvents(events: readonly HistoryEvent[]): HistoryEvent[] | null {
  try {
    return events.every(isPlain) ? events.map(ownEvent) : null;
  } catch {
    return null; // a member that cannot be read, and that nothing asks for
  }
}

function isPlain(event: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(event);
  return prototype === Object.prototype || prototype === null;
}

function ownEvent(event: HistoryEvent): HistoryEvent {
  const { set } = event;
  const copy = ownMembers(event);
  return set === undefined || set === null ? copy : { ...copy, set: ownMembers(set) };
}

function ownMembers<T extends object>(value: T): T {
  let holdsMore = false;
  for (const name in value) if (typeof value[name] === "object") holdsMore = true;
  if (!holdsMore) return { ...value };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, ownValue(member)])) as T;
}

function ownValue(value: unknown): unknown {
  return typeof value === "object" && value !== null ? decodeValue(encodeValue(value)) : value;
}
