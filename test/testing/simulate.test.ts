import { compileSla } from "dueclock";
import { createSimulator, type HostKind, type SimulateOptions, type Simulation } from "dueclock/testing";
import { describe, expect, it } from "vitest";

function run(from: number, count: number, options?: SimulateOptions): Simulation[] {
  const simulator = createSimulator(options);
  return Array.from({ length: count }, (_, i) => simulator.run(from + i));
}

const total = (all: readonly Simulation[], member: "actions" | "lost" | "doubled" | "retracted") =>
  all.reduce((sum, one) => sum + one[member].length, 0);

describe("the delivery simulator", () => {
  const sound = run(1, 500);

  it("finds nothing lost and nothing doubled by a host that feeds deliveries back (A5)", () => {
    const failing = sound.filter(({ lost, doubled }) => lost.length > 0 || doubled.length > 0);
    expect(failing.map(({ seed }) => seed)).toEqual([]);
  });

  it("has something to lose: actions, and retractions where events came late", () => {
    expect(total(sound, "actions")).toBeGreaterThan(1_000);
    expect(total(sound, "retracted")).toBeGreaterThan(100);
    expect(total(run(1, 100, { late: 0 }), "retracted")).toBeLessThan(
      total(sound.slice(0, 100), "retracted"),
    );
  });

  it("says the same of the same seed, and tells it as JSON", () => {
    const story = createSimulator().tell(26);
    expect(story).toMatchObject(sound[25]);
    expect(JSON.parse(JSON.stringify(story))).toEqual(story);
    expect(story.log.length).toBeGreaterThan(story.happenings.length);
    expect(story.history.filter(({ type }) => type === "action.delivered")).toHaveLength(
      story.performed.length,
    );
  });

  it.each<[HostKind, string, "lost" | "doubled", number]>([
    ["windows", "polls with windows, and so misses what late events made due before", "lost", 20],
    [
      "instantIds",
      "puts the instant into its ids, and so tells again what late events moved",
      "doubled",
      100,
    ],
    [
      "noFeedback",
      "trusts its ids alone, though late events change which event starts a clock",
      "doubled",
      200,
    ],
  ])("finds the fault of a host that (%s) %s", (host, _, member, seeds) => {
    expect(total(run(1, seeds, { host }), member)).toBeGreaterThan(0);
  });

  it("takes a desk of one's own", () => {
    const sla = compileSla({
      policies: [
        {
          id: "p",
          targets: { resolution: "2h" },
          actions: [{ kind: "reminder", id: "late", metric: "resolution", fire: { after: "10m" } }],
        },
      ],
    });
    const own = run(1, 50, { sla });
    const actions = own.flatMap((one) => one.actions);
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((id) => !/^T-1\/p\/resolution\/e\d+\/late\/1$/.test(id))).toEqual([]);
    expect([total(own, "lost"), total(own, "doubled")]).toEqual([0, 0]);
  });
});
