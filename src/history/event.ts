/** Who acted. `system` is the helpdesk itself; an agent's automation is a `bot`. */
export type Party = "requester" | "agent" | "bot" | "system" | "thirdParty";

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
  readonly actorGroup?: string;
  /** Id of the action that made the host write this event; such a message is never a reply (semantics H1). */
  readonly cause?: string;
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

export type HistoryEvent = CreatedEvent | MessageEvent | ChangedEvent | ControlEvent;

/** What happened to one ticket (semantics H1). */
export interface TicketHistory {
  readonly ticket: string;
  readonly events: readonly HistoryEvent[];
}
