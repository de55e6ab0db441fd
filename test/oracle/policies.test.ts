/*
 * The oracle on policies, sets, levels and versions, worked out by hand (semantics P, decision 0007).
 */
import { describe, expect, it } from "vitest";
import type { Definition } from "../../src/definition.ts";
import { at, calendars, change, HOUR, only, opened, read, replies, type Told } from "./story.ts";

describe("the oracle on policies (semantics P)", () => {
  const versioned = (versionMode: NonNullable<Definition["options"]>["versionMode"]) =>
    ({
      calendars,
      version: "v1",
      policies: [{ id: "p", calendar: "office", targets: { resolution: "4h" } }],
      versions: [
        {
          id: "v2",
          from: at("10:00"),
          policies: [{ id: "p", calendar: "office", targets: { resolution: "2h" } }],
        },
      ],
      options: versionMode === undefined ? {} : { versionMode },
    }) as Definition<string>;
  const told: Told[] = [
    ["9:00", opened()],
    ["10:30", replies()],
  ];

  it.each([
    [undefined, "11:00", "v1", "13:00"],
    ["atCreation", "11:00", "v1", "13:00"],
    ["inForceAtEachInstant", "10:00", "v2", "11:00"],
    ["nextUpdate", "10:15", "v1", "13:00"],
    ["nextUpdate", "10:30", "v2", "11:00"],
    ["live", "9:59", "v1", "13:00"],
    ["live", "10:00", "v2", "11:00"],
  ] as const)("lets the version govern that %s says (P6), at %s", (mode, asOf, policyVersion, due) => {
    expect(only(versioned(mode), told, asOf)).toMatchObject({ policyVersion, dueAt: at(due) });
  });

  const bothPolicies = [
    { id: "slow", calendar: "office", targets: { resolution: "6h" } },
    { id: "fast", calendar: "office", if: { field: "plan", is: "gold" }, targets: { resolution: "2h" } },
  ];
  const selecting = (selection: string) =>
    ({ calendars, policies: bothPolicies, options: { selection } }) as unknown as Definition<string>;

  it("selects the first, the last, all, or the one due first (P1)", () => {
    const gold: Told[] = [
      ["9:00", opened({ plan: "gold" })],
      ["12:00", change({ plan: null })],
    ];
    expect(only(selecting("firstMatch"), gold, "10:00").policy).toBe("slow");
    expect(only(selecting("lastMatch"), gold, "10:00").policy).toBe("fast");
    expect(read(selecting("allMatching"), gold, "10:00").map(({ policy }) => policy)).toEqual([
      "slow",
      "fast",
    ]);
    expect(only(selecting("strictest"), gold, "10:00")).toMatchObject({ policy: "fast", dueAt: at("11:00") });
    expect(only(selecting("strictest"), gold, "13:00")).toMatchObject({
      policy: "slow",
      dueAt: at("15:00"),
      breachedAt: at("11:00"),
    });
  });

  it("takes the policy assigned last, and after a release the one before it (decision 0007)", () => {
    const story: Told[] = [
      ["9:00", opened({ plan: "gold" })],
      ["10:00", { type: "policy.assigned", policy: "slow" }],
      ["11:00", { type: "policy.assigned", policy: "fast" }],
      ["12:00", { type: "policy.released", policy: "fast" }],
    ];
    const policies = (selection: string) =>
      ["10:30", "11:30", "12:30"].map((asOf) => only(selecting(selection), story, asOf).policy);
    expect(policies("assigned")).toEqual(["slow", "fast", "slow"]);
    expect(policies("firstAssigned")).toEqual(["slow", "slow", "slow"]);
    expect(read(selecting("assigned"), story, "9:30")).toEqual([]);
  });

  it("reads a level and a set each in a lane of its own", () => {
    const levels = { levels: { first: "1h", full: "3h" } };
    const definition = {
      calendars,
      policySets: [
        { id: "sla", policies: [{ id: "a", targets: { resolution: levels } }] },
        { id: "ola", policies: [{ id: "b", targets: { resolution: { levels: { first: "2h" } } } }] },
      ],
    } as Definition<string>;
    expect(
      read(definition, [["9:00", opened()]], "9:30").map(({ policySet, level, dueAt }) => [
        policySet,
        level,
        dueAt,
      ]),
    ).toEqual([
      ["sla", "first", at("10:00")],
      ["sla", "full", at("12:00")],
      ["ola", "first", at("11:00")],
    ]);
  });

  it("measures a metric without any target where told so (K1)", () => {
    expect(only({ measure: ["resolution"] }, told, "11:00")).toMatchObject({
      policy: null,
      targetMs: null,
      elapsedMs: 2 * HOUR,
      met: null,
    });
  });
});
