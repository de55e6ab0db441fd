import { compileSla, type Definition, type SlaError } from "dueclock";
import { asVersion, backtest, sinceEver } from "dueclock/backtest";
import { describe, expect, it } from "vitest";
import { HOUR, hour, opened, reply, T0, ticket } from "../unit/engine/desk.ts";

const promise = (firstResponse: string): Definition => ({
  policies: [{ id: "all", targets: { firstResponse } }],
});
const early = ticket(opened(T0), reply(hour(3)));
const late = { ...ticket(opened(hour(50)), reply(hour(53))), ticket: "T-2" };
const asOf = hour(80);
const breaches = (current: Definition<string>, draft: Definition<string>) =>
  backtest([early, late], { current: compileSla(current), draft: compileSla(draft), asOf }).differences.map(
    ({ ticket, clocks }) => [ticket, clocks[0].dueMovedMs, clocks[0].breach],
  );

describe("a draft", () => {
  it("governs every history from its first event on, as it is", () => {
    expect(breaches(promise("4h"), promise("2h"))).toEqual([
      ["T-1", -2 * HOUR, "added"],
      ["T-2", -2 * HOUR, "added"],
    ]);
  });

  it("as a version changes nothing before its instant", () => {
    const draft = asVersion(promise("4h"), promise("2h"), { id: "2027", from: hour(40) });
    expect(draft.versions).toEqual([{ id: "2027", from: hour(40), policies: promise("2h").policies }]);
    expect(breaches(promise("4h"), draft)).toEqual([["T-2", -2 * HOUR, "added"]]);
  });

  it("as a version brings calendars and metrics of its own, and leaves the current definition alone", () => {
    const current: Definition<string> = {
      ...promise("4h"),
      calendars: { a: { timeZone: "UTC", weeklyHours: {} } },
    };
    const draft: Definition<string> = {
      calendars: { b: { timeZone: "UTC", weeklyHours: { mon: [["09:00", "17:00"]] } } },
      metrics: [{ id: "call", start: [{ on: "created" }], stop: [{ on: "reply" }], repeats: "once" }],
      policies: [{ id: "all", calendar: "b", targets: { call: "2h" } }],
    };
    const before = JSON.stringify(current);
    const both = asVersion(current, draft, { id: "2027", from: hour(40) });
    expect(Object.keys(both.calendars ?? {})).toEqual(["a", "b"]);
    expect(both.metrics?.map(({ id }) => id)).toEqual(["call"]);
    expect(JSON.stringify(current)).toBe(before);
  });

  it("is no version where it changes what has none, and says all of it", () => {
    const hours = { timeZone: "UTC", weeklyHours: { mon: [["09:00", "17:00"]] } } as const;
    const current: Definition = { ...promise("4h"), calendars: { a: hours }, statuses: { open: "open" } };
    const draft: Definition = {
      ...promise("2h"),
      calendars: { a: { ...hours, timeZone: "Europe/Paris" } },
      versions: [],
      options: { breach: "current" },
    };
    let paths: unknown[] = [];
    try {
      asVersion(current, draft, { id: "2027", from: hour(40) });
    } catch (problem) {
      paths = (problem as SlaError).issues.map(({ code, path }) => [code, path.join(".")]);
    }
    expect(paths).toEqual(
      ["statuses", "options", "calendars.a", "versions"].map((path) => ["backtest.not_a_version", path]),
    );
  });
});

describe("a definition since ever", () => {
  const versioned: Definition = {
    ...promise("4h"),
    version: "2025",
    versions: [
      { id: "2026", from: hour(40), policySets: [{ id: "sla", policies: promise("3h").policies ?? [] }] },
      { id: "2027", from: "2026-03-10T00:00:00Z", policies: promise("2h").policies ?? [] },
    ],
  };

  it("has the policies in force at an instant, and no versions", () => {
    expect(sinceEver(versioned, hour(39))).toEqual({ ...promise("4h"), version: "2025" });
    const { policySets } = versioned.versions?.[0] ?? {};
    expect(sinceEver(versioned, hour(40))).toEqual({ policySets, version: "2026" });
    expect(sinceEver(versioned, Date.UTC(2026, 2, 10))).toEqual({ ...promise("2h"), version: "2027" });
    expect(sinceEver(promise("4h"), asOf)).toEqual(promise("4h"));
  });

  it("promises tickets from before the version what is promised now", () => {
    expect(breaches(versioned, sinceEver(versioned, Date.UTC(2026, 2, 10))).length).toBeGreaterThan(0);
    const now = sinceEver(versioned, Date.UTC(2026, 2, 10));
    expect(breaches(now, promise("2h"))).toEqual([]);
  });
});
