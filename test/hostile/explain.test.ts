import { compileSla, type Definition, type HistoryEvent, type TicketHistory } from "dueclock";
import { explain, sentences } from "dueclock/explain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { scenario, slaOf } from "../property/histories.ts";
import {
  type Asked,
  ask,
  breachesAreFacts,
  datesAreDates,
  readsAloud,
  reasonsHold,
  statementsSayTheReading,
  stepsTellTheLife,
  timesAddUp,
} from "./explained.ts";
import { MIDNIGHTS } from "./wall.ts";

/** The same cases in each test run; `DUECLOCK_HOSTILE=1000 npx vitest …` tries so many others. */
const RUNS = Number(process.env.DUECLOCK_HOSTILE ?? 100);
const SEED = process.env.DUECLOCK_HOSTILE ? {} : { seed: 20_261_125 };

const anyCase: fc.Arbitrary<Asked> = fc.oneof(
  cases.map((one) => ({ ...one, sla: slaOf(one.definition) })),
  scenario().map(({ definition, history, asOfs }) => ({
    ...{ definition, history, sla: slaOf(definition), asOf: asOfs[asOfs.length - 1] },
  })),
);

function law(check: (asked: Asked) => void, given = anyCase): void {
  fc.assert(fc.property(given, check), { numRuns: 4 * RUNS, ...SEED });
}

describe("an auditor of explanations (laws E1 to E6)", () => {
  it("E1: is told of a breach the same at every later instant, and of its figures what the verdict had then", () => {
    law(breachesAreFacts);
  });

  it("E2: finds the sums of what counted and what was paused in the verdict, stretch by stretch", () => {
    law(timesAddUp);
  });

  it("E3: finds each date once, in order, with nothing of another date", () => {
    law(datesAreDates);
  });

  it("E4: finds business time where it says so, and none elsewhere", () => {
    const plain = scenario({ policies: 1, retargets: false, businessOnly: true, calendars: ["office"] });
    const given = plain.map(({ definition, history, asOfs }) => ({
      ...{ definition, history, sla: slaOf(definition), asOf: asOfs[asOfs.length - 1] },
    }));
    law((asked) => reasonsHold(asked, "Europe/Berlin", ["2026-04-01"]), given);
  });

  it("E5: reads the steps of each clock's life in order, by the events of the history", () => {
    law(stepsTellTheLife);
  });

  it("E6: reads in the statements what the reading has, at moments that the wall had", () => {
    law(statementsSayTheReading);
  });

  it("E7: reads English whose sums come out", () => {
    law((asked) => void readsAloud(ask(asked).told));
  });
});

describe("a clock that was done when its target changed", () => {
  const HOUR = 3_600_000;
  const opening = Date.UTC(2026, 2, 4, 8);
  const sla = compileSla({
    policies: [{ id: "p", targets: { resolution: { byPriority: { high: "5h" }, otherwise: "10h" } } }],
  });
  const told = (doneAfter: number) =>
    explain(
      sla,
      {
        ticket: "T",
        events: [
          { id: "e1", at: opening, type: "created", by: "requester" },
          { id: "e2", at: opening + doneAfter * HOUR, type: "changed", set: { status: "solved" } },
          { id: "e3", at: opening + 2 * HOUR, type: "changed", set: { priority: "high" } },
          { id: "e4", at: opening + 3 * HOUR, type: "changed", set: { status: "open" } },
        ],
      },
      { asOf: opening + 4 * HOUR },
    );

  it.each([0, 1])(
    "after %s hours has the new one from its reopening on, and is told since when (K11)",
    (hours) => {
      expect(sentences(told(hours)).slice(4, 7)).toEqual([
        `It was fulfilled on Wednesday 4 March 2026 at 0${8 + hours}:00, when the status was set to “solved”.`,
        `It was reopened on Wednesday 4 March 2026 at 11:00, ${3 - hours} hours later, when the status was set to “open”.`,
        "On Wednesday 4 March 2026 at 11:00, because the priority was set to “high” on Wednesday 4 March 2026 at 10:00, the target changed from 10 hours to 5 hours, as “p” promises.",
      ]);
    },
  );
});

