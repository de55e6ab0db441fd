import type { BuiltInMetric, Definition, PolicyDefinition } from "../../index.ts";
import { CALENDARS, HOLIDAYS } from "./sampleCalendars.ts";

/** The Friday afternoon in Berlin, and morning in New York, at which the sample was "exported". */
export const SAMPLE_AS_OF = Date.parse("2026-05-15T14:00:00Z");

/** What the sample's helpdesk promises: gold customers first, then each side of the Atlantic in its own hours. */
export const SAMPLE_DEFINITION: Definition = {
  calendars: CALENDARS,
  holidayLists: HOLIDAYS,
  statuses: {
    New: "new",
    Open: "open",
    Pending: "pending",
    "On hold": "onHold",
    Solved: "solved",
    Closed: "closed",
  },
  policies: [gold(), americas(), europe(), everybodyElse()],
  report: { fields: ["subject", "priority", "assignee", "region"] },
};

type Policy = PolicyDefinition<BuiltInMetric>;

function gold(): Policy {
  return {
    id: "gold",
    name: "Gold customers",
    description: "Urgent tickets are answered and solved around the clock.",
    if: { field: "plan", is: "gold" },
    calendar: "berlin",
    targets: {
      firstResponse: {
        goals: [
          { if: { field: "priority", is: "urgent" }, amount: "30m", basis: "aroundTheClock", atRisk: "10m" },
          { amount: "1h", atRisk: "15m" },
        ],
      },
      nextResponse: { amount: "2h", atRisk: "30m" },
      resolution: {
        goals: [
          { if: { field: "priority", is: "urgent" }, amount: "8h", basis: "aroundTheClock", atRisk: "25%" },
          { amount: "10h", atRisk: "25%" },
        ],
      },
    },
    actions: [
      {
        kind: "reminder",
        id: "gold-answer-soon",
        metric: "firstResponse",
        fire: { before: "15m" },
        notify: ["assignee", "group:berlin"],
      },
      {
        kind: "escalation",
        id: "gold-answer-late",
        metric: "firstResponse",
        fire: { after: "15m" },
        notify: ["user:hanna", "assignee"],
        set: { priority: "urgent" },
      },
      {
        kind: "reminder",
        id: "gold-solve-soon",
        metric: "resolution",
        fire: { at: "75%" },
        notify: ["assignee"],
      },
      {
        kind: "escalation",
        id: "gold-solve-late",
        metric: "resolution",
        fire: { after: "30m" },
        notify: ["user:hanna", "account.manager"],
        set: { assignee: "hanna" },
      },
    ],
  };
}

function americas(): Policy {
  return {
    id: "americas",
    name: "Americas",
    if: { field: "region", is: "americas" },
    calendar: "new-york",
    targets: {
      firstResponse: { byPriority: { urgent: "1h", high: "2h" }, otherwise: "4h", atRisk: "25%" },
      nextResponse: { byPriority: { urgent: "2h", high: "3h" }, otherwise: "5h", atRisk: "25%" },
      resolution: { byPriority: { urgent: "6h", high: "12h" }, otherwise: "20h", atRisk: "25%" },
    },
    actions: regionalActions("americas", "mark", "group:new-york"),
  };
}

function europe(): Policy {
  return {
    id: "europe",
    name: "Europe",
    if: {
      all: [
        { field: "region", is: "europe" },
        { field: "kind", isNot: "newsletter" },
      ],
    },
    calendar: "berlin",
    targets: {
      firstResponse: { byPriority: { urgent: "1h", high: "2h" }, otherwise: "4h", atRisk: "25%" },
      nextResponse: { byPriority: { urgent: "2h", high: "3h" }, otherwise: "4h", atRisk: "25%" },
      resolution: { byPriority: { urgent: "6h", high: "10h" }, otherwise: "16h", atRisk: "25%" },
    },
    actions: regionalActions("europe", "hanna", "group:berlin"),
  };
}

/** Partners and newsletters: answered when there is time, and nothing promised beyond the first response. */
function everybodyElse(): Policy {
  return { id: "others", name: "Everybody else", calendar: "berlin", targets: { firstResponse: "8h" } };
}

function regionalActions(policy: string, lead: string, group: string): NonNullable<Policy["actions"]> {
  return [
    {
      kind: "reminder",
      id: `${policy}-answer-soon`,
      metric: "firstResponse",
      fire: { at: "75%" },
      notify: ["assignee", group],
    },
    {
      kind: "escalation",
      id: `${policy}-answer-late`,
      metric: "firstResponse",
      fire: { after: "30m" },
      notify: [`user:${lead}`, group],
      set: { priority: "urgent" },
    },
    {
      kind: "reminder",
      id: `${policy}-reply-soon`,
      metric: "nextResponse",
      fire: { before: "30m" },
      notify: ["assignee"],
    },
    {
      kind: "escalation",
      id: `${policy}-solve-late`,
      metric: "resolution",
      fire: { after: "1h" },
      notify: [`user:${lead}`, "assignee"],
      set: { assignee: lead },
    },
  ];
}
