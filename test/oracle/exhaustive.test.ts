import type { Definition } from "dueclock";
import { describe, expect, it } from "vitest";
import { type Case, histories, type Told } from "../../src/testing/arbitraries/cases.ts";
import { ofDefinition, ofEngine } from "./compare.ts";
import { asks, at, calendars, change, opened, replies, status } from "./story.ts";

/** A small beginning in the test run; `DUECLOCK_EXHAUSTIVE=1` tries them all, more than a million (`npm run soak:histories`). */
const IS_FULL = process.env.DUECLOCK_EXHAUSTIVE === "1";

interface Desk {
  readonly name: string;
  readonly definition: Definition<string>;
  readonly alphabet: readonly Told[];
  /** Events in the longest histories: in the test run, and of all. */
  readonly lengths: readonly [number, number];
  /** Instants of events, in order; the question is asked at the last of all. */
  readonly instants: readonly string[];
  readonly asOf: string;
}

/** Replies and resolution by priority: pauses, reopening, retargets, a due time set by hand. */
const everyday: Desk = {
  name: "replies and resolution by priority, in office hours",
  definition: {
    calendars,
    policies: [
      {
        id: "p",
        calendar: "office",
        targets: {
          firstResponse: "1h",
          nextResponse: { amount: "1h", basis: "aroundTheClock" },
          resolution: {
            goals: [
              { if: { field: "priority", is: "high" }, amount: "30m", calendar: "always" },
              { amount: "1h", options: { endOfBudget: "nextOpening" } },
            ],
          },
        },
      },
    ],
  },
  alphabet: [
    opened(),
    asks(),
    replies(),
    replies({ status: "solved" }),
    status("pending"),
    status("open"),
    change({ priority: "high" }),
    { type: "due.overridden", metric: "resolution", dueAt: at("17:00") },
  ],
  lengths: [3, 5],
  instants: ["16:00", "16:30", "17:00"],
  asOf: "tue 9:30",
};

/** Two sets, one of them strictest, the other assigned and cancelling; a version in between; a hold, and an end for good. */
const contracts: Desk = {
  name: "policy sets whose policies come, go and are replaced",
  definition: {
    calendars: { always: calendars.always },
    version: "v1",
    policySets: [
      {
        id: "sla",
        policies: [
          { id: "all", targets: { resolution: "1h" } },
          {
            id: "gold",
            if: { field: "plan", is: "gold" },
            targets: { resolution: { amount: "30m", options: { breach: "current" } } },
            options: { retarget: "restart" },
          },
        ],
        options: { selection: "strictest" },
      },
      {
        id: "ola",
        policies: [
          { id: "team", calendar: "always", targets: { ownership: "1d" }, options: { released: "keep" } },
          {
            id: "fast",
            targets: { ownership: { levels: { warn: "30m", full: "1h" } } },
            options: { retarget: "freeze" },
          },
        ],
        options: { selection: "assigned" },
      },
    ],
    versions: [
      {
        id: "v2",
        from: at("16:30"),
        policySets: [
          {
            id: "sla",
            policies: [{ id: "all", targets: { resolution: "45m" } }],
            options: { selection: "strictest" },
          },
        ],
      },
    ],
    options: { versionMode: "inForceAtEachInstant" },
  },
  alphabet: [
    opened({ group: "a" }),
    change({ plan: "gold" }),
    change({ plan: null, group: "b" }),
    { type: "policy.assigned", policy: "fast" },
    { type: "policy.released" },
    { type: "held" },
    { type: "resumed" },
    status("solved"),
  ],
  lengths: [2, 4],
  instants: ["16:00", "16:30", "17:00"],
  asOf: "17:30",
};

/** A metric with every member, beside a released lane that cancels. */
const custom: Desk = {
  name: "a metric with a latch, a reset, a reopening that counts and a start in the past",
  definition: {
    calendars: { always: calendars.always },
    metrics: [
      {
        id: "visit",
        start: [{ on: "control", name: "go" }, { on: "request" }],
        stop: [{ on: "control", name: "stop" }],
        cancel: [{ on: "becomes", condition: { fact: "done", is: true } }],
        reset: { on: [{ on: "changed", field: "site" }], as: "judged" },
        pause: { on: [{ on: "reply" }], until: [{ on: "request" }] },
        reopen: { on: [{ on: "reply" }], as: "count" },
        from: { fact: "createdAt" },
        repeats: "always",
      },
    ],
    policies: [
      {
        id: "p",
        if: { field: "site", exists: false },
        targets: { visit: { amount: "30m" } },
        options: { released: "cancel" },
      },
      {
        id: "q",
        if: { field: "site", is: "x" },
        targets: { visit: "1h", resolution: { field: "due", otherwise: "1h" } },
      },
    ],
  },
  alphabet: [
    opened(),
    asks(),
    replies(),
    { type: "control", name: "go" },
    { type: "control", name: "stop" },
    change({ site: "x" }),
    change({ site: "y", due: "30m" }),
    status("solved"),
  ],
  lengths: [2, 5],
  instants: ["16:00", "16:30", "17:00"],
  asOf: "17:30",
};

describe("the engine and its definition agree on every history", () => {
  for (const { name, definition, alphabet, lengths, instants, asOf } of [everyday, contracts, custom]) {
    const length = lengths[IS_FULL ? 1 : 0];
    it(`of up to ${length} events: ${name}`, { timeout: 0 }, () => {
      let count = 0;
      const started = performance.now();
      for (const history of histories(length, alphabet, instants.map(at))) {
        const one: Case = { definition, history, asOf: at(asOf) };
        const [engine, defined] = [ofEngine(one), ofDefinition(one)];
        if (JSON.stringify(engine) !== JSON.stringify(defined))
          expect({ history, clocks: engine }).toEqual({ history, clocks: defined });
        count++;
      }
      const seconds = Math.round((performance.now() - started) / 1000);
      if (IS_FULL) console.log(`${name}: ${count} histories in ${seconds} s`);
    });
  }
});
