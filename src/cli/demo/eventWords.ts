import type { FieldPatch, HistoryEvent } from "../../index.ts";

/** An event in a few words: who did what, and what changed with it; `before` holds the fields as they were. */
export function eventWords(event: HistoryEvent, before: FieldPatch): string {
  const isLate = event.recordedAt !== undefined && event.recordedAt > event.at;
  return [happening(event, changes(event, before)), isLate ? "came in late" : ""]
    .filter((part) => part !== "")
    .join("; ");
}

function happening(event: HistoryEvent, changed: readonly string[]): string {
  const who = ("author" in event && event.author) || event.actor;
  switch (event.type) {
    case "created":
      return [`opened by ${partyWords(event.by ?? "requester", who)}`, event.channel ?? ""]
        .filter(Boolean)
        .join(", ");
    case "message": {
      const kind = event.visibility === "internal" ? "internal note" : "message";
      return [`${kind} from ${partyWords(event.by, who)}`, ...changed].join(", ");
    }
    case "control":
      return [event.name, ...changed].join(", ");
    case "policy.assigned":
      return [`policy ${event.policy} assigned`, ...changed].join(", ");
    case "due.overridden":
      return [`${event.metric} set by hand`, ...changed].join(", ");
    case "exempted":
      return [`exempted: ${event.reason}`, ...changed].join(", ");
    case "policy.released":
    case "clock.reset":
    case "due.cleared":
    case "held":
    case "resumed":
    case "merged":
    case "deleted":
    case "acknowledged":
    case "action.delivered":
      return [event.type.replace(".", " "), ...changed].join(", ");
    case "changed":
      return (changed.join(", ") || "nothing new") + (who ? `, by ${who}` : "");
  }
}

/** Fields that hold something else than before. */
function changes({ set }: HistoryEvent, before: FieldPatch): string[] {
  return Object.entries(set ?? {})
    .filter(([field, value]) => !Object.is(value, before[field]))
    .map(([field, value]) => (value === null ? `${field} cleared` : `${field} now ${String(value)}`));
}

const PARTIES: Readonly<Record<string, string>> = {
  requester: "the customer",
  agent: "an agent",
  bot: "a bot",
  system: "the system",
  thirdParty: "a supplier",
};

function partyWords(party: string, who: string | undefined): string {
  return who || (PARTIES[party] ?? party);
}
