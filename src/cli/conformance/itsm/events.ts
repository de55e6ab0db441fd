import type { FieldPatch, HistoryEvent, Party } from "../../../index.ts";
import { BadVector, instant, list, only, record, text, type Vector } from "../vector.ts";
import { flag, optional } from "./read.ts";
import { REPLACEABLE, replaced } from "./terms.ts";

/** A policy of the vector's, and the calendar it counts by; `id` is its value of the field `agreement`. */
export interface PolicyInForce {
  readonly id: string;
  readonly policy: Vector;
  readonly calendar: unknown;
}

/** A vector's events as a history, and the policies that they bring into force in order. */
export interface Story {
  readonly events: readonly HistoryEvent[];
  readonly policies: readonly PolicyInForce[];
}

/** What is known of the ticket while its events are read. */
interface Telling {
  readonly policies: PolicyInForce[];
  /** The groups on the ticket. */
  groups: readonly string[];
  isAttached: boolean;
}

/** One kind of event: the fields it may have beside `at` and `type`, and what it is in our language. */
interface EventKind {
  readonly fields: readonly string[];
  read(event: Vector, telling: Telling): Readonly<Record<string, unknown>>;
}

const WHO = ["by", "byGroup", "automated"];
const HOLDER = ["group", "user", "userGroup"];
const PARTIES: Readonly<Record<string, Party>> = {
  agent: "agent",
  customer: "requester",
  requester: "requester",
  system: "system",
  bot: "bot",
};

/** Name of the control event that takes the vector's agreement off the ticket. */
export const DETACHED = "agreement.detached";

const KINDS: Readonly<Record<string, EventKind>> = {
  created: {
    fields: [...WHO, ...HOLDER, "to", "priority"],
    read: (event, telling) => ({
      type: "created",
      by: optional(event.by, "by", partyOf) ?? undefined,
      set: {
        ...statusOf(event),
        ...priorityOf(event),
        ...holderOf(event, telling),
        ...(telling.isAttached && agreementOf(telling)),
      },
    }),
  },
  message: {
    fields: [...WHO, "public", "to"],
    read: (event) => ({
      type: "message",
      by: messageBy(event),
      visibility: (optional(event.public, "public", flag) ?? true) ? "public" : "internal",
      set: statusOf(event),
    }),
  },
  task: { fields: WHO, read: () => ({ type: "control", name: "task.added" }) },
  status: { fields: [...WHO, "to"], read: (event) => changed({ status: text(event.to, "to") }) },
  priority: { fields: [...WHO, "to"], read: ({ to }) => changed(priorityOf({ priority: to })) },
  assigned: {
    fields: [...WHO, ...HOLDER],
    read: (event, telling) => changed(holderOf(event, telling)),
  },
  unassigned: {
    fields: [...WHO, "group", "user"],
    read: ({ group, user }, telling) => {
      const gone = optional(group, "group", text);
      if (gone !== null) telling.groups = telling.groups.filter((one) => one !== gone);
      return changed({
        ...(gone !== null && groupsOf(telling)),
        ...(user !== undefined && { assignee: null }),
      });
    },
  },
  policyAttached: {
    fields: [...WHO, "agreement"],
    read: ({ agreement }, telling) => {
      if (isOther(agreement, telling)) return changed({});
      telling.isAttached = true;
      return changed(agreementOf(telling));
    },
  },
  policyDetached: {
    fields: [...WHO, "agreement"],
    read: ({ agreement }, telling) => {
      if (isOther(agreement, telling)) return changed({});
      if (!telling.isAttached) throw new BadVector("it takes off an agreement that is not attached");
      telling.isAttached = false;
      return { type: "control", name: DETACHED, set: { agreement: null } };
    },
  },
  policy: { fields: [...WHO, ...REPLACEABLE, "calendar"], read: replacePolicy },
  target: { fields: [...WHO, ...REPLACEABLE], read: replacePolicy },
  createdDateEdited: { fields: [...WHO, "to"], read: ({ to }) => changed({ date: text(to, "to") }) },
};