describe("a clock that was done when a promise came that starts it anew", () => {
  it("is told first what reopened it, then what had started it anew, and since when (K7, K11)", () => {
    const opening = Date.UTC(2026, 2, 4, 8);
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { resolution: { byPriority: { high: "5h" }, otherwise: "10h" } },
          options: { retarget: "restart" },
        },
      ],
    });
    const at = (hours: number) => opening + hours * 3_600_000;
    const events: HistoryEvent[] = [
      { id: "e1", at: at(0), type: "created", by: "requester" },
      { id: "e2", at: at(1), type: "changed", set: { status: "solved" } },
      { id: "e3", at: at(2), type: "changed", set: { priority: "high" } },
      { id: "e4", at: at(3), type: "changed", set: { status: "open" } },
    ];
    const told = explain(sla, { ticket: "T", events }, { asOf: at(4) });
    expect(told.clocks[0].steps.map(({ kind, event }) => [kind, event])).toEqual([
      ["started", "e1"],
      ["fulfilled", "e2"],
      ["reopened", "e4"],
      ["restarted", "e3"],
    ]);
    expect(sentences(told).slice(5, 7)).toEqual([
      "It was reopened on Wednesday 4 March 2026 at 11:00, 2 hours later, when the status was set to “open”.",
      "On Wednesday 4 March 2026 at 11:00, because the priority was set to “high” on Wednesday 4 March 2026 at 10:00, it started anew, with a target of 5 hours.",
    ]);
  });
});

describe("a clock whose start lies ahead", () => {
  it("is told what it was to be, where it ended before", () => {
    const opening = Date.UTC(2026, 2, 4, 8);
    const sla = compileSla({
      metrics: [
        {
          id: "visit",
          start: [{ on: "created" }],
          from: { field: "visitAt" },
          stop: [{ on: "control", name: "arrived" }],
          repeats: "once",
        },
      ],
      policies: [{ id: "p", targets: { visit: "30m" } }],
    });
    const events: HistoryEvent[] = [
      { id: "e1", at: opening, type: "created", by: "requester", set: { visitAt: "2026-03-06T08:00:00Z" } },
      { id: "e2", at: opening + 3_600_000, type: "control", name: "arrived" },
    ];
    const told = (hours: number) =>
      sentences(explain(sla, { ticket: "T", events }, { asOf: opening + hours * 3_600_000 }))[2];
    const settled = "; that was settled when the ticket was opened";
    expect(told(0.5)).toContain(`The clock will start on Friday 6 March 2026 at 08:00 (UTC)${settled}`);
    expect(told(2)).toContain(`The clock was to start on Friday 6 March 2026 at 08:00 (UTC)${settled}`);
  });
});

describe("a breach", () => {
  it("that a new version of the policies brings is said to be the version's, and no event's (K9, P6)", () => {
    const opening = Date.UTC(2026, 2, 4, 8);
    const sla = compileSla({
      options: { versionMode: "inForceAtEachInstant" },
      policies: [{ id: "p", targets: { resolution: "4h" } }],
      versions: [
        { id: "strict", from: opening + 3_600_000, policies: [{ id: "p", targets: { resolution: "30m" } }] },
      ],
    });
    const events: HistoryEvent[] = [{ id: "e1", at: opening, type: "created", by: "requester" }];
    const told = explain(sla, { ticket: "T", events }, { asOf: opening + 7_200_000 });
    expect(told.clocks[0].breach).toMatchObject({ because: "version", at: opening + 3_600_000 });
    expect(sentences(told).join("\n")).toContain(
      "missed on Wednesday 4 March 2026 at 09:00, when a new version of the policies took over",
    );
  });

  it("by a due time before the clock's new start tells no target of no minutes", () => {
    const opening = Date.UTC(2026, 2, 4, 8);
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: {
            resolution: { byPriority: { high: { field: "due", otherwise: "1h" } }, otherwise: "4h" },
          },
          options: { retarget: "restart" },
        },
      ],
    });
    const events: HistoryEvent[] = [
      { id: "e1", at: opening, type: "created", by: "requester", set: { due: "2026-03-04T09:00:00Z" } },
      { id: "e2", at: opening + 3_600_000, type: "changed", set: { priority: "high" } },
    ];
    const told = sentences(explain(sla, { ticket: "T", events }, { asOf: opening + 7_200_000 }));
    expect(told).toContain(
      "On Wednesday 4 March 2026 at 09:00, when the priority was set to “high”, it started anew.",
    );
  });
});

