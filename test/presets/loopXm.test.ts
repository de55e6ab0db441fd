import { type ActionDefinition, compileSla, parseDefinition } from "dueclock";
import { loopXm } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  at,
  changes,
  type Draft,
  hour,
  message,
  opened,
  priority,
  reply,
  status,
  verdict,
} from "../unit/engine/desk.ts";

const sla = compileSla({
  ...loopXm(),
  policySets: [
    {
      id: "tickets",
      policies: [
        {
          id: "brand",
          if: { field: "brand", is: "hotels" },
          targets: {
            firstResponse: { byPriority: { low: "4h", high: "60m" } },
            resolution: {
              levels: { first: { byPriority: { high: "8h" } }, second: { byPriority: { high: "12h" } } },
            },
          },
          actions: [
            {
              kind: "reminder",
              id: "before",
              metric: "firstResponse",
              fire: { before: "15m" },
              notify: ["location.owners", "location.admins"],
            },
            {
              kind: "reminder",
              id: "after",
              metric: "resolution",
              level: "second",
              fire: { after: "1h" },
              notify: ["location.team", "user:kim"],
            },
          ],
        },
        { id: "default", targets: { firstResponse: "24h" } },
      ],
    },
    { id: "conversations", policies: [{ id: "escalations", targets: { noAction: "1h", notClosed: "24h" } }] },
  ],
});
const hotels = (...more: readonly Draft[]) => [
  opened(hour(0), { brand: "hotels", priority: "high" }),
  ...more,
];
const idle = (asOf: number, ...events: readonly Draft[]) =>
  all(sla, asOf, events, "noAction").map(({ startedAt, endedAt, breachedAt }: Record<string, unknown>) => [
    startedAt,
    endedAt,
    breachedAt,
  ]);

describe("Loop XM's preset", () => {
  it("is a definition that may come from a file", () => {
    const definition = { ...loopXm(), policies: [{ id: "p", targets: { noAction: "1h" } }] };
    expect(parseDefinition(JSON.parse(JSON.stringify(definition)))).toMatchObject({ preset: "loopXm" });
  });

  it("promises the response and two resolutions by priority, and falls back on the default policy", () => {
    const clocks = verdict(sla, hour(1), hotels()).clocks.filter(({ policySet }) => policySet === "tickets");
    expect(clocks.map(({ id, targetMs }) => [id, (targetMs ?? 0) / 3_600_000])).toEqual([
      ["tickets:firstResponse#1", 1],
      ["tickets:resolution@first#1", 8],
      ["tickets:resolution@second#1", 12],
    ]);
    expect(verdict(sla, hour(1), [opened(hour(0))]).policy?.id).toBe("default");
  });

  it("keeps the start when the priority changes, and pauses for nothing", () => {
    expect(
      at(sla, 2, hotels(priority(hour(0.5), "low"), status(hour(0.6), "open")), "firstResponse"),
    ).toMatchObject({ startedAt: 0, elapsedMs: 2, dueAt: 4 });
  });

  it("reminds each kind of recipient before and after its own target", () => {
    const told = verdict(sla, hour(14), hotels()).actions.map(({ rule, clock, fireAt, notify }) => [
      rule,
      clock,
      ((fireAt ?? 0) - hour(0)) / 3_600_000,
      notify,
    ]);
    expect(told).toEqual([
      ["before", "tickets:firstResponse#1", 0.75, ["location.owners", "location.admins"]],
      ["after", "tickets:resolution@second#1", 13, ["location.team", "user:kim"]],
    ]);
  });

  it("asks for an action's location when it fires, wherever the ticket was before", () => {
    const inPlace = (location: string): Pick<ActionDefinition, "if" | "set"> => ({
      if: { field: "location", is: location },
      set: { assignee: `the one of ${location}` },
    });
    const local = compileSla({
      ...loopXm(),
      policies: [
        {
          id: "p",
          targets: { resolution: "2h" },
          actions: ["Oslo", "Bergen"].map((location) => ({
            ...inPlace(location),
            kind: "escalation" as const,
            id: location,
            metric: "resolution" as const,
            fire: { after: "1h" },
          })),
        },
      ],
    });
    const moved = [opened(hour(0), { location: "Oslo" }), changes(hour(2.5), { location: "Bergen" })];
    const standing = verdict(local, hour(3), moved).actions.map(({ rule, status, set }) => [
      rule,
      status,
      set?.assignee,
    ]);
    expect(standing).toEqual([
      ["Oslo", "unmet", "the one of Oslo"],
      ["Bergen", "due", "the one of Bergen"],
    ]);
  });

  it("calls a conversation idle an hour after the last that anybody did", () => {
    const story = [
      opened(hour(0)),
      message("agent", hour(0.5), {}, { visibility: "internal" }),
      changes(hour(1), { assignee: "sam" }),
      reply(hour(3)),
    ];
    expect(idle(3.5, ...story)).toEqual([
      [0, 0.5, null],
      [0.5, 1, null],
      [1, 3, 2],
      [3, null, null],
    ]);
  });

  it("is not idle while archived, and again once it is reopened", () => {
    expect(
      idle(
        9,
        opened(hour(0)),
        status(hour(0.5), "archived"),
        changes(hour(1), { assignee: "sam" }),
        status(hour(8.5), "open"),
      ),
    ).toEqual([
      [0, 0.5, null],
      [8.5, null, null],
    ]);
    expect(at(sla, 9, [opened(hour(0)), status(hour(1), "archived")], "notClosed")).toMatchObject({
      state: "fulfilled",
      met: true,
    });
  });
});
