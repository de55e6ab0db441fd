/**
 * Where a source of British holidays differs from what gov.uk publishes, with the reason. `+`: the source closes a
 * date that is no bank holiday; `-`: it misses one. The tests fail for a difference that is not listed, and for a
 * listed one that has gone.
 */
export type Difference = readonly [date: string, division: string, sign: "+" | "-", reason: string];

const ALL = ["england-and-wales", "scotland", "northern-ireland"];
const everywhere = (date: string, sign: "+" | "-", reason: string) =>
  ALL.map((division): Difference => [date, division, sign, reason]);

/** UKHolidays.ics, written in November 2020, against gov.uk, 2021 to 2028. */
export const FEED_DIFFERENCES: readonly Difference[] = [
  ...everywhere("2022-05-30", "+", "spring bank holiday, moved to 2 June for the Platinum Jubilee"),
  ...everywhere("2022-06-02", "-", "spring bank holiday, moved for the Platinum Jubilee"),
  ...everywhere("2022-06-03", "-", "Platinum Jubilee, proclaimed after the feed was written"),
  ...everywhere("2022-09-19", "-", "state funeral of Elizabeth II, proclaimed nine days before"),
  ...everywhere("2023-05-08", "-", "coronation of Charles III"),
  ["2026-06-15", "scotland", "-", "bank holiday for the football World Cup"],
];

const WEEKEND = "on a weekend: gov.uk lists the substitute day only, date-holidays both";
const onWeekend = (divisions: readonly string[], dates: string) =>
  dates.split(" ").flatMap((date) => divisions.map((division): Difference => [date, division, "+", WEEKEND]));

/** date-holidays 3.37.0, type `public`, against gov.uk, 2019 to 2028. */
export const DATE_HOLIDAYS_DIFFERENCES: readonly Difference[] = [
  ...onWeekend(ALL, "2020-12-26 2021-12-25 2021-12-26 2022-01-01 2022-12-25"),
  ...onWeekend(ALL, "2023-01-01 2026-12-26 2027-12-25 2027-12-26 2028-01-01"),
  ...onWeekend(["scotland"], "2019-11-30 2024-11-30 2025-11-30 2021-01-02 2022-01-02 2027-01-02 2028-01-02"),
  ...onWeekend(["northern-ireland"], "2019-03-17 2024-03-17 2020-07-12 2025-07-12 2026-07-12"),
  ["2026-06-15", "scotland", "-", "bank holiday for the football World Cup"],
];
