/**
 * Prime time is when the desk is open. A ticket opened then is answered within an hour of working time; an urgent one within
 * an hour, open or not. What comes outside of it and is urgent goes to whoever is on call, who has four hours around the
 * clock; the rest waits until the desk opens. `during` asks whether an instant lies in a calendar's hours.
 */
import { compileSla, currentClock, evaluateTicket, type HistoryEvent } from "dueclock";
import { length, local, table } from "../print.ts";

const ZONE = "Europe/Warsaw";
const nineToFive = [["09:00", "17:00"]] as const;
const prime = { fact: "createdAt", during: "desk" } as const;
const urgent = { field: "priority", is: "urgent" } as const;

const sla = compileSla({
  calendars: {
    desk: {
      timeZone: ZONE,
      weeklyHours: { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive },
      holidays: [{ from: "2026-05-01", to: "2026-05-03" }],
    },
  },
  policies: [
    {
      id: "prime",
      name: "Prime time",
      if: prime,
      calendar: "desk",
      targets: {
        firstResponse: { goals: [{ if: urgent, amount: "1h", basis: "aroundTheClock" }, { amount: "1h" }] },
      },
    },
    {
      id: "on-call",
      name: "On call",
      if: { all: [{ not: prime }, urgent] },
      calendar: "desk", // for its zone: the target counts around the clock
      targets: { firstResponse: { amount: "4h", basis: "aroundTheClock" } },
      actions: [
        {
          kind: "reminder",
          id: "page",
          metric: "firstResponse",
          fire: { at: "10%" },
          notify: ["group:on-call"],
        },
      ],
    },
    { id: "next-opening", name: "Next opening", calendar: "desk", targets: { firstResponse: "2h" } },
  ],
});

const at = (iso: string) => Date.parse(`2026-${iso}:00+02:00`);
const opened = (when: string, priority: string): HistoryEvent => ({
  id: "opened",
  at: at(when),
  type: "created",
  by: "requester",
  set: { priority },
});

const tickets = [
  ["04-30T16:30", "normal"],
  ["04-30T16:59", "urgent"],
  ["04-30T17:00", "urgent"],
  ["04-30T22:15", "normal"],
  ["05-01T11:00", "urgent"], // a Friday, but a holiday
  ["05-04T08:59", "normal"],
  ["05-04T09:00", "normal"],
] as const;

console.log("What a ticket opened then is promised\n");
console.log(
  table([
    ["Opened", "Priority", "Commitment", "Target", "First response due", "On call is paged"],
    ...tickets.map(([when, priority]) => {
      const verdict = evaluateTicket(
        sla,
        { ticket: "T", events: [opened(when, priority)] },
        { asOf: at(when) },
      );
      const clock = currentClock(verdict, "firstResponse");
      return [
        local(at(when), ZONE),
        priority,
        verdict.policy?.name ?? "-",
        length(clock?.targetMs),
        local(clock?.dueAt, ZONE),
        local(verdict.actions[0]?.fireAt, ZONE),
      ];
    }),
  ]),
);

// Raised at night: until then no working time had passed, so all of the four hours are left
const raised: readonly HistoryEvent[] = [
  opened("04-30T17:30", "normal"),
  { id: "raised", at: at("04-30T20:00"), type: "changed", set: { priority: "urgent" } },
];
const verdict = evaluateTicket(sla, { ticket: "T-9", events: raised }, { asOf: at("04-30T20:00") });
const clock = currentClock(verdict, "firstResponse");
console.log("\nOne opened Thu 30 Apr 17:30 as normal is raised to urgent at 20:00:");
console.log(
  `  ${verdict.policy?.name}, due ${local(clock?.dueAt, ZONE)}, ${length(clock?.remainingMs)} left of ${length(clock?.targetMs)}`,
);
for (const { policy, matches, failed } of verdict.why)
  console.log(`  ${policy}: ${matches ? "yes" : `no, its condition fails at ${JSON.stringify(failed)}`}`);
