import type { EventRef, HolderRef } from "./statement.ts";
import type { SentenceTable } from "./table.ts";

export const PARTIES: ReadonlyMap<string | null, string> = new Map([
  ["requester", "the requester"],
  ["agent", "an agent"],
  ["bot", "a bot"],
  ["system", "the helpdesk"],
  ["thirdParty", "a third party"],
]);

/** Words of things that happen, by the type of their event: what is said where nobody is named, and what somebody did. */
const EVENTS: ReadonlyMap<string, readonly [passive: string, active: string]> = new Map([
  ["policy.assigned", ["a policy was assigned", "assigned a policy"]],
  ["policy.released", ["a policy was taken back", "took a policy back"]],
  ["clock.reset", ["the clock was reset", "reset the clock"]],
  ["due.overridden", ["the due time was set by hand", "set the due time by hand"]],
  ["due.cleared", ["the due time set by hand was cleared", "cleared the due time set by hand"]],
  ["held", ["the ticket was put on hold", "put the ticket on hold"]],
  ["resumed", ["the hold ended", "ended the hold"]],
  ["exempted", ["the ticket was exempted", "exempted the ticket"]],
  ["merged", ["the ticket was merged into another", "merged the ticket into another"]],
  ["deleted", ["the ticket was deleted", "deleted the ticket"]],
  ["acknowledged", ["a notice was acknowledged", "acknowledged a notice"]],
  ["action.delivered", ["an action was performed", "performed an action"]],
]);

/** "u7 set the status to “pending”", "the requester wrote": who did what. */
export function eventInEnglish(event: EventRef, say: SentenceTable): string {
  const { type, by, actor } = event;
  if (type === "version") return "a new version of the policies took over";
  const isNamed = actor !== null || by !== null;
  const who = whoDid(event, say);
  if (type === "control") {
    const signal = event.name === null ? "something" : say.name(event.name);
    return isNamed ? `${who} signalled ${signal}` : `${signal} was signalled`;
  }
  const known = EVENTS.get(type);
  if (known) return isNamed ? `${who} ${known[1]}` : known[0];
  if (type === "created") {
    const opener = by === "requester" ? "" : ` by ${who}`;
    const values = told(event, say).map(([field, value]) => `${field} ${value}`);
    return `the ticket was opened${opener}${values.length > 0 ? `, with ${say.list(values, "and")}` : ""}`;
  }
  if (type !== "message" && !isNamed)
    return changes(event, "was set to", "was changed", say) ?? "the ticket changed";
  const did = changes(event, "to", "", say);
  if (type === "message") return `${who} wrote${did === null ? "" : ` and ${did}`}`;
  return `${who} ${did ?? "changed the ticket"}`;
}

/** The fields that an event set and that are told with their values. */
function told({ status, priority, assignee, group }: EventRef, say: SentenceTable): [string, string][] {
  return [
    ...(status === null ? [] : [["the status", say.name(status)] as [string, string]]),
    ...(priority === null ? [] : [["the priority", say.value(priority, say)] as [string, string]]),
    ...(assignee === null ? [] : [["the assignee", say.name(assignee)] as [string, string]]),
    ...(group === null ? [] : [["the group", say.name(group)] as [string, string]]),
  ];
}

/** Fields that are named without their values; of more the rest is counted. */
const MAX_OTHERS = 3;

/** What an event changed, as it is said of somebody ("set the status to …"), or of the fields ("the status was set to …"). */
function changes(event: EventRef, to: string, changed: string, say: SentenceTable): string | null {
  const sets = told(event, say).map(([field, value]) => `${field} ${to} ${value}`);
  const names = event.others.slice(0, MAX_OTHERS).map((name) => say.field(name, say));
  const more = event.others.length - names.length;
  const others = more > 0 ? [...names, `${more} more ${more === 1 ? "field" : "fields"}`] : names;
  const isPassive = changed !== "";
  const were = others.length > 1 ? changed.replace("was", "were") : changed;
  const parts = [
    ...(sets.length > 0 ? [`${isPassive ? "" : "set "}${say.list(sets, "and")}`] : []),
    ...(others.length > 0
      ? [isPassive ? `${say.list(others, "and")} ${were}` : `changed ${say.list(others, "and")}`]
      : []),
  ];
  return parts.length > 0 ? parts.join(" and ") : null;
}

function whoDid({ by, actor }: EventRef, say: SentenceTable): string {
  const party = PARTIES.get(by) ?? null;
  if (actor === null) return party ?? "somebody";
  return by === "agent" || by === null ? say.name(actor) : `${party ?? "somebody"} ${say.name(actor)}`;
}

export function holderInEnglish({ assignee, group, supplier }: HolderRef, say: SentenceTable): string {
  const within = [
    ...(group === null ? [] : [`the group ${say.name(group)}`]),
    ...(supplier === null ? [] : [`the supplier ${say.name(supplier)}`]),
  ];
  if (assignee !== null) {
    const of = within.length > 0 ? ` (${within.join(", ")})` : "";
    return `${say.name(assignee)}${of} had the ticket`;
  }
  return within.length > 0
    ? `${say.list(within, "and")} had the ticket, and nobody in person`
    : "nobody had the ticket";
}
