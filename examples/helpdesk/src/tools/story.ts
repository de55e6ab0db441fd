import type { Definition, HistoryEvent } from "dueclock";
import type { Random } from "./random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An event, and when the desk hears of it: now and then late, now and then more than once. */
export interface Happening {
  readonly ticket: string;
  readonly event: HistoryEvent;
  readonly arrivals: readonly number[];
}

/** Reminders and escalations of each kind: repeated, in steps, with a condition, in the desk's hours, by the wall clock. */
export const CHAOS_DEFINITION: Definition = {
  calendars: {
    day: {
      timeZone: "UTC",
      weeklyHours: weekOf("06:00", "22:00"),
    },
  },
  policies: [
    {
      id: "gold",
      if: { field: "plan", is: "gold" },
      targets: {
        firstResponse: "30m",
        nextResponse: "1h",
        resolution: { byPriority: { urgent: "3h" }, otherwise: "6h" },
      },
      actions: [
        {
          kind: "reminder",
          id: "soon",
          metric: "firstResponse",
          fire: { before: "10m" },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "late",
          metric: "firstResponse",
          fire: { after: 0 },
          steps: [
            { after: "10m", notify: ["group:leads"] },
            { after: "40m", notify: ["user:head"] },
          ],
          set: { priority: "urgent" },
        },
        {
          kind: "reminder",
          id: "again",
          metric: "nextResponse",
          fire: { at: "75%" },
          repeat: { every: "20m", times: 3 },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "unsolved",
          metric: "resolution",
          fire: { after: "15m" },
          set: { assignee: "head" },
        },
      ],
    },
    {
      id: "rest",
      calendar: "day",
      targets: { firstResponse: "2h", nextResponse: "3h", resolution: "8h" },
      actions: [
        {
          kind: "reminder",
          id: "rest-soon",
          metric: "firstResponse",
          fire: { at: "50%" },
          notify: ["assignee"],
        },
        {
          kind: "reminder",
          id: "rest-quiet",
          metric: "nextResponse",
          fire: { after: "30m" },
          basis: "wall",
          quiet: { calendar: "day" },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "rest-late",
          metric: "resolution",
          fire: { after: 0 },
          if: { field: "priority", isNot: "low" },
          notify: ["group:leads"],
        },
      ],
    },
  ],
  report: { fields: ["priority", "plan", "subject"] },
};

/**
 * The definition and what it is edited to while tickets live: other amounts and offsets, other hours, a policy under another
 * id, a rule that goes and comes back, a rule that is new.
 */
export const EDITIONS: readonly Definition[] = [
  CHAOS_DEFINITION,
  tightened(CHAOS_DEFINITION),
  loosened(CHAOS_DEFINITION),
];

function tightened(definition: Definition): Definition {
  const [gold, rest] = definition.policies ?? [];
  return {
    ...definition,
    calendars: { day: { timeZone: "UTC", weeklyHours: weekOf("07:00", "20:00") } },
    policies: [
      {
        ...gold,
        id: "gold-2",
        targets: {
          firstResponse: "45m",
          nextResponse: "50m",
          resolution: { byPriority: { urgent: "2h" }, otherwise: "5h" },
        },
        actions: [
          ...(gold.actions ?? []).filter(({ id }) => id !== "unsolved"),
          { kind: "reminder", id: "half", metric: "resolution", fire: { at: "50%" }, notify: ["assignee"] },
        ],
      },
      { ...rest, targets: { firstResponse: "90m", nextResponse: "4h", resolution: "6h" } },
    ],
  };
}

function loosened(definition: Definition): Definition {
  const [gold, rest] = definition.policies ?? [];
  const later = (gold.actions ?? []).map((one) =>
    one.id === "soon" ? { ...one, fire: { before: "5m" } as const } : one,
  );
  return {
    ...definition,
    policies: [
      { ...gold, targets: { ...gold.targets, firstResponse: "20m", resolution: "7h" }, actions: later },
      { ...rest, targets: { firstResponse: "3h", nextResponse: "2h", resolution: "10h" } },
    ],
  };
}

function weekOf(from: string, to: string) {
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  return Object.fromEntries(days.map((day) => [day, [[from, to]]]));
}

const TURNS: readonly Readonly<Record<string, unknown>>[] = [
  { type: "message", by: "requester" },
  { type: "message", by: "requester" },
  { type: "message", by: "agent" },
  { type: "message", by: "agent", set: { status: "pending" } },
  { type: "message", by: "agent", visibility: "internal" },
  { type: "changed", set: { status: "open" } },
  { type: "changed", set: { status: "pending" } },
  { type: "changed", set: { status: "solved" } },
  { type: "changed", set: { priority: "urgent" } },
  { type: "changed", set: { plan: "gold" } },
  { type: "changed", set: { assignee: "ada" } },
];

/** The life of one ticket that is opened within `[from, to)`, and over by `to`. */
export function storyOf(random: Random, ticket: string, from: number, to: number): Happening[] {
  const plan = random.pick(["gold", "gold", "basic"]);
  let at = random.whole(from, from + Math.floor((to - from) * 0.8));
  const set = {
    plan,
    priority: random.pick(["low", "normal", "high"]),
    status: "open",
    subject: `About ${ticket}`,
  };
  const happenings: Happening[] = [
    { ticket, event: { id: "opened", at, type: "created", by: "requester", set }, arrivals: [at] },
  ];
  for (let i = random.whole(1, 9); i > 0; i--) {
    at += random.whole(1, 90) * MINUTE + random.whole(1, 50_000);
    if (at >= to) break;
    const event = { id: `e${happenings.length}`, at, ...random.pick(TURNS) } as HistoryEvent;
    const late = random.chance(0.25) ? random.whole(1, 400) * MINUTE : 0;
    const first = Math.min(at + late, to);
    const told = late > 0 ? { ...event, recordedAt: first } : event;
    const twice = random.chance(0.15) ? [Math.min(first + random.whole(0, 3) * HOUR, to)] : [];
    happenings.push({ ticket, event: told, arrivals: [first, ...twice] });
  }
  return happenings;
}
