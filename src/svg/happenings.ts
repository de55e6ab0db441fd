import type { Action } from "../action/settle.ts";
import type { HistoryEvent, TicketHistory } from "../history/event.ts";
import { isInstant } from "../time/units.ts";
import { hostText, type Words, word } from "./words.ts";

/** Something at an instant, as the lanes above the clocks show it. */
export interface Happening {
  readonly at: number;
  readonly lane: "requester" | "agent" | "others" | "changes";
  /** Empty where its place in the lane says all. */
  readonly label: string;
  /** Hollow: an internal note. */
  readonly isHollow: boolean;
}

/** What happened by `asOf`, in order; an event of an id listed twice counts once. */
export function happeningsOf({ events }: TicketHistory, asOf: number, words: Words): Happening[] {
  const seen = new Set<string>();
  const known = (Array.isArray(events) ? (events as readonly HistoryEvent[]) : []).filter((event) => {
    const isSound = typeof event === "object" && event !== null && isInstant(event.at) && event.at <= asOf;
    if (!isSound || seen.has(event.id)) return false;
    seen.add(event.id);
    return true;
  });
  return [...known].sort((a, b) => a.at - b.at).flatMap((event) => happeningOf(event, words));
}

function happeningOf(event: HistoryEvent, words: Words): Happening[] {
  const { at, type } = event;
  const changed = type === "created" || !event.set ? [] : [changeOf(at, event.set)];
  switch (type) {
    case "created":
    case "message": {
      const isHollow = event.visibility === "internal";
      const label = isHollow ? word(words, "internal") : "";
      return [{ at, lane: laneOf(event.by), label, isHollow }, ...changed];
    }
    case "changed":
    case "action.delivered":
      return changed;
    case "control":
      return [{ at, lane: "changes", label: hostText(event.name), isHollow: false }, ...changed];
    case "exempted":
      return [{ at, lane: "changes", label: hostText(`${type}: ${event.reason}`), isHollow: false }];
    default:
      return [
        { at, lane: "changes", label: hostText(String(type).replace(".", " ")), isHollow: false },
        ...changed,
      ];
  }
}

function laneOf(by: unknown): Happening["lane"] {
  if (by === "agent") return "agent";
  return by === "requester" || by === undefined ? "requester" : "others";
}

function changeOf(at: number, set: Readonly<Record<string, unknown>>): Happening {
  const parts = Object.entries(set).map(
    ([field, value]) => `${field} ${value === null ? "–" : String(value)}`,
  );
  return { at, lane: "changes", label: hostText(parts.join(", ")), isHollow: false };
}

/** Whether an action is to be seen at an instant, and at which: when it was performed, or when it fires. */
export function instantOfAction({ deliveredAt, fireAt }: Action<string>): number | null {
  return deliveredAt ?? fireAt;
}
