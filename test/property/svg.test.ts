import { calendarOf as calendarBy, type Evaluation, evaluateTicket, type TicketHistory } from "dueclock";
import { addToReport, type ReportLayout, type ReportRow, reportRows, startReport } from "dueclock/report";
import {
  breachHeatMap,
  type CalendarStripOptions,
  type ComplianceOptions,
  calendarStrip,
  complianceChart,
  type HeatMapOptions,
  pictureText,
  type TimelineOptions,
  ticketTimeline,
} from "dueclock/svg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Case, cases } from "../../src/testing/arbitraries/cases.ts";
import { calendarOf, situations } from "./arbitraries.ts";
import { slaOf } from "./histories.ts";
import { displaced, hostile, labels, monthRow, names, renamed, widths } from "./svgCases.ts";
import { expectSound } from "./svgPictures.ts";

/** Cases in the test run, always the same ones; `DUECLOCK_PICTURES` sets another number, of other ones each time. */
const GIVEN = process.env.DUECLOCK_PICTURES;
const PLAN = GIVEN === undefined ? { numRuns: 150, seed: 20_261_125 } : { numRuns: Number(GIVEN) };

const { constantFrom: pick, oneof, record, array } = fc;
const DAY = 86_400_000;

/** The same again, of input that cannot be changed. */
function twice(make: () => string): string {
  const picture = make();
  expect(make()).toBe(picture);
  return picture;
}

/** Options without those that are undefined. */
function sure<T extends object>(options: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) frozen(one);
  }
  return value;
}

const verdictOf = ({ definition, history, asOf }: Case): Evaluation<string> =>
  evaluateTicket(slaOf(definition), history, { asOf });

const tickets = record({ one: cases, width: widths, isNamed: fc.boolean(), labels });

describe("a timeline", () => {
  it("is drawn of every verdict, sound and the same each time", () => {
    fc.assert(
      fc.property(tickets, ({ one, width, isNamed, labels }) => {
        const verdict = frozen(verdictOf(one));
        const sla = slaOf(one.definition);
        const options = sure<TimelineOptions>({
          ...{ width, labels, calendars: (id: string) => calendarBy(sla, id) },
          definition: isNamed ? one.definition : undefined,
        });
        expectSound(twice(() => ticketTimeline(frozen(one.history), verdict, options)));
      }),
      PLAN,
    );
  });

  it("is drawn whatever the host's names are, and shows none of them as markup", () => {
    fc.assert(
      fc.property(
        record({ one: cases, width: widths, names, title: hostile }),
        ({ one, width, names, title }) => {
          const { history, verdict } = renamed(one.history, verdictOf(one), names);
          const all = expectSound(twice(() => ticketTimeline(history, verdict, { width, title })));
          expect(
            all.filter(({ text }) => /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\ufeff]/.test(text)),
          ).toEqual([]);
        },
      ),
      PLAN,
    );
  });

  it("is drawn at the edges of what instants there are, and of any window", () => {
    const instant = oneof(
      pick(
        -8.64e15,
        8.64e15,
        0,
        Date.UTC(1970, 0, 1),
        Date.UTC(9999, 11, 31),
        Date.UTC(2026, 2, 29, 1),
        1e15 + 1,
      ),
      fc.integer({ min: Date.UTC(2026, 2, 1), max: Date.UTC(2026, 3, 1) }),
    );
    const given = record({
      ...{ one: cases, instants: array(instant, { minLength: 3, maxLength: 7 }), width: widths },
      ...{ from: fc.option(instant, { nil: undefined }), to: fc.option(instant, { nil: undefined }) },
    });
    fc.assert(
      fc.property(given, ({ one, instants, width, from, to }) => {
        const verdict = displaced(verdictOf(one), instants);
        const sla = slaOf(one.definition);
        const calendars = (id: string) => calendarBy(sla, id);
        const options = sure<TimelineOptions>({ width, from, to, calendars, definition: one.definition });
        expectSound(ticketTimeline(one.history, verdict, options));
      }),
      PLAN,
    );
  });

  it("is drawn of what is no history", () => {
    const verdict = evaluateTicket(slaOf({ policies: [] }), { ticket: "t", events: [] }, { asOf: 0 });
    for (const events of [null, 7, [null, 7, {}, { at: "x" }], [{ id: "a", at: 0, type: 7, set: { a: {} } }]])
      expectSound(ticketTimeline({ ticket: "t", events } as unknown as TicketHistory, verdict));
  });
});

