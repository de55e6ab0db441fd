import Holidays from "date-holidays";
import { describe, expect, it } from "vitest";
import { holidaysFromDateHolidays } from "../../src/holidays/dateHolidays.ts";
import { DATE_HOLIDAYS_DIFFERENCES, type Difference, FEED_DIFFERENCES } from "./britishDifferences.ts";
import { DATA, datesOf, hasData, read, readData } from "./feeds.ts";

/** Divisions of gov.uk: how the feed marks what holds there only, and the state of date-holidays. */
const DIVISIONS = [
  { division: "england-and-wales", nation: "England", state: "ENG" },
  { division: "scotland", nation: "Scotland", state: "SCT" },
  { division: "northern-ireland", nation: "Northern Ireland", state: "NIR" },
] as const;

const govUk = (division: string): string[] => JSON.parse(readData("holidays.json")).gov_uk[division];
const isWithin = (from: string, to: string) => (date: string) => date >= from && date <= to;

/** Dates with their sign, sorted, as the lists of expected differences have them. */
function differences(found: readonly string[], truth: readonly string[]): string[] {
  const extra = found.filter((date) => !truth.includes(date)).map((date) => `${date} +`);
  const missing = truth.filter((date) => !found.includes(date)).map((date) => `${date} -`);
  return [...extra, ...missing].sort();
}

function expected(list: readonly Difference[], division: string): string[] {
  return list
    .filter(([, where]) => where === division)
    .map(([date, , sign]) => `${date} ${sign}`)
    .sort();
}

describe.skipIf(!hasData)(`British holidays (skipped where ${DATA} is absent)`, () => {
  it.each(DIVISIONS)(
    "of the feed are those of gov.uk in $division, but for the differences listed",
    (one) => {
      const imported = read(readData("ics/UKHolidays.ics"), {
        timeZone: "Europe/London",
        from: "2021-01-01",
        to: "2028-12-31",
        include: { location: (place) => place === "" || place.includes(one.nation) },
      });
      const truth = govUk(one.division).filter(isWithin("2021-01-01", "2028-12-31"));
      expect(truth.length).toBeGreaterThan(60);
      expect(differences(datesOf(imported), truth)).toEqual(expected(FEED_DIFFERENCES, one.division));
    },
  );

  it.each(DIVISIONS)(
    "of date-holidays are those of gov.uk in $division, but for the differences listed",
    (one) => {
      const imported = holidaysFromDateHolidays(new Holidays("GB", one.state), { from: 2019, to: 2028 });
      const truth = govUk(one.division).filter(isWithin("2019-01-01", "2028-12-31"));
      expect(differences(datesOf(imported), truth)).toEqual(
        expected(DATE_HOLIDAYS_DIFFERENCES, one.division),
      );
    },
  );

  it("that date-holidays has and gov.uk has not all fall on a weekend: no working day differs", () => {
    const extra = DATE_HOLIDAYS_DIFFERENCES.filter(([, , sign]) => sign === "+").map(([date]) => date);
    expect(extra.filter((date) => ![0, 6].includes(new Date(date).getUTCDay()))).toEqual([]);
  });

  it("differ with a reason, each once", () => {
    for (const list of [FEED_DIFFERENCES, DATE_HOLIDAYS_DIFFERENCES]) {
      expect(list.filter(([, , , reason]) => reason === "")).toEqual([]);
      expect(new Set(list.map((one) => one.slice(0, 2).join())).size).toBe(list.length);
    }
  });
});