describe("a desk whose clocks change at midnight", () => {
  const all = [["00:00", "24:00"]] as const;
  const edges = [["00:00", "00:45"], ["22:30", "24:00"]] as const; // biome-ignore format: one day
  const night = [["23:30", "00:30"]] as const;
  const HOUR = 3_600_000;

  for (const { zone, what, before } of MIDNIGHTS)
    for (const [name, hours] of Object.entries({ all, edges, night }))
      it(`in ${zone} (${what}), with hours of ${name}`, () => {
        const weeklyHours = Object.fromEntries(
          ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, hours]),
        );
        const definition = {
          calendars: { desk: { timeZone: zone, weeklyHours } },
          policies: [{ id: "p", calendar: "desk", targets: { resolution: "3h" } }],
        } as Definition<string>;
        const sla = compileSla<string>(definition);
        for (const [from, pause, length] of [
          [0, 11, 1],
          [9, 12, 3],
          [11.25, 13.5, 24],
          [12, 16, 1.25],
          [15.75, 15.99, 0.5],
        ]) {
          const event = (id: string, hour: number, more: object) =>
            ({ id, at: before + hour * HOUR, ...more }) as HistoryEvent;
          const events = [
            event("e1", from, { type: "created", by: "requester" }),
            event("e2", pause, { type: "changed", set: { status: "pending" } }),
            event("e3", pause + length, { type: "changed", set: { status: "open" } }),
          ];
          for (const asOf of [13, 17, 40, 100]) {
            const asked = {
              ...{ sla, definition, history: { ticket: "T", events }, asOf: before + asOf * HOUR },
            };
            timesAddUp(asked);
            datesAreDates(asked, what.startsWith("Saturday again") ? "2010-11-06" : undefined);
            reasonsHold(asked, zone);
            statementsSayTheReading(asked);
            for (const text of readsAloud(ask(asked).told))
              expect(text).not.toMatch(/from (\d\d:\d\d) to \1\b/);
          }
        }
      });
});

