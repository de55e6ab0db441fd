import { checkSla, compileSla, parseDefinition } from "dueclock";
import * as presets from "dueclock/presets";
import { describe, expect, it } from "vitest";

const all = Object.entries(presets).map(([name, preset]) => [name, preset()] as const);

describe("every preset", () => {
  it.each(all)("%s says its name and is plain JSON that a settings screen can store", (name, preset) => {
    const definition = { ...preset, policies: [] };
    expect(preset.preset).toBe(name);
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
    expect(checkSla(definition).issues.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(() => compileSla(parseDefinition(JSON.parse(JSON.stringify(definition))))).not.toThrow();
  });

  it("of GLPI has metrics for each group that has OLAs", () => {
    const { metrics } = presets.glpi({ olaGroups: ["net", "desk"] });
    expect(metrics.map(({ id }) => id).slice(2)).toEqual([
      "net.timeToOwn",
      "net.timeToResolve",
      "desk.timeToOwn",
      "desk.timeToResolve",
    ]);
  });

  it("may be combined with actions by business days in JSON", () => {
    const definition = {
      ...presets.glpi(),
      policies: [
        {
          id: "p",
          targets: { timeToOwn: "4h" },
          actions: [
            { kind: "escalation", id: "a", metric: "timeToOwn", fire: { after: { businessDays: 2 } } },
          ],
        },
      ],
    };
    expect(checkSla(definition).issues).toEqual([]);
  });
});
