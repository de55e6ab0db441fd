import { describe } from "vitest";
import {
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../../src/calendar/arithmetic.ts";
import { MS_PER_DAY } from "../../../src/testing/definition/civil.ts";
import { BEYOND, calendarScan } from "../../oracle/calendarScan.ts";
import { calendarOf, type Situation, situations } from "../arbitraries.ts";
import { ENDS, law, less, same, samePeriods } from "./law.ts";

describe("the compiled calendar and its definition, stepped through", () => {
  const DAYS = 3 * MS_PER_DAY;
  law("L13: compiled equals scanned, whole minutes, as known at any instant", (s) => compareScan(s, DAYS));
  law("L13: compiled equals scanned, hours to the second", (s) => compareScan(s, DAYS / 12), {
    given: situations({ seconds: true, versions: false }),
    share: 0.1, // each steps through a day of seconds and more
  });
});

/** Ten answers and more of the compiled calendar beside those of the scan. */
function compareScan({ definition, a, b, c, x, y, knownAt }: Situation, horizon: number): void {
  const calendar = calendarOf(definition);
  const asKnown = definition.versions && x % 4 === 0 ? [{}, { knownAt }] : [{}];
  for (const known of asKnown) {
    const scan = calendarScan(definition, horizon, known.knownAt);
    for (const at of [a, b, c]) same(isBusinessTime(calendar, at, known), scan.isOpen(at));
    const to = Math.min(c, a + horizon);
    same(businessTimeBetween(calendar, a, to, known), scan.measure(a, to));
    samePeriods(businessPeriods(calendar, a, to, known), scan.periods(a, to));
    agree(nextBusinessTime(calendar, b, known), scan.next(b), { at: b, horizon });
    for (const endOfBudget of ENDS) {
      const options = { ...known, endOfBudget };
      agree(addBusinessTime(calendar, a, x, options), scan.add(a, x, endOfBudget), { at: a, horizon });
      agree(subtractBusinessTime(calendar, c, y, options), scan.subtract(c, y, endOfBudget), {
        at: c,
        horizon,
      });
    }
  }
}

/** The same answer; or, where scanning from `at` found none within the horizon, none or one beyond it. */
function agree(
  compiled: number | null,
  scanned: number | typeof BEYOND,
  { at, horizon }: { at: number; horizon: number },
): void {
  if (scanned !== BEYOND) same(compiled, scanned);
  else if (compiled !== null) less(horizon, Math.abs(compiled - at));
}