describe("sentences of an explanation", () => {
  const office = {
    timeZone: "UTC",
    weeklyHours: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] },
  } as const;
  const at = (time: string) => Date.parse(`2026-03-${time}:00Z`);
  const event = (time: string, type: string, more: object = {}) => ({ at: at(time), type, ...more });
  const say = (definition: object, asOf: string, ...events: object[]): string => {
    const numbered = events.map((one, i) => ({ id: `e${i + 1}`, ...one }));
    const sla = compileSla<string>({ calendars: { office }, ...definition } as unknown as Definition<string>);
    return sentences(
      explain(sla, { ticket: "T", events: numbered as unknown as HistoryEvent[] }, { asOf: at(asOf) }),
    ).join("\n");
  };
  const byOffice = (resolution: unknown, more: object = {}) => ({
    policies: [{ id: "p", name: "P", calendar: "office", targets: { resolution }, ...more }],
  });
  const opened = event("02T09:00", "created", { by: "requester" });
  const changed = (time: string, set: object, more: object = {}) => event(time, "changed", { set, ...more });

  it("say of a condition under `not` what it asks for, and what of that failed", () => {
    const failed = (condition: object) => {
      const policies = [
        { id: "a", if: condition, targets: { resolution: "8h" } },
        { id: "b", targets: { resolution: "8h" } },
      ];
      const set = { tags: ["vip"], plan: "gold", tier: 2, muted: true };
      return say({ policies }, "02T10:00", { ...opened, set }).match(
        /“a” does not apply: it requires that (.*)/,
      )?.[1];
    };
    expect(failed({ not: { field: "tags", contains: "vip" } })).toBe(
      "the tags do not contain “vip”; the ticket has “vip”.",
    );
    expect(
      failed({
        not: {
          any: [
            { field: "plan", is: "gold" },
            { field: "tier", greater: 3 },
          ],
        },
      }),
    ).toBe("the plan is not “gold” and the tier is not more than 3, and not all of that is so.");
    expect(
      failed({
        not: {
          all: [
            { field: "plan", is: "gold" },
            { field: "tier", less: 3 },
          ],
        },
      }),
    ).toBe("either the plan is not “gold” or the tier is not less than 3, and none of that is so.");
    expect(failed({ not: { not: { field: "plan", is: "free" } } })).toBe(
      "the plan is “free”; the ticket has “gold”.",
    );
    expect(failed({ field: "muted", is: false })).toBe("the muted is no; on the ticket it is yes.");
    expect(failed({ field: "since", greater: "2026-01-01T00:00:00Z" })).toBe(
      "the since is later than “2026-01-01T00:00:00Z”; the ticket has none.",
    );
    expect(failed({ any: [] })).toBe("something is so that never is, and that is not so.");
  });

  it("say who did it, and which fields were changed", () => {
    const named = say(
      { policies: [{ id: "p", if: { field: "plan", is: "gold" }, targets: { resolution: "8h" } }] },
      "02T12:00",
      { ...opened, set: { plan: "gold" } },
      changed("02T10:00", { plan: null }, { actor: "ann" }),
      changed("02T10:30", { plan: "gold" }),
    );
    expect(named).toContain("when “ann” changed the plan, it was left without a promise.");
    expect(named).toContain("when the plan was changed, “p” promised it 8 hours, counted around the clock.");
    const hand = say(
      byOffice("8h"),
      "02T12:00",
      opened,
      event("02T10:00", "due.overridden", { metric: "resolution", dueAt: at("02T11:00"), actor: "bob" }),
    );
    expect(hand).toContain("at 10:00 “bob” set the due time by hand, to Monday 2 March 2026 at 11:00.");
    const call = {
      id: "call",
      start: [{ on: "control", name: "ring" }],
      stop: [{ on: "control", name: "answer" }],
      repeats: "always",
    };
    expect(
      say(
        { metrics: [call], policies: [{ id: "p", targets: { call: "1h" } }] },
        "02T12:00",
        opened,
        event("02T10:00", "control", { name: "ring" }),
      ),
    ).toContain("when “ring” was signalled.");
    expect(say(byOffice("8h"), "02T12:00", opened, event("02T10:00", "merged", { actor: "ann" }))).toContain(
      "when “ann” merged the ticket into another.",
    );
  });

  it("say a due time where one is promised, and how far it is where pauses do not move it", () => {
    const days = say(byOffice({ businessDays: 1 }), "02T12:00", opened);
    expect(days).toContain(
      "“P” promised it by Tuesday 3 March 2026 at 09:00: 8 hours, counted in the hours of “office”.",
    );
    const due = { ...opened, set: { due: "2026-03-02T11:00:00Z" } };
    const field = say(
      byOffice({ field: "due" }),
      "02T12:00",
      due,
      changed("02T10:00", { status: "pending" }),
    );
    expect(field).toContain(
      "“P” promised it by Monday 2 March 2026 at 11:00: 2 hours, counted in the hours of “office”.",
    );
    expect(field).toContain("In all, 1 hour has counted so far; its due time is 1 hour past.");
    const solved = say(
      byOffice({ field: "due" }),
      "02T12:00",
      due,
      changed("02T09:30", { status: "pending" }),
      changed("02T10:00", { status: "solved" }),
    );
    expect(solved).toContain("In all, 30 minutes counted; it ended 1 hour before its due time.");
  });

  it("say of a due time before the start that it was no later", () => {
    const told = say(byOffice({ field: "due" }), "02T12:00", {
      ...opened,
      set: { due: "2026-03-02T08:00:00Z" },
    });
    expect(told).toContain(
      "“P” promised it by Monday 2 March 2026 at 08:00, which was no later than its start.",
    );
    expect(told).toContain("In all, 3 hours have counted so far; its due time is 3 hours past.");
  });

  it("say that a due time set by hand stays, though the promise changes", () => {
    const hand = event("02T10:00", "due.overridden", { metric: "resolution", dueAt: at("02T16:00") });
    const told = say(
      byOffice({ byPriority: { urgent: "1h" }, otherwise: "8h" }),
      "02T12:00",
      opened,
      hand,
      changed("02T11:00", { priority: "urgent" }),
    );
    expect(told).toContain(
      "when the priority was set to “urgent”, another promise came into force, by “P”; the due time set by hand stayed.",
    );
  });

  it("say of a clock paused with nothing left that it was due and is not late, and of one at its due time that it was due", () => {
    const paused = say(byOffice("8h"), "03T12:00", opened, changed("02T17:00", { status: "pending" }));
    expect(paused).toContain(
      "It was due on Monday 2 March 2026 at 17:00, with nothing left; while it is paused it is not late.",
    );
    expect(say(byOffice("2h"), "02T11:00", opened)).toContain("It was due on Monday 2 March 2026 at 11:00.");
  });

  it("read a policy's condition when its version took over, not at the event before it", () => {
    const fresh = { id: "fresh", if: { fact: "createdAt", withinLast: "1h" }, targets: { resolution: "8h" } };
    const rest = { id: "rest", targets: { resolution: "8h" } };
    const definition = {
      policies: [fresh, rest],
      versions: [{ id: "v2", from: at("02T11:00"), policies: [fresh, rest] }],
      options: { versionMode: "inForceAtEachInstant" },
    };
    const told = say(definition, "02T12:00", opened);
    expect(told).toContain("“rest” applies");
    expect(told).toContain(
      "“fresh” does not apply: it requires that the time of opening lies within the last 1 hour, and that is not so.",
    );
  });

  it("name the policy as its own version does", () => {
    const version = (name: string, resolution: string) => ({
      policies: [{ id: "p", name, targets: { resolution } }],
    });
    const definition = {
      ...version("Old", "8h"),
      versions: [{ id: "v2", from: at("02T10:00"), ...version("New", "4h") }],
      options: { versionMode: "inForceAtEachInstant" },
    };
    const told = say(definition, "02T12:00", opened);
    expect(told).toContain("“Old” promised 8 hours");
    expect(told).toContain("as “New” promises");
  });

  it("say what ended a clock that was reopened as if it had never been done", () => {
    const fix = {
      id: "fix",
      start: [{ on: "created" }],
      stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
      repeats: "once",
      reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as: "count" },
    };
    const told = say(
      { metrics: [fix], policies: [{ id: "p", targets: { fix: "8h" } }] },
      "03T12:00",
      opened,
      changed("02T10:00", { status: "solved" }),
      changed("03T10:00", { status: "open" }),
    );
    expect(told).toContain(
      "It was fulfilled on Monday 2 March 2026 at 10:00, when the status was set to “solved”.",
    );
    expect(told).toContain(
      "It was reopened on Tuesday 3 March 2026 at 10:00, 24 hours later, when the status was set to “open”.",
    );
  });

  it("say why a date of calendars put together is shut, and what closures cut out of it", () => {
    const week = {
      mon: [["09:00", "17:00"]],
      tue: [["09:00", "17:00"]],
      wed: [["09:00", "17:00"]],
      thu: [["09:00", "17:00"]],
    };
    const base = {
      timeZone: "UTC",
      weeklyHours: week,
      specialHours: { "2026-03-03": [] },
      holidays: [{ from: "2026-03-04", to: "2026-03-04", name: "Rest" }],
      closures: [{ date: "daily", from: "12:00", to: "13:00" }],
    };
    const calendars = {
      base,
      other: { timeZone: "UTC", weeklyHours: week },
      both: { intersection: ["other", "base"] },
      either: { union: ["base", "other"] },
    };
    const told = (calendar: string) =>
      say(
        { calendars, policies: [{ id: "p", calendar, targets: { resolution: "90h" } }] },
        "07T12:00",
        opened,
      );
    expect(told("both")).toContain(
      "Monday 2 March 2026: 7 hours counted, from 09:00 to 12:00 and from 13:00 to 17:00; closed from 12:00 to 13:00.",
    );
    expect(told("both")).toContain(
      "Tuesday 3 March 2026: nothing counted; closed by that day's special hours.",
    );
    expect(told("both")).toContain("Wednesday 4 March 2026: nothing counted; a holiday (“Rest”).");
    expect(told("both")).toContain("Friday 6 March 2026 to Saturday 7 March 2026: nothing counted; closed.");
    expect(told("either")).toContain("Wednesday 4 March 2026: 8 hours counted, from 09:00 to 17:00.");
    expect(told("either")).toContain(
      "Friday 6 March 2026 to Saturday 7 March 2026: nothing counted; closed.",
    );
  });

  it("tell two equal times apart, when the clocks are put back, and count long waits in days", () => {
    const havana = { timeZone: "America/Havana", always: true };
    const start = Date.UTC(2026, 10, 1, 4, 30);
    const definition = {
      calendars: { havana },
      policies: [{ id: "p", calendar: "havana", targets: { resolution: "90h" } }],
    };
    const events = [
      { id: "1", at: start, type: "created" },
      { id: "2", at: start + 3_600_000, type: "changed", set: { status: "pending" } },
      { id: "3", at: start + 73.5 * 3_600_000, type: "changed", set: { status: "open" } },
    ] as HistoryEvent[];
    const told = sentences(
      explain(
        compileSla<string>(definition as Definition<string>),
        { ticket: "T", events },
        { asOf: start + 80 * 3_600_000 },
      ),
    );
    expect(told).toContain(
      "It paused on Sunday 1 November 2026 at 00:30 (the second time), when the status was set to “pending”.",
    );
    expect(told.join()).toContain("1 hour counted, from 00:30 (the first time) to 00:30 (the second time)");
    expect(told.join()).toContain("3 days and 30 minutes later");
  });
});

