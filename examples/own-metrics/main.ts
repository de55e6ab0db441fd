/**
 * A repair shop measures what no helpdesk has built in: how long a diagnosis takes, how long a repair takes without the
 * wait for spare parts, and whether the customer hears something every day. Metrics are data, so it writes them down.
 */
import { compileSla, currentClock, evaluateTicket, type HistoryEvent } from "dueclock";
import { length, local, outcome, table } from "../print.ts";

const ZONE = "Europe/Warsaw";
const shopHours = [["08:00", "18:00"]] as const;
const done = { fact: "done", is: true } as const;

const sla = compileSla({
  calendars: {
    shop: {
      timeZone: ZONE,
      weeklyHours: { mon: shopHours, tue: shopHours, wed: shopHours, thu: shopHours, fri: shopHours },
    },
  },
  metrics: [
    {
      id: "diagnosis",
      start: [{ on: "becomes", condition: { field: "device", is: "received" } }],
      stop: [{ on: "control", name: "diagnosed" }],
      cancel: [{ on: "becomes", condition: done }],
      repeats: "once",
    },
    {
      id: "repair",
      start: [{ on: "control", name: "diagnosed" }],
      stop: [{ on: "becomes", condition: done }],
      // A latch: the wait for parts lasts from one moment until another
      pause: {
        on: [{ on: "control", name: "parts.ordered" }],
        until: [{ on: "control", name: "parts.arrived" }],
      },
      repeats: "once",
      // Brought back within the warranty, it goes on where it ended
      reopen: { on: [{ on: "ceases", condition: done }], as: "resume" },
    },
    {
      id: "dailyNews",
      start: [{ on: "created" }, { on: "reply" }],
      // A cadence: news that come early do not bring the next ones forward
      from: "previousDue",
      stop: [{ on: "reply" }],
      cancel: [{ on: "becomes", condition: done }],
      repeats: "always",
    },
    {
      id: "partsWait",
      start: [{ on: "control", name: "parts.ordered" }],
      stop: [{ on: "control", name: "parts.arrived" }],
      repeats: "always",
    },
  ],
  policies: [
    {
      id: "repairs",
      calendar: "shop",
      targets: {
        diagnosis: "4h",
        repair: { goals: [{ if: { field: "express", is: true }, amount: "6h" }, { amount: "16h" }] },
        dailyNews: { businessDays: 1 },
      },
    },
  ],
  measure: ["partsWait"],
});

const at = (iso: string) => Date.parse(`2026-03-${iso}+01:00`);
const events: readonly HistoryEvent[] = [
  { id: "1", at: at("02T09:00"), type: "created", by: "requester", set: { express: true } },
  { id: "2", at: at("02T15:00"), type: "changed", set: { device: "received" } },
  { id: "3", at: at("03T08:30"), type: "control", name: "diagnosed" },
  { id: "4", at: at("03T08:40"), type: "message", by: "agent" },
  { id: "5", at: at("03T09:30"), type: "control", name: "parts.ordered" },
  { id: "6", at: at("05T11:00"), type: "control", name: "parts.arrived" },
  { id: "7", at: at("05T11:10"), type: "message", by: "agent" },
];
const verdict = evaluateTicket(sla, { ticket: "R-7", events }, { asOf: at("05T13:00") });

console.log(`Repair R-7, ${local(verdict.asOf, ZONE)} in Warsaw\n`);
console.log(
  table([
    ["Clock", "Started", "Due", "Used", "Of", "Paused", "Stands"],
    ...verdict.clocks.map((clock) => [
      clock.id,
      local(clock.startedAt, ZONE),
      local(clock.dueAt, ZONE),
      length(clock.elapsedMs),
      length(clock.targetMs),
      clock.pausedMs > 0 ? length(clock.pausedMs) : "-",
      outcome(clock),
    ]),
  ]),
);

const repair = currentClock(verdict, "repair");
console.log(
  `\nThe repair has ${length(repair?.remainingMs)} of shop time left; the wait for parts used none of it:`,
);
for (const { kind, from, to } of repair?.stretches ?? [])
  console.log(`  ${kind.padEnd(7)}  ${local(from, ZONE)} to ${to === null ? "now" : local(to, ZONE)}`);
console.log(`Look again ${local(verdict.nextChangeAt, ZONE)}.`);
