import { describe, expect, it } from "vitest";
import { RAILS_ZONES } from "../../src/import/railsZones.ts";

describe("the zones of Rails", () => {
  it("are all ones that this runtime knows", () => {
    for (const timeZone of Object.values(RAILS_ZONES))
      expect(() => new Intl.DateTimeFormat("en", { timeZone }), timeZone).not.toThrow();
    expect(Object.keys(RAILS_ZONES).length).toBeGreaterThan(150);
  });
});
