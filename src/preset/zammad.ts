import type { PolicyDefinition } from "../definition.ts";
import type { Condition } from "../policy/condition.ts";
import type { Preset } from "./preset.ts";

/** What an administrator of Zammad may have set otherwise than it comes. */
export interface ZammadOptions {
  /** States whose flag ignores escalation: while a ticket is in one, its clocks pause. The five that come so, if left out. */
  readonly ignoreEscalation?: readonly string[];
  /** Article types whose flag says communication, as the `channel` of messages; all but `note`, if left out. */
  readonly communication?: readonly string[];
  /**
   * The setting `ticket_last_contact_behaviour`: a wait starts at its first message, or (`based_on_customer_reaction`)
   * anew at each one.
   */
  readonly lastContactBehaviour?: "check_if_agent_already_replied" | "based_on_customer_reaction";
}

/** Zammad's clocks: `nextResponse` is the policy's time to respond, `periodicUpdate` the one between agent updates. */
export type ZammadMetric = "firstResponse" | "nextResponse" | "periodicUpdate" | "resolution";

const STATES = {
  new: "new",
  open: "open",
  "pending reminder": "pending",
  "pending close": "pending",
  closed: "closed",
  merged: "closed",
  removed: "closed",
} as const;

const IGNORING = ["pending reminder", "pending close", "closed", "merged", "removed"];

const COMMUNICATION = [
  "email",
  "phone",
  "web",
  "sms",
  "chat",
  "fax",
  "twitter status",
  "twitter direct-message",
  "facebook feed post",
  "facebook feed comment",
  "telegram personal-message",
  "whatsapp message",
];

/** A state of type closed: the merged and the removed ticket is as good as closed, and its solution clock is not met. */
const CLOSED: Condition = {
  all: [
    { fact: "statusCategory", is: "closed" },
    { field: "status", notIn: ["merged", "removed"] },
  ],
};

/**
 * Zammad since October 2021: every clock counts from the creation but the response to a waiting customer; states pause
 * them all, the closed one too, which ends the solution for good. Whom it differs from, and where: docs/presets/zammad.md.
 */
export function zammad(options: ZammadOptions = {}): Preset<ZammadMetric> {
  const channel = options.communication ?? COMMUNICATION;
  const pause = { while: { field: "status", in: options.ignoreEscalation ?? IGNORING } } as const;
  const openedBy = (by: "agent" | "requester"): Condition => ({
    all: [
      { event: "type", is: "created" },
      { event: "by", is: by },
      { event: "visibility", isNot: "internal" },
      { event: "channel", in: channel },
    ],
  });
  const restarts = options.lastContactBehaviour === "based_on_customer_reaction";
  return {
    preset: "zammad",
    statuses: STATES,
    reply: { by: "agent", visibility: "public", channel },
    request: { by: "requester", visibility: "public", channel },
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }],
        stop: [{ on: "reply" }, { on: "becomes", condition: openedBy("agent") }],
        pause,
        repeats: "once",
      },
      {
        id: "nextResponse",
        start: [{ on: "becomes", condition: openedBy("requester") }, { on: "request" }],
        stop: [{ on: "reply" }],
        ...(restarts && { reset: { on: [{ on: "request" }], as: "cancelled" } }),
        pause,
        repeats: "always",
      },
      {
        id: "periodicUpdate",
        start: [{ on: "created" }, { on: "reply" }],
        stop: [{ on: "reply" }],
        pause,
        repeats: "always",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: CLOSED }],
        pause,
        repeats: "once",
      },
    ],
    options: { breach: "current", calendarSwitch: "lastWins", versionMode: "live" },
  };
}

/**
 * Policies in the order in which Zammad asks them: those with a condition by name, then those without one, of which
 * the last by name governs. Equal names stay in the order given; a policy without a name goes by its id.
 */
export function zammadOrder<const M extends string>(
  policies: readonly PolicyDefinition<M>[],
): PolicyDefinition<M>[] {
  const byName = [...policies].sort((a, b) => compare(a.name ?? a.id, b.name ?? b.id));
  return [
    ...byName.filter((policy) => policy.if !== undefined),
    ...byName.filter((policy) => policy.if === undefined).reverse(),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