describe("a compliance chart", () => {
  it("is drawn of any rows, by any column", () => {
    const given = record({
      rows: array(monthRow, { maxLength: 60 }),
      by: pick(undefined, "agent", "metric", "__proto__"),
      width: widths,
      labels,
    });
    fc.assert(
      fc.property(given, ({ rows, by, width, labels }) => {
        expectSound(
          twice(() => complianceChart(frozen(rows), sure<ComplianceOptions>({ by, width, labels }))),
        );
      }),
      PLAN,
    );
  });

  it("is drawn of the rows of every report", () => {
    const given = record({
      ...{
        some: array(cases, { minLength: 1, maxLength: 4 }),
        period: pick("day" as const, "week" as const, "month" as const, "quarter" as const, undefined),
      },
      ...{ groupBy: pick([], ["metric"], ["policy", "metric"]), width: widths },
    });
    fc.assert(
      fc.property(given, ({ some, period, groupBy, width }) => {
        const report = startReport(sure<ReportLayout>({ period, groupBy }));
        const asOf = Math.max(...some.map((one) => one.asOf));
        for (const one of some) addToReport(report, verdictOf({ ...one, asOf }));
        const rows = reportRows(report);
        expectSound(complianceChart(rows, sure<ComplianceOptions>({ width, by: groupBy[0] })));
      }),
      PLAN,
    );
  });

  it("says of a period by how much it was met, without a period that no row speaks of", () => {
    const row = (period: string, from: number, met: number, missed: number): ReportRow => ({
      ...{ period, from, to: from + DAY, met, missed, pending: 0 },
    });
    const start = Date.UTC(2026, 2, 2);
    const rows = [row("2026-03-02", start, 9, 1), row("2026-03-04", start + 2 * DAY, 1, 1)];
    const { description } = pictureText(complianceChart(rows));
    expect(description).toBe(
      "83.3 %, 10 met, 2 missed, 0 pending. 2026-03-02: 90.0 %, 9 met, 1 missed, 0 pending. 2026-03-04: 50.0 %, 1 met, 1 missed, 0 pending.",
    );
  });
});

describe("a calendar's year", () => {
  it("is drawn of every calendar, in every year", () => {
    const given = record({
      ...{ some: situations(), year: pick(1970, 1971, 2015, 2026, 2099, 2100, null), width: widths, labels },
      ...{
        weekStartsOn: pick("mon" as const, "sun" as const, "sat" as const),
        isNamed: fc.boolean(),
        name: hostile,
      },
    });
    fc.assert(
      fc.property(
        given,
        ({ some: [{ definition, a }], year, width, labels, weekStartsOn, isNamed, name }) => {
          const calendar = calendarOf(definition);
          const shown = year ?? Math.min(2100, Math.max(1970, new Date(a).getUTCFullYear()));
          const holidays = [
            ...(definition.holidays ?? []),
            { from: `${shown}-02-03`, to: `${shown}-02-04`, name },
          ];
          const options = sure<CalendarStripOptions>({
            ...{ year: shown, width, labels, weekStartsOn },
            definition: isNamed ? { ...definition, holidays } : undefined,
          });
          expectSound(twice(() => calendarStrip(calendar, options)));
        },
      ),
      { ...PLAN, numRuns: Math.ceil(PLAN.numRuns / 4) },
    );
  });
});

describe("a map of breaches", () => {
  it("is drawn of any verdicts, and counts each breach once", () => {
    const at = oneof(
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
      pick(-8.64e15, 8.64e15, 0, null),
    );
    const clock = record({ metric: hostile, breachedAt: at, exempted: pick(null, null, null, "x") });
    const given = record({
      some: array(record({ clocks: array(clock, { maxLength: 40 }) }), { maxLength: 40 }),
      width: widths,
      labels,
    });
    fc.assert(
      fc.property(given, ({ some, width, labels }) => {
        expectSound(twice(() => breachHeatMap(some, sure<HeatMapOptions>({ width, labels }))));
        const told = some
          .flatMap(({ clocks }) => clocks)
          .filter((one) => one.breachedAt !== null && one.exempted === null);
        expect(pictureText(breachHeatMap(some, { width })).description).toContain(
          `${told.length} by weekday`,
        );
      }),
      PLAN,
    );
  });
});
