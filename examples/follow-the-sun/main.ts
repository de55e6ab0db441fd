/**
 * Three teams, three zones, one queue. Somebody answers whenever any of them works: the first response counts by the union
 * of their hours. Whoever then holds the ticket repairs it in hours of their own: the resolution counts by the team's calendar.
 */
import {
  businessPeriods,
  businessTimeBetween,
  calendarOf,
  compileSla,
  currentClock,
  evaluateTicket,
  type HistoryEvent,
} from "dueclock";
import { length, local, outcome, table } from "../print.ts";

const nineToFive = [["09:00", "17:00"]] as const;
const weeklyHours = { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive };
const ZONES: Readonly<Record<string, string>> = {
  singapore: "Asia/Singapore",
  warsaw: "Europe/Warsaw",
  denver: "America/Denver",
};

const sla = compileSla({
  calendars: {
    singapore: { timeZone: ZONES.singapore, weeklyHours },
    warsaw: { timeZone: ZONES.warsaw, weeklyHours, holidays: ["2026-04-06"] },
    denver: { timeZone: ZONES.denver, weeklyHours },
    anybody: { union: ["singapore", "warsaw", "denver"] },
  },
  policies: [
    {
      id: "everybody",
      calendar: "anybody",
      targets: {
        firstResponse: "1h",
        resolution: {
          amount: "16h",
          // The field holds a calendar's id; until a team has the ticket, anybody's hours count
          calendar: { field: "team", otherwise: "anybody" },
        },
      },
    },
  ],
});

const at = (iso: string) => Date.parse(`2026-${iso}:00Z`);
const hoursOf = (id: string) => {
  const calendar = calendarOf(sla, id);
  if (!calendar) throw new Error(`the definition has no calendar ${id}`);
  return calendar;
};

console.log("When somebody works, by the clocks of Warsaw");
for (const { from, to } of businessPeriods(hoursOf("anybody"), at("04-03T00:00"), at("04-08T00:00")))
  console.log(`  ${local(from, ZONES.warsaw)} to ${local(to, ZONES.warsaw)}, ${length(to - from)}`);

const opened = (when: string): HistoryEvent => ({
  id: "opened",
  at: at(when),
  type: "created",
  by: "requester",
});
console.log("\nWhen a first response is due");
console.log(
  table([
    ["Opened in Warsaw", "Due in Warsaw", "in Singapore", "in Denver"],
    ...["04-03T06:30", "04-03T15:10", "04-03T22:30", "04-04T12:00", "04-06T10:00", "04-06T22:45"].map(
      (when) => {
        const verdict = evaluateTicket(sla, { ticket: "T", events: [opened(when)] }, { asOf: at(when) });
        const due = currentClock(verdict, "firstResponse")?.dueAt;
        return [at(when), due, due, due].map((instant, i) =>
          local(instant, [ZONES.warsaw, ZONES.warsaw, ZONES.singapore, ZONES.denver][i]),
        );
      },
    ),
  ]),
);

const events: readonly HistoryEvent[] = [
  opened("04-02T03:00"),
  { id: "to-singapore", at: at("04-02T04:00"), type: "message", by: "agent", set: { team: "singapore" } },
  { id: "to-warsaw", at: at("04-02T08:30"), type: "changed", set: { team: "warsaw" } },
  { id: "to-denver", at: at("04-02T16:00"), type: "changed", set: { team: "denver" } },
];
const asOf = at("04-02T17:00");
const resolution = currentClock(evaluateTicket(sla, { ticket: "T-88", events }, { asOf }), "resolution");
if (!resolution) throw new Error("the policy promises a resolution");
console.log(
  `\nTicket T-88 goes round the world: ${outcome(resolution)}, due ${local(resolution.dueAt, ZONES.denver)} in Denver`,
);
console.log(
  `Used ${length(resolution.elapsedMs)} of ${length(resolution.targetMs)}, each part by the hours and clocks of whoever had it:`,
);
for (const { from, to, event } of resolution.stretches) {
  const who = event.startsWith("to-") ? event.slice(3) : "anybody";
  const zone = ZONES[who] ?? ZONES.warsaw;
  const used = businessTimeBetween(hoursOf(who), from, to ?? asOf);
  console.log(`  ${who.padEnd(9)}  from ${local(from, zone)} to ${local(to ?? asOf, zone)}: ${length(used)}`);
}