describe("ten thousand events", () => {
  it("are explained in a size that grows with them and no faster", () => {
    const sla = compileSla({ policies: [{ id: "p", targets: { nextResponse: "1h", resolution: "8h" } }] });
    const size = (count: number) => {
      const events = Array.from({ length: count }, (_, i) => ({
        id: `e${i}`,
        at: Date.UTC(2026, 2, 2) + i * 60_000,
        ...(i === 0
          ? { type: "created", by: "requester" }
          : { type: "message", by: i % 2 ? "agent" : "requester" }),
      })) as HistoryEvent[];
      const history: TicketHistory = { ticket: "T", events };
      return JSON.stringify(explain(sla, history, { asOf: Date.UTC(2026, 2, 20) })).length;
    };
    expect(size(10_000) / size(1_000)).toBeLessThan(11);
  });
});

describe("an explanation's arguments", () => {
  const sla = compileSla({ policies: [{ id: "p", targets: { resolution: "8h" } }] });
  const history: TicketHistory = { ticket: "T", events: [{ id: "1", at: 0, type: "created" }] };

  it("are refused with a TypeError where they are wrong, and nothing else is thrown", () => {
    const odd: unknown[] = [undefined, null, Number.NaN, 1.5, "5", -1, {}, Number.POSITIVE_INFINITY];
    for (const maxDays of odd.slice(1))
      expect(() => explain(sla, history, { asOf: 0, maxDays: maxDays as number })).toThrow(TypeError);
    for (const asOf of odd.filter((one) => one !== -1))
      expect(() => explain(sla, history, { asOf: asOf as number })).toThrow(TypeError);
    for (const one of odd) expect(() => explain(one as never, history, { asOf: 0 })).toThrow(TypeError);
  });

  it("may be any history that evaluateTicket takes", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(json, json, (ticket, events) => {
        for (const given of [
          ticket,
          { ticket, events },
          { ticket: "T", events: [events, ...history.events] },
        ])
          for (const text of sentences(explain(sla, given as never, { asOf: 10 })))
            expect(typeof text).toBe("string");
      }),
      { numRuns: 5 * RUNS, ...SEED },
    );
  });
});