/** Tells a vector's events. Throws `BadVector` at one that nobody here knows. */
export function storyOf(vector: Vector): Story {
  const drafts = list(vector.events, "events").map((event, i) => record(event, `events.${i}`));
  const policy = record(vector.policy, "policy");
  const telling: Telling = {
    policies: [{ id: "p0", policy, calendar: vector.calendar }],
    groups: [],
    isAttached: !drafts.some(({ type }) => type === "policyAttached"),
  };
  const events = drafts.flatMap((event, i) => {
    const type = text(event.type, `events.${i}.type`);
    if (!Object.hasOwn(KINDS, type)) throw new BadVector(`\`${type}\` is no type of event`);
    only(event, `events.${i}`, ["at", "type", ...KINDS[type].fields]);
    const wasAttached = telling.isAttached && type === "policyAttached";
    const told = KINDS[type].read(event, telling);
    const at = instant(event.at, `events.${i}.at`);
    return again({ id: `e${i + 1}`, at, ...whoOf(event), ...told } as unknown as HistoryEvent, wasAttached);
  });
  return { events, policies: telling.policies };
}

/** Whether an event tells of the agreement that the vector's policy is not. */
function isOther(agreement: unknown, { policies }: Telling): boolean {
  const own = policies[0].policy.agreement;
  return agreement !== undefined && own !== undefined && agreement !== own;
}

/** An agreement attached once more is applied once more: a clock that has ended gets another, one that goes on does not. */
function again(event: HistoryEvent, wasAttached: boolean): readonly HistoryEvent[] {
  if (!wasAttached || event.set?.agreement === undefined) return [event];
  const off: HistoryEvent = {
    id: `${event.id}-off`,
    at: event.at,
    type: "changed",
    set: { agreement: null },
  };
  return [off, event];
}

function replacePolicy(event: Vector, telling: Telling): Readonly<Record<string, unknown>> {
  const last = telling.policies[telling.policies.length - 1];
  telling.policies.push({
    id: `p${telling.policies.length}`,
    policy: replaced(last.policy, event),
    calendar: event.calendar === undefined ? last.calendar : event.calendar,
  });
  return changed(telling.isAttached ? agreementOf(telling) : {});
}

function changed(set: FieldPatch): Readonly<Record<string, unknown>> {
  return { type: "changed", set };
}

function agreementOf({ policies }: Telling): FieldPatch {
  return { agreement: policies[policies.length - 1].id };
}

function whoOf({ by, byGroup, automated }: Vector): Readonly<Record<string, unknown>> {
  return {
    ...(by !== undefined && { actor: text(by, "by") }),
    ...(byGroup !== undefined && { actorGroup: text(byGroup, "byGroup") }),
    ...(automated !== undefined && { automated: flag(automated, "automated") }),
  };
}

/** Whoever has a group is an agent, by whatever name. */
function messageBy({ by, byGroup }: Vector): Party {
  return byGroup !== undefined && !Object.hasOwn(PARTIES, String(by)) ? "agent" : partyOf(by, "by");
}

function partyOf(value: unknown, name: string): Party {
  const known = text(value, name);
  if (!Object.hasOwn(PARTIES, known)) {
    throw new BadVector(`\`${known}\` is nobody; one of ${Object.keys(PARTIES).join(", ")}`);
  }
  return PARTIES[known];
}

function statusOf({ to }: Vector): FieldPatch {
  return to === undefined ? {} : { status: text(to, "to") };
}

function priorityOf({ priority }: Vector): FieldPatch {
  if (priority === undefined) return {};
  if (typeof priority !== "number" && typeof priority !== "string") {
    throw new BadVector("`priority` is neither number nor text");
  }
  return { priority };
}

/** A group is one more of those on the ticket, null takes them all off; `userGroup` says whose the user is, and puts no group on it. */
function holderOf({ group, user, userGroup }: Vector, telling: Telling): FieldPatch {
  optional(userGroup, "userGroup", text);
  if (group !== undefined) telling.groups = group === null ? [] : [...telling.groups, text(group, "group")];
  return {
    ...(group !== undefined && groupsOf(telling)),
    ...(user !== undefined && { assignee: user === null ? null : text(user, "user") }),
  };
}

function groupsOf({ groups }: Telling): FieldPatch {
  return { group: groups.at(-1) ?? null, assignedGroups: groups };
}
