import type { FieldPatch, HistoryEvent } from "../core.ts";
import { MONDAY } from "./desks.ts";
import type { Random } from "./random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An event, and when the host hears of it: once, late, or several times. Instants in epoch milliseconds. */
export interface Happening {
  readonly event: HistoryEvent;
  readonly arrivals: readonly number[];
  /** Whether it acknowledges the action performed last, of which nobody can know before. */
  readonly namesAction: boolean;
}

export interface StoryOptions {
  /** Share of the events that the host hears of late, by up to 400 minutes. */
  readonly late: number;
}

/** What happens to one ticket in a week of March 2026, in the order in which it happens. */
export function createStory(random: Random, { late }: StoryOptions): Happening[] {
  const story: Happening[] = [];
  let at = MONDAY + random.whole(0, 5 * 24 * 4) * 15 * MINUTE;
  const length = random.whole(2, 9);
  for (let i = 0; i < length; i++) {
    if (i > 0) at += gap(random);
    const drawn =
      i === 0 ? ({ type: "created", by: "requester", set: opening(random) } as const) : draw(random);
    const event = { id: `e${i + 1}`, at, ...drawn } as HistoryEvent;
    const heard = at + (random.chance(late) ? random.whole(1, 400) * MINUTE : random.whole(0, 5_000));
    const again = random.chance(0.1) ? [heard + random.whole(0, 120) * MINUTE] : [];
    const namesAction = event.type === "acknowledged" && random.chance(0.5);
    story.push({ event, arrivals: [heard, ...again], namesAction });
  }
  return story;
}

/** Mostly minutes, so that events meet due times; now and then the same millisecond, or hours later. */
function gap(random: Random): number {
  switch (random.whole(0, 9)) {
    case 0:
      return random.whole(0, 1);
    case 1:
    case 2:
      return random.whole(1, 24) * 30 * MINUTE;
    case 3:
      return random.whole(6, 30) * HOUR;
    default:
      return random.whole(1, 18) * 5 * MINUTE;
  }
}

function opening(random: Random): FieldPatch {
  return {
    priority: random.pick(["normal", "urgent"]),
    group: random.pick(["a", "b"]),
    ...(random.chance(0.4) ? { plan: "gold" } : {}),
    ...(random.chance(0.4) ? { assignee: "u1" } : {}),
  };
}

type Drawn = Readonly<Record<string, unknown>> & { readonly type: HistoryEvent["type"] };

const changed = (set: FieldPatch): Drawn => ({ type: "changed", set });
const DRAWN: readonly ((random: Random) => Drawn)[] = [
  ...copies(5, () => ({ type: "message", by: "requester" })),
  ...copies(4, () => ({ type: "message", by: "agent" })),
  ...copies(2, () => ({ type: "message", by: "agent", set: { status: "pending" } })),
  () => ({ type: "message", by: "agent", set: { status: "solved" } }),
  () => ({ type: "message", by: "requester", set: { status: "open" } }),
  () => ({ type: "message", by: "agent", visibility: "internal" }),
  ...copies(5, (random) =>
    changed({ status: random.pick(["open", "pending", "open", "pending", "onHold", "solved"]) }),
  ),
  ...copies(3, (random) => changed({ priority: random.pick(["normal", "urgent"]) })),
  ...copies(2, (random) => changed({ group: random.pick(["a", "b", null]) })),
  (random) => changed({ plan: random.pick(["gold", null]) }),
  (random) => changed({ assignee: random.pick(["u1", "u2", null]) }),
  ...copies(2, () => ({ type: "acknowledged" })),
  () => ({ type: "held" }),
  () => ({ type: "resumed" }),
  () => ({ type: "clock.reset", metric: "resolution" }),
  (random) => ({
    type: "due.overridden",
    metric: random.pick(["resolution", "firstResponse"]),
    dueAt: MONDAY + random.whole(0, 6 * 24) * HOUR,
  }),
  () => ({ type: "due.cleared" }),
  (random) => ({ type: random.pick(["merged", "deleted", "exempted", "exempted"]), reason: "test" }),
];

function draw(random: Random): Drawn {
  return random.pick(DRAWN)(random);
}

function copies(count: number, make: (random: Random) => Drawn): ((random: Random) => Drawn)[] {
  return Array.from({ length: count }, () => make);
}
