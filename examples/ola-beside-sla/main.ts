/**
 * A customer is promised a resolution; the teams promise each other how long a ticket may lie with one of them. Two policy
 * sets over the same history: when the customer's promise is missed, the other set says where the time went.
 */
import { compileSla, evaluateTicket, type HistoryEvent } from "dueclock";
import { length, local, outcome, table } from "../print.ts";

const ZONE = "Europe/Berlin";
const nineToFive = [["09:00", "17:00"]] as const;

const sla = compileSla({
  calendars: {
    office: {
      timeZone: ZONE,
      weeklyHours: { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive },
    },
  },
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "customers",
          calendar: "office",
          targets: { firstResponse: "1h", resolution: { amount: "8h", atRisk: "25%" } },
        },
      ],
    },
    {
      id: "ola",
      policies: [
        {
          id: "front-desk",
          kind: "ola",
          if: { field: "group", is: "front desk" },
          calendar: "office",
          targets: { ownership: "1h" },
        },
        {
          id: "specialists",
          kind: "ola",
          calendar: "office",
          targets: { ownership: "3h" },
        },
      ],
    },
  ],
});

const at = (iso: string) => Date.parse(`2026-03-${iso}+01:00`);
const events: readonly HistoryEvent[] = [
  { id: "opened", at: at("02T10:00"), type: "created", by: "requester", set: { group: "front desk" } },
  { id: "answered", at: at("02T10:25"), type: "message", by: "agent", set: { assignee: "anna" } },
  { id: "to-network", at: at("02T10:40"), type: "changed", set: { group: "network", assignee: null } },
  { id: "taken", at: at("02T14:10"), type: "changed", set: { assignee: "bert" } },
  { id: "to-database", at: at("02T16:00"), type: "changed", set: { group: "database", assignee: "cleo" } },
  { id: "back", at: at("03T10:30"), type: "changed", set: { group: "network", assignee: "bert" } },
  { id: "solved", at: at("03T12:00"), type: "changed", set: { status: "solved" } },
];
const verdict = evaluateTicket(sla, { ticket: "T-31", events }, { asOf: at("03T12:00") });

const rows = (set: string) =>
  verdict.clocks
    .filter(({ policySet }) => policySet === set)
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((clock) => [
      clock.per ?? clock.metric,
      local(clock.startedAt, ZONE),
      local(clock.endedAt, ZONE),
      length(clock.elapsedMs),
      length(clock.targetMs),
      outcome(clock),
    ]);

console.log("Ticket T-31, what the customer was promised");
console.log(table([["Promise", "From", "To", "Used", "Of", "Stands"], ...rows("sla")]));
console.log("\nWhat the teams promised each other");
console.log(table([["Team", "From", "To", "Used", "Of", "Stands"], ...rows("ola")]));

const resolution = verdict.clocks.find(({ id }) => id === "sla:resolution#1");
console.log(
  `\nThe resolution was missed ${local(resolution?.breachedAt, ZONE)}, while ${resolution?.breachedBy?.assignee} had it.`,
);
for (const { per, met, remainingMs } of verdict.clocks.filter(({ policySet }) => policySet === "ola"))
  if (met === false)
    console.log(`Of the teams, ${per} kept it ${length(-(remainingMs ?? 0))} longer than promised.`);
console.log("\nWho had how much of its working time:");
console.log(
  table([
    ["Team", "Assignee", "Time"],
    ...(resolution?.attribution ?? []).map(({ group, assignee, elapsedMs }) => [
      group ?? "-",
      assignee ?? "nobody yet",
      length(elapsedMs),
    ]),
  ]),
);
