/**
 * Two suppliers repair what the desk cannot: each by its own contract, in its own hours, in its own zone. The supplier's
 * clock runs while it holds the ticket; the customer's clock does not stop for that, and says how much of it was theirs.
 */
import { calendarOf, compileSla, evaluateTicket, type HistoryEvent, nextBusinessTime } from "dueclock";
import { length, local, outcome, table } from "../print.ts";

const day = (from: string, to: string) => [[from, to]] as const;
const weekdays = (hours: ReturnType<typeof day>) => ({
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
});
const ZONES: Readonly<Record<string, string>> = {
  desk: "Europe/Warsaw",
  nordfiber: "Europe/Oslo",
  baycloud: "America/Los_Angeles",
};

const sla = compileSla({
  calendars: {
    desk: { timeZone: ZONES.desk, weeklyHours: weekdays(day("08:00", "18:00")) },
    nordfiber: { timeZone: ZONES.nordfiber, weeklyHours: weekdays(day("08:00", "16:00")) },
    baycloud: { timeZone: ZONES.baycloud, weeklyHours: weekdays(day("07:00", "19:00")) },
  },
  metrics: [
    {
      id: "supplier",
      per: "supplier",
      start: [{ on: "changed", field: "supplier" }],
      stop: [
        { on: "changed", field: "supplier" },
        { on: "becomes", condition: { fact: "done", is: true } },
      ],
      // Not their time while they wait for us
      pause: { while: { field: "supplierWaits", is: true } },
      repeats: "always",
    },
  ],
  policySets: [
    { id: "sla", policies: [{ id: "customers", calendar: "desk", targets: { resolution: "16h" } }] },
    {
      id: "contracts",
      policies: [
        {
          id: "underpinning",
          kind: "contract",
          if: { field: "supplier", exists: true },
          // The field holds a calendar's id
          calendar: { field: "supplier", otherwise: "desk" },
          targets: {
            supplier: {
              goals: [{ if: { field: "supplier", is: "nordfiber" }, amount: "4h" }, { amount: "6h" }],
            },
          },
          actions: [
            {
              kind: "reminder",
              id: "call-them",
              metric: "supplier",
              fire: { before: "1h" },
              notify: ["supplier.hotline"],
            },
          ],
        },
      ],
    },
  ],
});

const at = (iso: string) => Date.parse(`2026-03-${iso}+01:00`);
const events: readonly HistoryEvent[] = [
  { id: "1", at: at("02T09:00"), type: "created", by: "requester", set: { assignee: "ewa" } },
  { id: "2", at: at("02T11:00"), type: "changed", set: { supplier: "nordfiber" } },
  {
    id: "3",
    at: at("02T12:00"),
    type: "message",
    by: "thirdParty",
    visibility: "internal",
    set: { supplierWaits: true },
  },
  { id: "4", at: at("02T14:30"), type: "changed", set: { supplierWaits: false } },
  { id: "5", at: at("03T10:00"), type: "changed", set: { supplier: "baycloud" } },
];
const verdict = evaluateTicket(sla, { ticket: "T-52", events }, { asOf: at("03T14:30") });

console.log(`Ticket T-52, ${local(verdict.asOf, ZONES.desk)} in Warsaw\n`);
console.log(
  table([
    ["Clock", "Started", "Used", "Of", "Due in Warsaw", "Due over there", "Stands"],
    ...verdict.clocks.map((clock) => [
      clock.per ?? "customer",
      local(clock.startedAt, ZONES.desk),
      length(clock.elapsedMs),
      length(clock.targetMs),
      local(clock.dueAt, ZONES.desk),
      clock.per === null ? "" : local(clock.dueAt, ZONES[clock.per]),
      clock.outsideBusinessHours ? `${outcome(clock)}, closed` : outcome(clock),
    ]),
  ]),
);

const baycloud = calendarOf(sla, "baycloud");
const opens = baycloud && nextBusinessTime(baycloud, verdict.asOf);
console.log(
  `\nBaycloud opens ${local(opens, ZONES.desk)} in Warsaw, ${local(opens, ZONES.baycloud)} over there.`,
);
for (const { clock, notify, fireAt, status } of verdict.actions)
  console.log(`${clock}: tell ${notify.join(", ")} ${local(fireAt, ZONES.desk)}, ${status}`);

const customer = verdict.clocks.find(({ metric }) => metric === "resolution");
console.log("\nWhose the customer's working time was:");
for (const { supplier, elapsedMs } of customer?.attribution ?? [])
  console.log(`  ${(supplier ?? "the desk").padEnd(9)}  ${length(elapsedMs)}`);
