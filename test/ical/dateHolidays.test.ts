import Holidays from "date-holidays";
import { describe, expect, it } from "vitest";
import { SlaError } from "../../src/diagnostics.ts";
import {
  type DateHolidaysOptions,
  holidaysFromDateHolidays,
  type ListedHoliday,
} from "../../src/holidays/dateHolidays.ts";
import { cuts } from "./feeds.ts";

const year = (...list: Partial<ListedHoliday>[]) => ({
  getHolidays: (of: number) =>
    of === 2026 ? list.map((one) => ({ type: "public", name: "Feast", date: "", ...one })) : [],
});
const take = (list: Partial<ListedHoliday>[], options: Partial<DateHolidaysOptions> = {}) =>
  holidaysFromDateHolidays(year(...list), { from: 2026, to: 2026, ...options });
/** A start and an end that lie some hours apart, in whatever zone. */
const lasting = (hours: number) => ({ start: new Date(0), end: new Date(hours * 3_600_000) });

describe("holidays of date-holidays", () => {
  it("are taken from the package itself, under their names, of the type public", () => {
    const { holidays, report } = holidaysFromDateHolidays(new Holidays("PL"), {
      from: 2025,
      to: 2026,
      language: "en",
    });
    expect(holidays).toHaveLength(28);
    expect(holidays[0]).toEqual({ from: "2025-01-01", to: "2025-01-01", name: "New Year's Day" });
    expect(report.reachesUntil).toBe(2026);
    expect(report.warnings).toEqual([]);
    expect(new Set(report.skipped.map(({ reason }) => reason))).toEqual(new Set(["other_type"]));
  });

  it("are of other types where they are asked for", () => {
    const list = [
      { date: "2026-01-01 00:00:00" },
      { date: "2026-12-31 00:00:00", type: "bank", name: "Bank holiday" },
    ];
    expect(take(list).report.skipped).toEqual([
      { summary: "Bank holiday", reason: "other_type", date: "2026-12-31" },
    ]);
    expect(take(list, { types: ["bank", "public"] }).holidays).toHaveLength(2);
  });

  it("keep their date, whatever zone the entry carries", () => {
    expect(take([{ date: "2026-03-20 00:00:00 -0600", ...lasting(24) }]).holidays).toEqual([
      { from: "2026-03-20", to: "2026-03-20", name: "Feast" },
    ]);
  });

  it("last several days, a part of a last day left out, and 23 or 25 hours make a day", () => {
    const lengths = [23, 24, 25, 47, 48, 72, 90].map((hours) => {
      const [entry] = take([{ date: "2026-03-20 00:00:00", ...lasting(hours) }]).holidays;
      return typeof entry === "string" ? 1 : 1 + (Date.parse(entry.to) - Date.parse(entry.from)) / 86_400_000;
    });
    expect(lengths).toEqual([1, 1, 1, 2, 2, 3, 3]);
  });

  it("close a part of the date where they start within it", () => {
    const half = take([{ date: "2026-12-24 14:00:00", ...lasting(10) }, { date: "2026-12-31 12:00:00" }]);
    expect([half.holidays, cuts(half)]).toEqual([[], ["2026-12-24 14:00-24:00", "2026-12-31 12:00-24:00"]]);
  });

  it("are left out, with the reason, where they cannot be read", () => {
    const bad = [{ date: "soon" }, { date: "2026-02-30 00:00:00" }, { date: "2026-01-01 99:00:00" }, {}];
    const { holidays, report } = take([...bad, { date: "2026-01-01 00:00:00", ...lasting(9_000) }]);
    expect(holidays).toEqual([]);
    expect(report.skipped.map(({ reason }) => reason)).toEqual([
      "unreadable",
      "unreadable",
      "unreadable",
      "unreadable",
      "too_long",
    ]);
    expect(report.warnings.map(({ code }) => code)).toEqual(["holidays.nothing_taken"]);
  });

  it("end before the last year asked for only with a warning", () => {
    const { report } = take([{ date: "2026-01-01 00:00:00" }], { to: 2028 });
    expect([report.reachesUntil, report.warnings.map(({ code }) => code)]).toEqual([
      2026,
      ["holidays.list_ends"],
    ]);
  });

  it("need years in order, at most sixty, and a source that gives a list", () => {
    const code = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        if (error instanceof SlaError) return error.issues[0].code;
      }
      return null;
    };
    for (const [from, to] of [
      [2027, 2026],
      [2000, 2060],
      [2026.5, 2027],
      [Number.NaN, 2026],
    ])
      expect(code(() => take([], { from, to }))).toBe("holidays.bad_range");
    expect(code(() => take([], { from: 2000, to: 2059 }))).toBeNull();
    const nothing = { getHolidays: () => undefined as never };
    expect(code(() => holidaysFromDateHolidays(nothing, { from: 2026, to: 2026 }))).toBe("holidays.no_list");
  });
});
