import {
  compileSla,
  type Definition,
  evaluateTicket,
  type FieldPatch,
  type HistoryEvent,
  type TicketHistory,
} from "../../index.ts";
import { count, type DataSet, instantOf, readJsonLines, type Score, score } from "./dataSet.ts";

/*
 * Audit trails of incidents from a ServiceNow desk, each with the desk's own verdict `made_sla`. No rule came with
 * them: the one below is the one that fits (`../shared/data/README.md`).
 */

export interface Incident {
  readonly id: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly caller: string;
  readonly opened_by: string;
  readonly contact: string;
  readonly category: string;
  /** The desk's verdict after the last update. */
  readonly made_sla: boolean;
  readonly events: readonly Update[];
}

/** An update holds the fields that changed since the one before; the first holds all. */
interface Update {
  readonly t: string;
  readonly mod: number;
  readonly by: string;
  readonly state?: string;
  readonly priority?: number;
  readonly impact?: number;
  readonly urgency?: number;
  readonly group?: string | null;
  readonly assignee?: string | null;
  readonly reassignments?: number;
  readonly reopens?: number;
  readonly made_sla?: boolean;
}

export const UCI_FILE = "uci-incidents*.jsonl.gz";

export const UCI: DataSet = {
  name: "uci",
  files: [UCI_FILE],
  report: (folder) => {
    const { equal, of } = compareUci(folder);
    return [`uci verdicts (made_sla): ${equal} of ${of}`];
  },
};

const HOURS = [["14:00", "23:00"]] as const;

/** On time by the target of the last priority, from the opening to the closing; exactly its business time is on time. */
export const FITTED: Definition<"closure"> = {
  calendars: {
    desk: { timeZone: "UTC", weeklyHours: { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS } },
  },
  statuses: { New: "new", Resolved: "solved", Closed: "closed" },
  metrics: [
    {
      id: "closure",
      start: [{ on: "created" }],
      stop: [{ on: "control", name: "closed_at" }],
      repeats: "once",
    },
  ],
  policies: [
    {
      id: "by-priority",
      calendar: "desk",
      targets: { closure: { byPriority: { 1: "4h", 2: "8h", 3: "62h", 4: "134h" } } },
    },
  ],
  options: { endOfBudget: "nextOpening", retarget: "keepStart", breach: "current" },
  report: { fields: ["made_sla", "priority"] },
};

/** How many of the closed incidents the engine judges as the desk did. */
export function compareUci(folder: string): Score {
  const sla = compileSla(FITTED);
  const verdicts = score();
  for (const incident of readJsonLines<Incident>(folder, UCI_FILE)) {
    if (incident.closed_at === null) continue;
    const history = historyOf(incident);
    const asOf = Math.max(...history.events.map(({ at }) => at));
    const { clocks } = evaluateTicket(sla, history, { asOf, detail: "lean" });
    count(verdicts, clocks[0]?.met === incident.made_sla);
  }
  return verdicts;
}

/**
 * All that is known of an incident. What its first update holds is true from the opening on. `closed_at` is a control
 * event of that name: it is later than the last update to `Closed` where a closed incident was updated again.
 */
export function historyOf({ events: updates, ...incident }: Incident): TicketHistory {
  const { id, contact, category, caller } = incident;
  const events: HistoryEvent[] = [
    {
      id: "opened",
      at: instantOf(incident.opened_at),
      type: "created",
      by: "requester",
      author: incident.opened_by,
      channel: contact,
      set: { category, caller, ...(updates.length > 0 && patchOf(updates[0])) },
    },
    ...updates.map(
      (update, i): HistoryEvent => ({
        id: `update ${i}`,
        at: instantOf(update.t),
        type: "changed",
        actor: update.by,
        set: patchOf(update),
      }),
    ),
  ];
  if (incident.closed_at !== null)
    events.push({ id: "closed", at: instantOf(incident.closed_at), type: "control", name: "closed_at" });
  return { ticket: id, events };
}

function patchOf({ t, mod, by, state, ...fields }: Update): FieldPatch {
  return { ...fields, ...(state !== undefined && { status: state }) };
}
