import type { Warning } from "../diagnostics.ts";
import { isInstant } from "../time/units.ts";
import type { HistoryEvent } from "./event.ts";

const TYPES: ReadonlySet<unknown> = new Set<HistoryEvent["type"]>([
  "created", "message", "changed", "control", "policy.assigned", "policy.released", "clock.reset", "due.overridden",
  "due.cleared", "held", "resumed", "exempted", "merged", "deleted", "acknowledged", "action.delivered",
]); // biome-ignore format: a list of names
const PARTIES: ReadonlySet<unknown> = new Set(["requester", "agent", "bot", "system", "thirdParty"]);
const VISIBILITIES: ReadonlySet<unknown> = new Set(["public", "internal"]);

/** An entry of a history as an event, without members that mean nothing; null for what is none. Each gets a warning. */
export function readEvent(value: unknown, index: number, warnings: Warning[]): HistoryEvent | null {
  const event = value as HistoryEvent;
  if (typeof value !== "object" || value === null || typeof event.id !== "string") {
    const message = `entry ${index + 1} of the history has no \`id\`: it is no event, and is left out`;
    warn(warnings, "history.not_an_event", null, message);
    return null;
  }
  if (!isInstant(event.at)) {
    warn(
      warnings,
      "history.not_an_instant",
      event,
      "`at` is no whole number of milliseconds; the event is left out",
    );
    return null;
  }
  if (isSound(event)) return atZero(event);
  if (!TYPES.has(event.type)) {
    const type: unknown = event.type;
    const name = typeof type === "string" ? type.slice(0, 100) : typeof type;
    warn(
      warnings,
      "history.unknown_type",
      event,
      `\`${name}\` is no type of event known here; the event is left out`,
    );
    return null;
  }
  return atZero(withoutOdd(event, warnings));
}

/** `-0` is no other instant than `0`. */
function atZero(event: HistoryEvent): HistoryEvent {
  return event.at === 0 && Object.is(event.at, -0) ? { ...event, at: 0 } : event;
}

/** Whether an event of one of the common types has nothing odd about it: asked of every event, so nothing is made here. */
function isSound(event: HistoryEvent): boolean {
  const { type, set } = event;
  if (type !== "message" && type !== "changed" && type !== "created") return false;
  if (set !== undefined && (typeof set !== "object" || set === null)) return false;
  if (event.seq !== undefined || event.recordedAt !== undefined) return false;
  if (type === "changed") return true;
  const { by, visibility } = event;
  return (
    (by === "requester" || by === "agent" || (by === undefined ? type === "created" : PARTIES.has(by))) &&
    (visibility === undefined || VISIBILITIES.has(visibility))
  );
}

/** Members of a type of event that are texts: those that it must have, and those that it may have. */
const TEXTS: { readonly [T in HistoryEvent["type"]]?: readonly [readonly string[], readonly string[]] } = {
  control: [["name"], []],
  "policy.assigned": [["policy"], []],
  "policy.released": [[], ["policy"]],
  "clock.reset": [[], ["metric"]],
  "due.overridden": [["metric"], ["level"]],
  "due.cleared": [[], ["metric", "level"]],
  exempted: [["reason"], ["metric"]],
  "action.delivered": [["action"], []],
  acknowledged: [[], ["action"]],
};

/** An event as it counts: without an author that is nobody known; whatever else is odd about a member does nothing. */
function withoutOdd(event: HistoryEvent, warnings: Warning[]): HistoryEvent {
  const members = event as unknown as Record<string, unknown>;
  const { type, by, visibility, set, seq, recordedAt, dueAt } = members;
  const check = (member: string, isRight: boolean, expected: string, then = "says nothing") => {
    if (isRight) return;
    warn(warnings, "history.odd_member", event, `\`${member}\` is not ${expected}, and ${then}`);
  };
  const isKnown = (by === undefined && type !== "message") || PARTIES.has(by);
  const hasAuthor = type === "message" || type === "created";
  if (hasAuthor) check("by", isKnown, "one of `requester`, `agent`, `bot`, `system`, `thirdParty`");
  const isVisibility = visibility === undefined || VISIBILITIES.has(visibility);
  check("visibility", isVisibility, "`public` or `internal`", "makes the message an internal one");
  const [needed, possible] = TEXTS[event.type] ?? NO_TEXTS;
  const isText = (member: string) => typeof members[member] === "string";
  for (const member of needed) check(member, isText(member), "a text", "the event does nothing");
  for (const member of possible)
    check(member, members[member] === undefined || isText(member), "a text", "the event does nothing");
  if (type === "due.overridden")
    check("dueAt", isInstant(dueAt), "a whole number of milliseconds", "the event does nothing");
  check("set", set === undefined || (typeof set === "object" && set !== null), "an object");
  check("seq", seq === undefined || Number.isFinite(seq), "a number");
  check("recordedAt", recordedAt === undefined || isInstant(recordedAt), "a whole number of milliseconds");
  return hasAuthor && !isKnown ? ({ ...event, by: undefined } as unknown as HistoryEvent) : event;
}

const NO_TEXTS: readonly [readonly string[], readonly string[]] = [[], []];

/** Notes something odd about an event, or (null) about an entry that is none. */
export function warn(warnings: Warning[], code: string, event: HistoryEvent | null, message: string): void {
  warnings.push({ code, event: event?.id ?? null, message });
}
