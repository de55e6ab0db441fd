import type { Condition, Definition } from "../../index.ts";

/*
 * What the projects and the desk behind the histories might have promised: several metrics, policy sets, calendars
 * and actions, so that a replay goes through as much of the engine as real tickets lead it through.
 */

const OFFICE = [["09:00", "12:30"], ["13:30", "17:00"]] as const; // biome-ignore format: one day
const week = <W>(hours: W) => ({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours });

const DONE: Condition = { fact: "done", is: true };
const WAITS_FOR_AUTHOR: Condition = {
  any: [
    { field: "labels", contains: "Waiting for author" },
    { field: "labels", contains: "Needs rebase" },
    { field: "draft", is: true },
  ],
};

/** For `github.ts`'s histories. */
export const PROJECT: Definition<"resolution" | "review" | "labelled" | "cadence"> = {
  calendars: {
    maintainers: { timeZone: "Europe/Berlin", weeklyHours: week(OFFICE), holidays: ["12-25", "12-26", "01-01"] },
  },
  statuses: { open: "new", reopened: "open", closed: "closed" },
  metrics: [
    // The author's turn is a pause
    {
      id: "resolution",
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: DONE }],
      pause: { while: WAITS_FOR_AUTHOR },
      repeats: "once",
      reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
    },
    // From a push to a member's next look at it; every push asks anew
    {
      id: "review",
      start: [{ on: "control", name: "head_ref_force_pushed", if: { not: DONE } }, { on: "control", name: "review_requested", if: { not: DONE } }],
      stop: [{ on: "message", by: "agent", channel: ["review", "review_comment", "comment"] }],
      cancel: [{ on: "becomes", condition: DONE }],
      reset: { on: [{ on: "control", name: "head_ref_force_pushed" }], as: "judged" },
      repeats: "always",
    },
    // How long each label stays
    {
      id: "labelled",
      start: [{ on: "changed", field: "labels" }],
      stop: [{ on: "changed", field: "labels" }],
      repeats: "always",
      per: "labels",
    },
    // A word from somebody at least this often, the first counted from the creation
    {
      id: "cadence",
      start: [{ on: "created" }, { on: "message", if: { not: DONE } }],
      from: "previousDue",
      stop: [{ on: "message", by: ["agent", "thirdParty"] }],
      cancel: [{ on: "becomes", condition: DONE }],
      repeats: "always",
    },
  ],
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "bugs",
          if: { any: [{ field: "labels", contains: "Bug" }, { field: "labels", contains: "bug" }] },
          calendar: "maintainers",
          targets: {
            firstResponse: { amount: "4h", atRisk: "25%" },
            nextResponse: "14h",
            resolution: { levels: { triage: { businessDays: 2, at: "close" }, fix: "140h" } },
            periodicUpdate: "35h",
          },
          actions: [
            { kind: "reminder", id: "bug-soon", metric: "firstResponse", fire: { before: "1h" }, notify: ["assignee"] },
            { kind: "escalation", id: "bug-late", metric: "resolution", fire: { after: "7h" }, set: { urgent: true } },
          ],
        },
        {
          id: "pulls",
          if: { field: "kind", is: "pull" },
          calendar: "maintainers",
          targets: { firstResponse: "14h", nextResponse: "21h", resolution: { businessDays: 30 }, cadence: "70h" },
          actions: [{ kind: "reminder", id: "pull-half", metric: "resolution", fire: { at: "50%" } }],
        },
        {
          id: "issues",
          calendar: "maintainers",
          targets: { firstResponse: "2d", resolution: { amount: "90d", basis: "aroundTheClock" }, pausableUpdate: "70h" },
        },
      ],
    },
    {
      id: "ola",
      options: { selection: "allMatching", retarget: "restart", calendarSwitch: "lastWins" },
      policies: [
        { id: "reviews", if: { field: "kind", is: "pull" }, targets: { review: "72h", assignment: "24h" } },
        { id: "labels", calendar: "maintainers", targets: { labelled: "70h", agentWork: "140h" } },
        { id: "members", if: { field: "association", is: "MEMBER" }, targets: { review: "48h", requesterWait: "720h" } },
      ],
    },
  ],
  options: { endOfBudget: "nextOpening" },
  report: { fields: ["kind", "association"] },
}; // biome-ignore format: a rule a line

/** For `uci.ts`'s histories. */
export const DESK: Definition<"vendor" | "closure"> = {
  calendars: {
    desk: { timeZone: "America/Sao_Paulo", weeklyHours: week(OFFICE), holidays: ["12-25", "01-01"] },
    extended: { timeZone: "UTC", weeklyHours: week([["06:00", "22:00"]] as const) },
  },
  statuses: {
    New: "new", Active: "open", "Awaiting User Info": "pending", "Awaiting Vendor": "onHold", "Awaiting Problem": "onHold",
    "Awaiting Evidence": "pending", Resolved: "solved", Closed: "closed",
  },
  metrics: [
    {
      id: "vendor",
      start: [{ on: "becomes", condition: { field: "status", is: "Awaiting Vendor" } }],
      stop: [{ on: "ceases", condition: { field: "status", is: "Awaiting Vendor" } }],
      repeats: "always",
    },
    // Closed for good, whatever was reopened before
    {
      id: "closure",
      start: [{ on: "created" }],
      stop: [{ on: "control", name: "closed_at" }],
      pause: {
        on: [{ on: "changed", field: "status", if: { fact: "statusCategory", is: "pending" } }],
        until: [{ on: "changed", field: "assignee" }, { on: "changed", field: "status" }],
      },
      repeats: "once",
    },
  ],
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "critical",
          if: { field: "priority", in: [1, 2] },
          calendar: "extended",
          targets: {
            resolution: { byPriority: { 1: "4h", 2: "8h" }, basis: "aroundTheClock", atRisk: "1h" },
            assignment: "30m",
            closure: "134h",
          },
          actions: [
            { kind: "escalation", id: "critical-late", metric: "resolution", fire: { at: "100%" }, set: { group: "lead" } },
            { kind: "reminder", id: "critical-soon", metric: "resolution", fire: { before: "30m" }, notify: ["assignee"] },
          ],
        },
        {
          id: "standard",
          calendar: "desk",
          targets: {
            resolution: { levels: { callback: "7h", fix: { byPriority: { 3: "62h" }, otherwise: "134h" } } },
            assignment: "4h",
            closure: { businessDays: 10, at: "close" },
            requesterWait: "35h",
          },
          actions: [{ kind: "reminder", id: "standard-soon", metric: "resolution", level: "fix", fire: { before: "7h" } }],
        },
      ],
      options: { breach: "current" },
    },
    {
      id: "ola",
      policies: [{ id: "groups", calendar: "desk", targets: { ownership: "14h", agentWork: "28h", vendor: { businessDays: 5 } } }],
      options: { retarget: "restart" },
    },
  ],
  report: { fields: ["priority", "category"] },
}; // biome-ignore format: a rule a line
