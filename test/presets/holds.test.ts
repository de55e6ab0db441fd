import { addBusinessTime, businessTimeBetween, type Calendar, compileCalendar, compileSla } from "dueclock";
import { erpNext, frappe } from "dueclock/presets";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draft, MINUTE, minute, opened, reading, status, T0, verdict } from "../unit/engine/desk.ts";

type Status = "Open" | "Replied" | "Closed";

/** The fields that both systems keep of a ticket instead of its history, and how a save changes them. */
interface Kept {
  status: Status;
  resolvedAt: number | null;
  heldSince: number | null;
  holdMs: number;
}

/**
 * One save with another status: hold ends with any way out of the status, and the time closed is hold once the ticket is open
 * again. `measure` is how the system counts it.
 */
function save(kept: Kept, to: Status, now: number, measure: (from: number, to: number) => number): void {
  const since = kept.resolvedAt ?? kept.heldSince;
  const endsHold = kept.status === "Replied" || (kept.status === "Closed" && to === "Open");
  if (endsHold && since !== null) kept.holdMs += measure(since, now);
  kept.heldSince = to === "Replied" ? now : null;
  kept.resolvedAt = to === "Closed" ? now : null;
  kept.status = to;
}

/** Where a status can lead. Closed to replied is left out: both systems lose count of the hold there. */
const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  Open: ["Replied", "Closed"],
  Replied: ["Open", "Closed"],
  Closed: ["Open"],
};

const lives = fc.array(fc.record({ wait: fc.integer({ min: 1, max: 900 }), choice: fc.nat({ max: 1 }) }), {
  minLength: 1,
  maxLength: 12,
});

/** Replays a life both ways and compares after every save. */
function follow(
  life: readonly { wait: number; choice: number }[],
  measure: (from: number, to: number) => number,
  compare: (kept: Kept, events: readonly Draft[], now: number) => void,
): void {
  const kept: Kept = { status: "Open", resolvedAt: null, heldSince: null, holdMs: 0 };
  const events: Draft[] = [opened(T0, { status: "Open" })];
  let passed = 0;
  for (const { wait, choice } of life) {
    passed += wait;
    const next = NEXT[kept.status];
    const to = next[choice % next.length];
    save(kept, to, minute(passed), measure);
    events.push(status(minute(passed), to));
    compare(kept, events, minute(passed));
  }
}

describe("the hold that is kept in fields", () => {
  it("is the pause of ERPNext's resolution by the wall clock, for any life of an issue", () => {
    const target = 20_000 * MINUTE; // longer than any of the lives: see below
    const sla = compileSla({
      ...erpNext({ fulfilledOn: ["Closed"] }),
      policies: [{ id: "all", targets: { resolution: target } }],
    });
    const wall = (from: number, to: number) => to - from;
    fc.assert(
      fc.property(lives, (life) =>
        follow(life, wall, (kept, events, now) => {
          const { wall, endedAt, dueAt } = reading(verdict(sla, now, events));
          expect(endedAt).toBe(kept.resolvedAt);
          if (kept.heldSince !== null) return; // it has no due time then, and hold is added at the end
          expect(wall.pausedMs).toBe(kept.holdMs);
          expect(dueAt).toBe(T0 + target + kept.holdMs);
        }),
      ),
      { seed: 20, numRuns: 300 },
    );
  });

  it("is the pause of Frappe Helpdesk's resolution in business time, for any life of a ticket", () => {
    const target = 3_000 * MINUTE;
    const day = [["09:30", "12:00"]] as const;
    const hours = { timeZone: "UTC", weeklyHours: { mon: day, tue: day, thu: day, fri: day } };
    const calendar: Calendar = compileCalendar(hours);
    const sla = compileSla({
      ...frappe(),
      calendars: { desk: hours },
      policies: [{ id: "all", calendar: "desk", targets: { resolution: target } }],
    });
    const business = (from: number, to: number) => businessTimeBetween(calendar, from, to);
    fc.assert(
      fc.property(lives, (life) =>
        follow(life, business, (kept, events, now) => {
          const { pausedMs, endedAt, dueAt } = reading(verdict(sla, now, events));
          expect(endedAt).toBe(kept.resolvedAt);
          if (kept.heldSince !== null) return;
          expect(pausedMs).toBe(kept.holdMs);
          expect(dueAt).toBe(addBusinessTime(calendar, T0, target + kept.holdMs));
        }),
      ),
      { seed: 20, numRuns: 300 },
    );
  });

  it("moves no due time here that was past before it began, and leaves the ticket as late as there", () => {
    const policies = [{ id: "all", targets: { resolution: 60 * MINUTE } }];
    const events = [
      opened(T0, { status: "Open" }),
      status(minute(90), "Replied"),
      status(minute(190), "Closed"),
    ];
    for (const sla of [compileSla({ ...erpNext(), policies }), compileSla({ ...frappe(), policies })])
      expect(reading(verdict(sla, minute(200), events))).toMatchObject({
        met: false,
        dueAt: minute(60), // there it would be at 160, with the resolution 30 minutes later
        remainingMs: -30 * MINUTE,
      });
  });
});
