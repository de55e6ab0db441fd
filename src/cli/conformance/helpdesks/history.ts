import type { FieldPatch, FieldValue, HistoryEvent } from "../../../index.ts";
import { BadVector, instant, list, only, record, text, type Vector } from "../vector.ts";
import { flag } from "./read.ts";

/** An event without its id: `numbered` gives each one. */
export type Draft = HistoryEvent extends infer E ? (E extends HistoryEvent ? Omit<E, "id"> : never) : never;

/** The field that says whether the requester is blocked; it stops Chatwoot from measuring. */
export const BLOCKED = "contactBlocked";

/** Gives the events ids in their order. */
export function numbered(drafts: readonly Draft[]): HistoryEvent[] {
  return drafts.map((draft, i) => ({ ...draft, id: `e${i + 1}` }) as HistoryEvent);
}

/** What a vector calls that field. */
const BLOCKED_AS = ["blocked", BLOCKED];

type Translate = (event: Vector, at: number, name: string) => readonly Draft[];

/** What each type of event becomes here. A poll (`evaluate`) changes nothing: a verdict asks no poller. */
const EVENTS: Readonly<Record<string, Translate>> = {
  "ticket.created": ({ at: _, type, ...fields }, at, name) => [
    { type: "created", at, by: "requester", set: patch(fields, name) },
  ],
  "ticket.updated": ({ at: _, type, ...fields }, at, name) => [
    { type: "changed", at, set: patch(fields, name) },
  ],
  "message.customer": (event, at, name) => {
    only(event, name, ["at", "type"]);
    return [{ type: "message", at, by: "requester" }];
  },
  "message.agent": (event, at, name) => {
    only(event, name, ["at", "type", "public", "human"]);
    const isHuman = flag(event.human, `${name}.human`) ?? true;
    const isPublic = flag(event.public, `${name}.public`) ?? true;
    return [
      {
        type: "message",
        at,
        by: isHuman ? "agent" : "bot",
        visibility: isPublic ? "public" : "internal",
      },
    ];
  },
  "status.changed": changeOf("status"),
  "priority.changed": changeOf("priority"),
  "team.changed": changeOf("group"),
  "assignee.changed": changeOf("assignee"),
  "policy.applied": (event, at, name) => {
    only(event, name, ["at", "type", "policy"]);
    const policy = event.policy === undefined ? POLICY : text(event.policy, `${name}.policy`);
    return [{ type: "policy.assigned", at, policy }];
  },
  "contact.blocked": (event, at, name) => {
    only(event, name, ["at", "type"]);
    return [{ type: "policy.released", at, set: { [BLOCKED]: true } }];
  },
  "clock.reset": (event, at, name) => {
    only(event, name, ["at", "type", "reason"]);
    return [{ type: "clock.reset", at }];
  },
  "ticket.merged": (event, at, name) => {
    only(event, name, ["at", "type"]);
    return [{ type: "merged", at }];
  },
  evaluate: (event, _, name) => {
    only(event, name, ["at", "type"]);
    return [];
  },
};

/** Id of a policy that the vector leaves without a name. */
export const POLICY = "sla";

/** A vector's events as ours, in their order; the first status is what a first change says it came from. */
export function eventsOf(vector: Vector): Draft[] {
  const events = list(vector.events, "events").map((event, i) => record(event, `events.${i}`));
  const drafts = events.flatMap((event, i) => {
    const name = `events.${i}`;
    const type = text(event.type, `${name}.type`);
    const translate = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
    if (!translate) throw new BadVector(`\`${type}\` is no type of event that this format has`);
    return translate(event, instant(event.at, `${name}.at`), name);
  });
  if (drafts[0]?.type !== "created") throw new BadVector("`events` does not begin with `ticket.created`");
  const from = events.find(({ type }) => type === "status.changed")?.from;
  const status = typeof from === "string" ? { status: from } : {};
  return [{ ...drafts[0], set: { ...status, ...drafts[0].set } }, ...drafts.slice(1)];
}

/** A change of one field; `from` only repeats what was there before. */
function changeOf(field: string): Translate {
  return (event, at, name) => {
    only(event, name, ["at", "type", "from", "to"]);
    if (event.to === undefined) throw new BadVector(`\`${name}.to\` is missing`);
    return [{ type: "changed", at, set: patch({ [field]: event.to }, name) }];
  };
}

function patch(fields: Vector, name: string): FieldPatch {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      if (value !== null && !isFieldValue(value))
        throw new BadVector(`\`${name}.${field}\` is nothing that a field can hold`);
      return [BLOCKED_AS.includes(field) ? BLOCKED : field, value];
    }),
  );
}

function isFieldValue(value: unknown): value is FieldValue {
  const isScalar = (one: unknown) => ["string", "number", "boolean"].includes(typeof one);
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}
