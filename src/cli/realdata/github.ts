import type { HistoryEvent, Party, TicketHistory } from "../../index.ts";
import { instantOf } from "./dataSet.ts";

/*
 * Timelines of issues and pull requests as ticket histories: whoever opened one is its requester, members of the
 * project are its agents, bots are bots, and everybody else is a third party.
 */

export interface Thread {
  readonly id: string;
  readonly kind: "issue" | "pull";
  readonly opened_at: string;
  readonly opener_assoc: string;
  readonly opener_bot: boolean;
  readonly events: readonly Entry[];
}

interface Entry {
  readonly t: string;
  /** What happened: `comment`, `labeled`, … */
  readonly e: string;
  /** `opener`, `u1`, `u2`, …; null where the account is gone. */
  readonly by: string | null;
  readonly assoc?: string;
  readonly bot?: boolean;
  readonly label?: string;
  readonly assignee?: string;
  /** Of a review. */
  readonly state?: string;
}

export const GITHUB_FILE = "github-threads*.jsonl.gz";

const MEMBERS: ReadonlySet<unknown> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);
const MESSAGES: ReadonlySet<string> = new Set(["comment", "review", "review_comment"]);

/** Labels and assignees are sets: events tell what is put in and taken out, fields what is in. */
interface Sets {
  readonly labels: Set<string>;
  readonly assignees: Set<string>;
}

export function historyOf(thread: Thread): TicketHistory {
  const sets: Sets = { labels: new Set(), assignees: new Set() };
  const created: HistoryEvent = {
    id: "opened",
    at: instantOf(thread.opened_at),
    type: "created",
    by: thread.opener_bot ? "bot" : "requester",
    channel: thread.kind,
    author: "opener",
    set: { kind: thread.kind, association: thread.opener_assoc, status: "open" },
  };
  return {
    ticket: thread.id,
    events: [created, ...thread.events.map((entry, i) => eventOf(entry, `entry ${i}`, sets))],
  };
}

function eventOf(entry: Entry, id: string, sets: Sets): HistoryEvent {
  const { e: what } = entry;
  const actor = entry.by === null ? {} : { actor: entry.by };
  const base = { id, at: instantOf(entry.t), ...actor, ...(entry.bot && { automated: true }) };
  if (MESSAGES.has(what)) {
    const approved = entry.state === "APPROVED" && { set: { approved: true } };
    return { ...base, type: "message", by: partyOf(entry), channel: what, ...approved };
  }
  // The thread lives on as a discussion: its clocks end. A pull request that is merged is closed by the next entry
  if (what === "converted_to_discussion") return { ...base, type: "merged", into: "discussion" };
  const set = changesOf(entry, sets);
  return set ? { ...base, type: "changed", set } : { ...base, type: "control", name: what };
}

function partyOf({ by, bot, assoc }: Entry): Party {
  if (bot) return "bot";
  if (by === null) return "system";
  if (by === "opener") return "requester";
  return MEMBERS.has(assoc) ? "agent" : "thirdParty";
}

/** Fields that an entry changes; null where it is only a moment. */
function changesOf({ e, label, assignee }: Entry, { labels, assignees }: Sets): HistoryEvent["set"] | null {
  switch (e) {
    case "closed":
      return { status: "closed" };
    case "reopened":
      return { status: "reopened" };
    case "merged":
      return { merged: true };
    case "labeled":
    case "unlabeled":
      return { labels: listOf(labels, label, e === "labeled") };
    case "assigned":
    case "unassigned": {
      const list = listOf(assignees, assignee, e === "assigned");
      return { assignees: list, assignee: list?.[0] ?? null };
    }
    case "convert_to_draft":
    case "ready_for_review":
      return { draft: e === "convert_to_draft" };
    case "milestoned":
    case "demilestoned":
      return { milestoned: e === "milestoned" };
    case "locked":
    case "unlocked":
      return { locked: e === "locked" };
    default:
      return null;
  }
}

/** The set with a member put in or taken out, as a list; null for none. */
function listOf(set: Set<string>, member: string | undefined, isIn: boolean): string[] | null {
  if (member !== undefined) {
    if (isIn) set.add(member);
    else set.delete(member);
  }
  return set.size === 0 ? null : [...set];
}
