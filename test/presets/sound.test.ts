import { readFileSync } from "node:fs";
import { checkSla, type MetricDefinition } from "dueclock";
import * as exported from "dueclock/presets";
import {
  chatwoot,
  dynamics365,
  erpNext,
  frappe,
  freshdesk,
  front,
  glpi,
  hubSpot,
  intercom,
  itop,
  jiraServiceManagement,
  libreDesk,
  liveAgent,
  loopXm,
  messageHub,
  osTicket,
  otobo,
  type Preset,
  plain,
  redmine,
  requestTracker,
  salesforce,
  serviceNow,
  zammad,
  zendesk,
} from "dueclock/presets";
import { describe, expect, it } from "vitest";

const paid = { field: "paid", is: true } as const;
const moved = { on: "changed", field: "location" } as const;

/** Each with every option that changes what it is made of. */
const PRESETS: readonly (readonly [string, Preset<string>])[] = [
  ["chatwoot", chatwoot()],
  ["dynamics365", dynamics365()],
  [
    "dynamics365 with a KPI of one's own",
    dynamics365({
      kpis: [
        { id: "visit", success: paid, applicableFrom: "promisedAt", pause: { field: "held", is: true } },
      ],
      recalculateOnTerminalStatus: true,
    }),
  ],
  ["erpNext", erpNext()],
  ["frappe", frappe()],
  ["freshdesk", freshdesk()],
  ["front", front()],
  ["glpi", glpi()],
  ["glpi with OLAs of two groups", glpi({ olaGroups: ["net", "desk"] })],
  ["hubSpot", hubSpot()],
  [
    "hubSpot that pauses",
    hubSpot({ pauses: [{ pipeline: "a", status: "b" }, { status: "c" }], edits: "newAndOpenTickets" }),
  ],
  ["intercom", intercom()],
  ["itop", itop()],
  ["libreDesk", libreDesk()],
  ["liveAgent", liveAgent()],
  ["loopXm", loopXm()],
  ["messageHub", messageHub()],
  ["osTicket", osTicket()],
  ["otobo", otobo()],
  ["redmine", redmine()],
  ["requestTracker", requestTracker()],
  ["zammad", zammad()],
  ["zendesk", zendesk()],
  [
    "jiraServiceManagement",
    jiraServiceManagement({
      slas: [
        {
          id: "a",
          start: [{ on: "created" }],
          pause: [paid],
          stop: [{ on: "becomes", condition: paid, if: paid }],
        },
        { id: "b", start: [moved], pause: [], stop: [] },
      ],
    }),
  ],
  ["plain", plain()],
  ["plain without pauses", plain({ firstResolutionPausesOn: [], totalResolutionPausesOn: [] })],
  [
    "salesforce",
    salesforce({
      milestones: [
        { id: "a", criteria: paid, completed: [{ ...moved, if: paid }], startsFrom: "entitlementProcess" },
        {
          id: "b",
          criteria: paid,
          completed: [{ on: "becomes", condition: paid }],
          recurrence: "sequential",
        },
      ],
      processStart: "startedAt",
      stopped: paid,
    }),
  ],
  [
    "serviceNow",
    serviceNow({
      definitions: [
        { id: "a", start: paid },
        {
          id: "b",
          start: paid,
          stop: paid,
          cancel: paid,
          pause: paid,
          resume: paid,
          reset: [moved],
          resetAction: "cancel",
        },
        {
          id: "c",
          start: paid,
          cancel: "never",
          pause: paid,
          retroactive: { start: { field: "openedAt" }, pause: true },
        },
      ],
    }),
  ],
];

describe("every preset", () => {
  it.each(PRESETS)("is JSON that makes a definition without an issue: %s", (_, preset) => {
    const targets = Object.fromEntries(preset.metrics.map(({ id }: MetricDefinition) => [id, "1h"]));
    const json = JSON.parse(JSON.stringify({ ...preset, policies: [{ id: "all", targets }] }));
    expect(json.metrics).toEqual(preset.metrics);
    expect(Object.keys(exported)).toContain(json.preset);
    expect(checkSla(json).issues).toEqual([]);
  });

  it("has a row in the list of presets, with a page", () => {
    const list = readFileSync(new URL("../../docs/presets/README.md", import.meta.url), "utf8");
    const rows = [...list.matchAll(/^\| .* \| `(\w+)` \| \[.*\]\(.*\.md\) \|$/gm)].map(([, name]) => name);
    const helpers = ["zammadOrder"];
    const names = Object.keys(exported).filter((name) => !helpers.includes(name));
    expect([...rows].sort()).toEqual(names.sort());
  });
});
