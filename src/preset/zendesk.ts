import type { MetricDefinition, Trigger } from "../clock/metric.ts";
import type { Condition } from "../policy/condition.ts";
import { ANSWERED_EVER, AWAITING, DONE, NOT_DONE, REPLIED } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** Advanced settings of a Zendesk policy, each under its name in the API's `metrics_settings`; off if left out. */
export interface ZendeskSettings {
  readonly firstReplyTime?: {
    readonly activateOnTicketCreatedForEndUser?: boolean;
    readonly activateOnAgentTicketCreatedForEndUserWithInternalNote?: boolean;
    readonly activateOnLightAgentOnEmailForwardTicketFromEndUser?: boolean;
    readonly activateOnAgentCreatedTicketForSelf?: boolean;
    readonly fulfillOnAgentInternalNote?: boolean;
  };
  readonly nextReplyTime?: {
    readonly fulfillOnNonRequestingAgentInternalNoteAfterActivation?: boolean;
    readonly activateOnEndUserAddedInternalNote?: boolean;
    readonly activateOnAgentRequestedTicketWithPublicCommentOrInternalNote?: boolean;
    readonly activateOnLightAgentInternalNote?: boolean;
  };
  readonly periodicUpdateTime?: {
    readonly activateOnAgentInternalNote?: boolean;
  };
}

/** The metrics that the settings change. */
type Adjustable = "firstResponse" | "nextResponse" | "periodicUpdate";
type OwnMetric = Adjustable | "pausableUpdate" | "resolution" | "agentWait" | "onHold";

const BECOMES_DONE: Trigger = { on: "becomes", condition: DONE };
const CEASES_DONE: Trigger = { on: "ceases", condition: DONE };
const BY_LIGHT_AGENT: Condition = { event: "actorGroup", is: "lightAgents" };
const BY_FULL_AGENT: Condition = { event: "actorGroup", isNot: "lightAgents" };
const WITH_NOTE: Condition = { event: "visibility", is: "internal" };
const WITH_COMMENT: Condition = { event: "visibility", isNot: "internal" };
const FOR_AGENT: Condition = { field: "requester.role", is: "agent" };
const FOR_END_USER: Condition = { field: "requester.role", isNot: "agent" };
/** A person's: what an automation wrote is no answer. */
const AGENT_NOTE = {
  on: "message",
  by: "agent",
  visibility: "internal",
  if: { all: [BY_FULL_AGENT, { event: "automated", isNot: true }] },
} as const satisfies Trigger;

/** Runs from the creation until solved, in the categories that count; a reopening lets it go on. */
const untilSolved = {
  start: [{ on: "created" }],
  stop: [BECOMES_DONE],
  repeats: "once",
  reopen: { on: [CEASES_DONE], as: "resume" },
} as const satisfies Partial<MetricDefinition>;

/**
 * Zendesk: seven metrics and group ownership, targets by priority, the policy chosen anew at each update, the schedule
 * set last for all the time used. `variants` names further settings, for policies that differ: they promise
 * `firstResponse.NAME` instead of `firstResponse`, and so on. What the history has to tell: docs/presets/zendesk.md.
 */
export function zendesk<V extends string = never>({
  settings = {},
  variants,
}: {
  readonly settings?: ZendeskSettings;
  readonly variants?: Readonly<Record<V, ZendeskSettings>>;
} = {}): Preset<OwnMetric | `${Adjustable}.${V}`> {
  const others = Object.entries<ZendeskSettings>(variants ?? {}).flatMap(([name, its]) =>
    adjusted(its).map((metric) => ({ ...metric, id: `${metric.id}.${name}` as `${Adjustable}.${V}` })),
  );
  return {
    preset: "zendesk",
    statuses: {
      new: "new",
      open: "open",
      pending: "pending",
      hold: "onHold",
      "on-hold": "onHold",
      solved: "solved",
      closed: "closed",
    },
    metrics: [
      ...adjusted(settings),
      { ...updates("pausableUpdate", false), pause: { while: { fact: "statusCategory", is: "pending" } } },
      { id: "resolution", ...untilSolved },
      { id: "agentWait", ...untilSolved, pause: { while: { fact: "statusCategory", isNot: "pending" } } },
      { id: "onHold", ...untilSolved, pause: { while: { fact: "statusCategory", isNot: "onHold" } } },
      ...others,
    ],
    options: { calendarSwitch: "lastWins", versionMode: "nextUpdate" },
  };
}

