/** Who acted. `system` is the helpdesk itself; an agent's automation is a `bot`. */
export type Party = "requester" | "agent" | "bot" | "system" | "thirdParty";

/** `internal`: the requester does not see it, so that it neither answers nor asks unless the definition says so. */
export type Visibility = "public" | "internal";

/** What a field of a ticket may hold as far as conditions can read it; other values only exist or not. */
export type FieldValue = string | number | boolean | readonly (string | number | boolean)[];

/** New values by field name; `null` clears a field. A name is one own key: dots do not descend (semantics H5). */
export type FieldPatch = Readonly<Record<string, FieldValue | null>>;

interface EventBase {
  /** Unique in the history; the same id counts once (semantics H2). */
  readonly id: string;
  /** When it happened, in epoch milliseconds. */
  readonly at: number;
  /** When the desk came to know of it; `at` if left out. */
  readonly recordedAt?: number;
  /** Order among events of the same millisecond. */
  readonly seq?: number;
  /** Who did it, as the host names its users. */
  readonly actor?: string;
  /** The group for which they did it. */
  readonly actorGroup?: string;
  /** Id of the action that made the host write this event; such a message is never a reply (semantics H1). */
  readonly cause?: string;
  /** Whether no person did it; true of an event with a `cause`, if left out. */
  readonly automated?: boolean;
  /** Fields changed in the same step. */
  readonly set?: FieldPatch;
}

/** The ticket's opening, with its opening message. Opened by nobody known counts as by the requester. */
export interface CreatedEvent extends EventBase {
  readonly type: "created";
  readonly by?: Party;
  readonly visibility?: Visibility;
  readonly channel?: string;
  readonly author?: string;
}

/** Somebody wrote. Whether it answers or asks, `reply` and `request` of the definition say. */
export interface MessageEvent extends EventBase {
  readonly type: "message";
  readonly by: Party;
  /** `public` if left out. */
  readonly visibility?: Visibility;
  readonly channel?: string;
  readonly author?: string;
}

/** Fields changed and nothing else happened. */
export interface ChangedEvent extends EventBase {
  readonly type: "changed";
}

/** Something a metric may listen for by name: a call answered, a chat abandoned. */
export interface ControlEvent extends EventBase {
  readonly type: "control";
  readonly name: string;
}

/** An automation lends a policy to the ticket (semantics P1, P3). */
export interface PolicyAssignedEvent extends EventBase {
  readonly type: "policy.assigned";
  readonly policy: string;
}

/** It takes a policy back: the one named, or every one that was assigned or attached. */
export interface PolicyReleasedEvent extends EventBase {
  readonly type: "policy.released";
  readonly policy?: string;
}

/** Ends the running clocks of a metric, or of all, and starts them anew (semantics K15). */
export interface ClockResetEvent extends EventBase {
  readonly type: "clock.reset";
  readonly metric?: string;
}

/** Somebody set the due time of a metric's unfinished clocks by hand (semantics K14). */
export interface DueOverriddenEvent extends EventBase {
  readonly type: "due.overridden";
  readonly metric: string;
  /** One level of it; all, if left out. */
  readonly level?: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** Gives the due time back to the target. */
export interface DueClearedEvent extends EventBase {
  readonly type: "due.cleared";
  /** All metrics, if left out. */
  readonly metric?: string;
  readonly level?: string;
}

/** Pauses every clock until `resumed` (semantics K15). */
export interface HeldEvent extends EventBase {
  readonly type: "held";
}

/** Ends what `held` began; clocks go on that no pause of their metric holds. */
export interface ResumedEvent extends EventBase {
  readonly type: "resumed";
}

/** Takes a metric's clocks, or all, out of compliance (semantics K15). */
export interface ExemptedEvent extends EventBase {
  readonly type: "exempted";
  readonly metric?: string;
  readonly reason: string;
}

/** Cancels every clock, for good: the ticket lives on in another one. */
export interface MergedEvent extends EventBase {
  readonly type: "merged";
  readonly into?: string;
}

/** Cancels every clock, for good. */
export interface DeletedEvent extends EventBase {
  readonly type: "deleted";
}

/** Somebody took notice of an action, or (without one) of all: what is `until: "acknowledged"` ends there (semantics A1). */
export interface AcknowledgedEvent extends EventBase {
  readonly type: "acknowledged";
  /** Its id. */
  readonly action?: string;
}

/** The host performed an action: it is not due again, whatever becomes known later (semantics A5). */
export interface ActionDeliveredEvent extends EventBase {
  readonly type: "action.delivered";
  readonly action: string;
}

/** What happened to a ticket, told apart by `type`; docs/concepts.md lists what each does. */
export type HistoryEvent =
  | CreatedEvent
  | MessageEvent
  | ChangedEvent
  | ControlEvent
  | PolicyAssignedEvent
  | PolicyReleasedEvent
  | ClockResetEvent
  | DueOverriddenEvent
  | DueClearedEvent
  | HeldEvent
  | ResumedEvent
  | ExemptedEvent
  | MergedEvent
  | DeletedEvent
  | AcknowledgedEvent
  | ActionDeliveredEvent;

/** What happened to one ticket (semantics H1). */
export interface TicketHistory {
  /** Its id; part of the ids of actions. */
  readonly ticket: string;
  /** In any order; `at`, then `seq`, then position count (semantics H2). */
  readonly events: readonly HistoryEvent[];
}
