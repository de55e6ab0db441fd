import type { Party } from "./event.ts";

/** All that a status may mean. */
export const STATUS_CATEGORIES = ["new", "open", "pending", "onHold", "solved", "closed"] as const;

/** What a status means (semantics H4); *done* is solved or closed. */
export type StatusCategory = (typeof STATUS_CATEGORIES)[number];

export function isDone(category: StatusCategory): boolean {
  return category === "solved" || category === "closed";
}

/** Facts that conditions may read beside the fields (docs/concepts.md). Instants in epoch milliseconds. */
export interface Facts {
  statusCategory: StatusCategory;
  statusSince: number | null;
  createdAt: number | null;
  openedBy: Party | null;
  firstRequestAt: number | null;
  lastRequestAt: number | null;
  firstReplyAt: number | null;
  lastReplyAt: number | null;
  /** How many replies there were, before the first request too; the opening message is none. */
  replyCount: number;
  /** Since when the oldest unanswered request waits; null once answered or done. */
  awaitingReplySince: number | null;
  lastPublicMessageBy: Party | null;
  reopenedCount: number;
  priorityAtCreation: unknown;
  updatedAt: number | null;
  done: boolean;
  /** Since when the present assignee, group and supplier hold the ticket; null where there is none. */
  assigneeSince: number | null;
  groupSince: number | null;
  supplierSince: number | null;
}

/** Name of a fact. */
export type FactName = keyof Facts;

/** The names of all facts, in the order of `Facts`. */
export const FACT_NAMES = [
  "statusCategory", "statusSince", "createdAt", "openedBy", "firstRequestAt", "lastRequestAt", "firstReplyAt",
  "lastReplyAt", "replyCount", "awaitingReplySince", "lastPublicMessageBy", "reopenedCount", "priorityAtCreation",
  "updatedAt", "done", "assigneeSince", "groupSince", "supplierSince",
] as const satisfies readonly FactName[]; // biome-ignore format: a list of names

/** What of a step changes a fact; none: only the opening does. */
export const FACT_CHANGES: Readonly<
  Record<FactName, readonly ("status" | "message" | "assignee" | "group" | "supplier" | "step")[]>
> = {
  statusCategory: ["status"],
  statusSince: ["status"],
  createdAt: [],
  openedBy: [],
  firstRequestAt: ["message"],
  lastRequestAt: ["message"],
  firstReplyAt: ["message"],
  lastReplyAt: ["message"],
  replyCount: ["message"],
  awaitingReplySince: ["message", "status"],
  lastPublicMessageBy: ["message"],
  reopenedCount: ["status"],
  priorityAtCreation: [],
  updatedAt: ["step"],
  done: ["status"],
  assigneeSince: ["assignee"],
  groupSince: ["group"],
  supplierSince: ["supplier"],
};

/** The facts of a ticket before anything happened. */
export function noFacts(): Facts {
  return {
    statusCategory: "new",
    statusSince: null,
    createdAt: null,
    openedBy: null,
    firstRequestAt: null,
    lastRequestAt: null,
    firstReplyAt: null,
    lastReplyAt: null,
    replyCount: 0,
    awaitingReplySince: null,
    lastPublicMessageBy: null,
    reopenedCount: 0,
    priorityAtCreation: undefined,
    updatedAt: null,
    done: false,
    assigneeSince: null,
    groupSince: null,
    supplierSince: null,
  };
}