function adjusted(settings: ZendeskSettings): MetricDefinition<Adjustable>[] {
  const {
    firstReplyTime: first = {},
    nextReplyTime: next = {},
    periodicUpdateTime: periodic = {},
  } = settings;
  const replied = repliedUnder(first);
  return [
    firstReply(first, replied),
    nextReply(next, replied),
    updates("periodicUpdate", periodic.activateOnAgentInternalNote ?? false),
  ];
}

/** Where an agent's opening starts the first reply, that agent's next comment is it, before anybody asked (K3). */
function repliedUnder(on: NonNullable<ZendeskSettings["firstReplyTime"]>): Condition {
  const opened: Condition[] = [{ fact: "openedBy", is: "agent" }, ANSWERED_EVER];
  const forEndUser =
    on.activateOnTicketCreatedForEndUser ||
    on.activateOnAgentTicketCreatedForEndUserWithInternalNote ||
    on.activateOnLightAgentOnEmailForwardTicketFromEndUser;
  return {
    any: [
      REPLIED,
      ...(forEndUser ? [{ all: [...opened, FOR_END_USER] }] : []),
      ...(on.activateOnAgentCreatedTicketForSelf ? [{ all: [...opened, FOR_AGENT] }] : []),
    ],
  };
}

function firstReply(
  on: NonNullable<ZendeskSettings["firstReplyTime"]>,
  replied: Condition,
): MetricDefinition<"firstResponse"> {
  const openedByAgent = (...all: Condition[]): Trigger => ({ on: "created", by: "agent", if: { all } });
  const counted = on.activateOnAgentCreatedTicketForSelf ? [] : [FOR_END_USER];
  return {
    id: "firstResponse",
    start: [
      { on: "created", by: "requester", if: { all: counted } },
      { on: "request", if: { all: [{ not: replied }, NOT_DONE, ...counted] } },
      { ...CEASES_DONE, if: { all: [AWAITING, { not: replied }, ...counted] } },
      ...(on.activateOnTicketCreatedForEndUser
        ? [openedByAgent(FOR_END_USER, BY_FULL_AGENT, WITH_COMMENT)]
        : []),
      ...(on.activateOnAgentTicketCreatedForEndUserWithInternalNote
        ? [openedByAgent(FOR_END_USER, BY_FULL_AGENT, WITH_NOTE)]
        : []),
      ...(on.activateOnLightAgentOnEmailForwardTicketFromEndUser
        ? [openedByAgent(FOR_END_USER, BY_LIGHT_AGENT, { event: "channel", is: "email" })]
        : []),
      ...(on.activateOnAgentCreatedTicketForSelf ? [openedByAgent(FOR_AGENT)] : []),
    ],
    stop: [{ on: "reply" }, ...(on.fulfillOnAgentInternalNote ? [AGENT_NOTE] : [])],
    cancel: [BECOMES_DONE],
    repeats: "once",
  };
}

function nextReply(
  on: NonNullable<ZendeskSettings["nextReplyTime"]>,
  replied: Condition,
): MetricDefinition<"nextResponse"> {
  const after = (...more: Condition[]): { readonly if: Condition } => ({
    if: { all: [replied, NOT_DONE, ...more] },
  });
  return {
    id: "nextResponse",
    start: [
      { on: "request", ...after(FOR_END_USER) },
      { ...CEASES_DONE, if: { all: [AWAITING, replied, FOR_END_USER] } },
      ...(on.activateOnEndUserAddedInternalNote
        ? [{ on: "message", by: "requester", visibility: "internal", ...after(FOR_END_USER) } as const]
        : []),
      ...(on.activateOnAgentRequestedTicketWithPublicCommentOrInternalNote
        ? [{ on: "message", by: "requester", ...after(FOR_AGENT) } as const]
        : []),
      ...(on.activateOnLightAgentInternalNote
        ? [{ on: "message", by: "agent", visibility: "internal", ...after(BY_LIGHT_AGENT) } as const]
        : []),
    ],
    stop: [
      { on: "reply" },
      BECOMES_DONE,
      ...(on.fulfillOnNonRequestingAgentInternalNoteAfterActivation ? [AGENT_NOTE] : []),
    ],
    repeats: "always",
  };
}

/** From one update to the next, or to the solving. */
function updates<M extends string>(id: M, withNotes: boolean): MetricDefinition<M> {
  const note = withNotes ? [AGENT_NOTE] : [];
  return {
    id,
    start: [
      { on: "reply", if: NOT_DONE },
      ...note.map((trigger) => ({ ...trigger, if: { all: [trigger.if, NOT_DONE] } })),
    ],
    stop: [{ on: "reply" }, ...note, BECOMES_DONE],
    repeats: "always",
  };
}
