import {
  addBusinessTime,
  businessTimeBetween,
  type Calendar,
  calendarOf,
  compileCalendar,
  compileSla,
  type Definition,
  evaluateTicket,
  type HistoryEvent,
  luxonZones,
  type Reading,
  SlaError,
  type TicketHistory,
} from "dueclock";
import { breachHeatMap, calendarStrip, complianceChart, pictureText, ticketTimeline } from "dueclock/svg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { slaOf } from "../property/histories.ts";
import { type Element, elementsOf, expectSound } from "../property/svgPictures.ts";
import { MIDNIGHTS, wall } from "./wall.ts";

const RUNS = Number(process.env.DUECLOCK_HOSTILE ?? 100);
const SEED = process.env.DUECLOCK_HOSTILE ? {} : { seed: 20_261_125 };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 2, 2);

/** `Mon 2 Mar` of `2026-03-02`. */
function shortDate(date: string): string {
  const [weekday, day, month] = new Date(date).toUTCString().split(/,? /);
  return `${weekday} ${Number(day)} ${month}`;
}

interface Bar {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly look: string;
}

/** The bars of a timeline's one clock, and the ends of its axis. */
function read(picture: string): { bars: Bar[]; left: number; right: number; all: Element[] } {
  const all = expectSound(picture);
  const paths = all.filter(({ name }) => name === "path").map(({ attributes }) => attributes);
  const axes = paths.flatMap(({ d, class: look }) => {
    const found = d.match(/^M([\d.]+) ([\d.]+)H([\d.]+)$/);
    return found && look === "stroke-grid line" ? [found.slice(1).map(Number)] : [];
  });
  const [left, bottom, right] = axes.reduce((a, b) => (b[1] > a[1] ? b : a));
  const bars = paths.flatMap(({ d, class: look }) => {
    return [...d.matchAll(/M(-?[\d.]+) ([\d.]+)H(-?[\d.]+)V([\d.]+)H\1Z/g)].flatMap((found) => {
      const [x, top, x2, under] = found.slice(1).map(Number);
      return under < bottom ? [{ left: x, right: x2, height: under - top, look }] : [];
    });
  });
  return { bars, left, right, all };
}

/** Stretches joined where they touch or overlap. */
function joined(bars: readonly { readonly left: number; readonly right: number }[]): [number, number][] {
  const found: [number, number][] = [];
  for (const { left, right } of [...bars].sort((a, b) => a.left - b.left)) {
    const last = found.at(-1);
    if (last && left <= last[1] + 0.02) last[1] = Math.max(last[1], right);
    else found.push([left, right]);
  }
  return found;
}

const width = (bars: readonly Bar[]) => joined(bars).reduce((sum, [left, right]) => sum + right - left, 0);
const isRunning = ({ look, height }: Bar) => height > 4 && /fill-good|late/.test(look);
const isHollow = ({ look }: Bar) => /fill-surface stroke/.test(look);

describe("bars of a timeline (law V1)", () => {
  const set = fc.constantFrom("pending", "open", "pending", "open", "solved");
  const moves = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), set), { maxLength: 8 });
  const told = moves.map((list) => {
    let at = MONDAY + 9 * HOUR;
    const events: HistoryEvent[] = [{ id: "e0", at, type: "created", by: "requester" }];
    for (const [i, [hours, status]] of list.entries()) {
      at += hours * HOUR;
      events.push({ id: `e${i + 1}`, at, type: "changed", set: { status } });
    }
    return { history: { ticket: "T", events } as TicketHistory, asOf: at + 5 * HOUR };
  });
  const window = (asOf: number) => ({ from: MONDAY, to: asOf + 7 * HOUR });

  it("cover a clock's running and paused stretches to the hundredth of a pixel, and nothing else", () => {
    const sla = compileSla({ policies: [{ id: "p", targets: { resolution: "60h" } }] });
    const holds = fc.property(told, fc.constantFrom(700, 880, 2_000), ({ history, asOf }, width) => {
      const verdict = evaluateTicket(sla, history, { asOf });
      const { from, to } = window(asOf);
      const { bars, left, right } = read(ticketTimeline(history, verdict, { from, to, width }));
      const x = (at: number) => left + ((at - from) / (to - from)) * (right - left);
      const [{ stretches }] = verdict.clocks as Reading[];
      const wanted = (kind: string) =>
        joined(
          stretches
            .filter((one) => one.kind === kind && (one.to ?? asOf) > one.from)
            .map((one) => ({ left: x(one.from), right: x(one.to ?? asOf) })),
        );
      for (const [kind, isKind] of [
        ["running", isRunning],
        ["paused", isHollow],
      ] as const) {
        const drawn = joined(
          bars.filter(isKind).filter((bar) => bar.right <= x(asOf) + 0.02 || kind === "running"),
        );
        const off = wanted(kind)
          .flat()
          .map((value, i) => Math.abs(value - (drawn.flat()[i] ?? Number.NaN)));
        expect([kind, drawn.length, off.filter((px) => !(px <= 0.02))]).toEqual([
          kind,
          wanted(kind).length,
          [],
        ]);
      }
    });
    fc.assert(holds, { numRuns: RUNS, ...SEED });
  });

  it("are thick by as much as the clock has used, under business hours", () => {
    const nine = [["09:00", "12:00"], ["13:00", "17:30"]] as const; // biome-ignore format: one day
    const definition = {
      calendars: {
        office: { timeZone: "Africa/Cairo", weeklyHours: { sun: nine, mon: nine, tue: nine, thu: nine } },
      },
      policies: [{ id: "p", calendar: "office", targets: { resolution: "20h" } }],
    } as const satisfies Definition;
    const sla = compileSla(definition);
    const holds = fc.property(told, ({ history, asOf }) => {
      const verdict = evaluateTicket(sla, history, { asOf });
      const { from, to } = window(asOf);
      const calendars = (id: string) => calendarOf(sla, id);
      const picture = ticketTimeline(history, verdict, { from, to, width: 2_400, calendars });
      const { bars, left, right } = read(picture);
      if (((right - left) * DAY) / (to - from) < 10) return;
      const used = (verdict.clocks[0].elapsedMs / (to - from)) * (right - left);
      expect(Math.abs(width(bars.filter(isRunning)) - used)).toBeLessThan(0.02 * (2 + bars.length));
    });
    fc.assert(holds, { numRuns: RUNS, ...SEED });
  });
});

describe("pictures of very much (law V2)", () => {
  const sla = compileSla({
    policies: [
      {
        id: "p",
        targets: { nextResponse: "30m", resolution: "8h" },
        actions: [{ kind: "reminder", id: "r", metric: "nextResponse", fire: { after: 0 } }],
      },
    ],
  });
  const busy = (count: number): TicketHistory => ({
    ticket: "T",
    events: Array.from({ length: count }, (_, i) => ({
      ...{ id: `e${i}`, at: MONDAY + i * 17 * 60_000 },
      ...(i === 0
        ? { type: "created", by: "requester" }
        : i % 3 === 0
          ? { type: "changed", set: { status: i % 2 ? "pending" : "open" } }
          : { type: "message", by: i % 3 === 1 ? "agent" : "requester" }),
    })) as HistoryEvent[],
  });
  const drawn = (count: number) => {
    const asOf = MONDAY + count * 17 * 60_000;
    return ticketTimeline(busy(count), evaluateTicket(sla, busy(count), { asOf }), { width: 880 });
  };

  it("stay of a size that a page can bear, for 10,000 events", () => {
    const sizes = [1_000, 10_000].map((count) => drawn(count).length);
    expect(sizes.filter((size) => size > 2_500_000)).toEqual([]);
    expectSound(drawn(2_000));
  });

  it("do so for 10,000 verdicts and 10,000 rows", () => {
    const clocks = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ metric: "resolution", breachedAt: MONDAY + i * 61 * 60_000, exempted: null },
    }));
    expect(breachHeatMap([{ clocks }] as never).length).toBeLessThan(200_000);
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      ...{
        period: new Date(MONDAY + i * DAY).toISOString().slice(0, 10),
        from: MONDAY + i * DAY,
        to: MONDAY + (i + 1) * DAY,
      },
      ...{ met: i % 7, missed: i % 3, pending: 1, agent: `a${i % 50}` },
    }));
    for (const by of [undefined, "agent"] as const)
      expect(complianceChart(rows as never, by ? { by } : {}).length).toBeLessThan(4_000_000);
  });
});

describe("pictures in zones whose clocks change at midnight (law V3)", () => {
  const always = { mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 1, sun: 1 };
  const hours = [["00:00", "01:30"], ["22:15", "24:00"]] as const; // biome-ignore format: one day
  const weeklyHours = Object.fromEntries(Object.keys(always).map((day) => [day, hours]));

  for (const { zone, what, before } of MIDNIGHTS) {
    it(`count every date and hour of the year once: ${zone} (${what})`, () => {
      const year = Number(wall(zone, before).date.slice(0, 4));
      const calendar = compileCalendar({ timeZone: zone, weeklyHours } as never);
      const picture = calendarStrip(calendar, { year, width: 880 });
      expectSound(picture);
      const start = Date.UTC(year, 0, 1) - 15 * HOUR;
      const instants = Array.from({ length: 4 * 24 * 400 }, (_, i) => start + (i * HOUR) / 4);
      const dates = new Set(
        instants.map((at) => wall(zone, at).date).filter((date) => date.startsWith(`${year}`)),
      );
      const first = instants.find((at) => wall(zone, at).date === `${year}-01-01`) as number;
      const end = instants.find((at) => wall(zone, at).date === `${year + 1}-01-01`) as number;
      const { description } = pictureText(picture);
      const [, open, told] = description.match(/^(\d+) open days, ([\d.]+) hours/) ?? [];
      expect(Number(open)).toBe(dates.size);
      expect(Math.abs(Number(told) - businessTimeBetween(calendar, first, end) / HOUR)).toBeLessThan(1);
    });

    it(`name each date of a week once, in order: ${zone} (${what})`, () => {
      const sla = compileSla({
        calendars: { desk: { timeZone: zone, weeklyHours } },
        policies: [{ id: "p", calendar: "desk", targets: { resolution: "100h" } }],
      } as never);
      const created = { id: "1", at: before - 2 * DAY, type: "created" } as HistoryEvent;
      const history: TicketHistory = { ticket: "T", events: [created] };
      const verdict = evaluateTicket(sla, history, { asOf: before + 3 * DAY });
      for (const width of [360, 880, 2_400]) {
        const options = {
          width,
          calendars: (id: string) => calendarOf(sla, id),
          from: before - 2 * DAY,
          to: before + 3 * DAY,
        };
        const { all } = read(ticketTimeline(history, verdict, options));
        const dates = all
          .filter(
            ({ name, text, attributes }) =>
              name === "text" && /^\w{3} \d{1,2} \w{3}$/.test(text) && attributes["text-anchor"] === "middle",
          )
          .map(({ text, attributes }) => ({ text, x: Number(attributes.x), y: Number(attributes.y) }))
          .filter(({ y }, _, list) => y === Math.max(...list.map((one) => one.y)))
          .sort((a, b) => a.x - b.x)
          .map(({ text }) => text);
        expect(dates).toEqual([...new Set(dates)]);
        const all24 = Array.from({ length: 5 * 24 }, (_, i) => wall(zone, before - 2 * DAY + i * HOUR));
        const wanted = [...new Set(all24.map(({ date }) => date))].map(shortDate);
        expect(dates).toEqual(wanted.filter((date) => dates.includes(date)));
      }
    });

    it(`count breaches by the wall's weekday and hour: ${zone} (${what})`, () => {
      const at = Array.from({ length: 60 }, (_, i) => before + i * HOUR * 0.75);
      const clocks = at.map((breachedAt) => ({ metric: "resolution", breachedAt, exempted: null }));
      const picture = breachHeatMap([{ clocks }] as never, { timeZone: zone, zones: luxonZones() });
      const counts = new Map<string, number>();
      for (const one of at) {
        const { weekday, time } = wall(zone, one);
        const key = `${weekday} ${time.slice(0, 2)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const numbers = expectSound(picture)
        .filter(
          ({ name, attributes, text }) =>
            name === "text" && /^\d+$/.test(text) && attributes["text-anchor"] === "middle",
        )
        .map(({ text }) => Number(text));
      for (const n of [1, 2, 3]) {
        const wanted = [...counts.values()].filter((count) => count === n).length;
        expect(numbers.filter((number) => number === n).length).toBeGreaterThanOrEqual(wanted);
      }
      const [, most, hour, times] =
        pictureText(picture).description.match(/most on (\w+) at (\d\d):00: (\d+)/) ?? [];
      const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(most);
      expect(counts.get(`${weekday} ${hour}`)).toBe(Number(times));
      expect(Number(times)).toBe(Math.max(...counts.values()));
    });
  }
});

describe("what is said of a picture (law V4)", () => {
  const sla = compileSla({ policies: [{ id: "p", targets: { resolution: "8h" } }] });
  const history: TicketHistory = { ticket: "T", events: [{ id: "1", at: MONDAY, type: "created" }] };
  const verdict = evaluateTicket(sla, history, { asOf: MONDAY + HOUR });

  it("is read back as it was given, whatever signs of markup it has", () => {
    for (const title of [
      `"><script>alert(1)</script>`,
      "a & b &amp; c",
      "</title></svg>",
      "<!--",
      "]]>",
      "$& $1 $`",
      "a 'b' \"c\"",
      "שלום abc",
      "👩‍👩‍👧‍👦 ok",
    ])
      expect(
        pictureText(ticketTimeline(history, verdict, { title })).title.replace(/[\u2068\u2069]/g, ""),
      ).toBe(title);
  });

  it("names the due time, the breach and the end of every clock drawn", () => {
    const holds = fc.property(cases, (one) => {
      const verdict = evaluateTicket(slaOf(one.definition), one.history, { asOf: one.asOf });
      const { description } = pictureText(ticketTimeline(one.history, verdict));
      const missed = verdict.clocks.filter(
        ({ breachedAt, exempted }) => breachedAt !== null && exempted === null,
      );
      expect(description.match(/\bmissed \w{3} /g)?.length ?? 0).toBeGreaterThanOrEqual(
        Math.min(missed.length, 1),
      );
      expect(description).not.toMatch(/undefined|NaN|null|\[object|\bInfinity/);
    });
    fc.assert(holds, { numRuns: RUNS, ...SEED });
  });

  it("is empty of what is no picture", () => {
    for (const text of ["", "<svg></svg>", "nothing"])
      expect(pictureText(text)).toEqual({ title: "", description: "" });
  });

  it("gives lengths of days in days around the clock, and never makes days of business hours", () => {
    const since = (hours: number) => evaluateTicket(sla, history, { asOf: MONDAY + hours * HOUR });
    const of = (hours: number) => pictureText(ticketTimeline(history, since(hours))).description;
    expect(of(30)).toContain("22 h late");
    expect(of(200)).toContain("8 d late");
    const office = {
      timeZone: "UTC",
      weeklyHours: { mon: [["00:00", "24:00"]], tue: [["00:00", "24:00"]] },
    } as const;
    const desk = compileSla({
      calendars: { office },
      policies: [{ id: "p", calendar: "office", targets: { resolution: "8h" } }],
    });
    const asOf = addBusinessTime(calendarOf(desk, "office") as Calendar, MONDAY, 200 * HOUR) as number;
    const told = ticketTimeline(history, evaluateTicket(desk, history, { asOf }));
    expect(pictureText(told).description).toContain("192 h late");
  });
});

describe("options that cannot be", () => {
  const calendar = compileCalendar({ timeZone: "UTC", always: true });
  const odd: unknown[] = [null, Number.NaN, Number.POSITIVE_INFINITY, -1, "880", {}, 239, 2_401];

  it("are one SlaError, of every picture", () => {
    const verdict = evaluateTicket(compileSla({ policies: [] }), { ticket: "T", events: [] }, { asOf: 0 });
    for (const width of odd)
      for (const draw of [
        () => ticketTimeline({ ticket: "T", events: [] }, verdict, { width: width as number }),
        () => complianceChart([], { width: width as number }),
        () => calendarStrip(calendar, { year: 2026, width: width as number }),
        () => breachHeatMap([], { width: width as number }),
      ])
        expect(draw).toThrow(SlaError);
    for (const id of [`"><script>`, "a b", "", "1a", "a\n", "ä", 7, null, "x".repeat(10_000)])
      expect(() => complianceChart([], { id: id as string })).toThrow(SlaError);
    for (const scheme of ["__proto__", "Light", null, 1])
      expect(() => complianceChart([], { scheme: scheme as "light" })).toThrow(SlaError);
    for (const year of [1969, 2101, 2026.5, Number.NaN, "2026", null, undefined])
      expect(() => calendarStrip(calendar, { year: year as number })).toThrow(SlaError);
    for (const timeZone of ["Mars/Base", "", null, 7, "__proto__"])
      expect(() => complianceChart([], { timeZone: timeZone as string, zones: luxonZones() })).toThrow(
        SlaError,
      );
  });

  it("are told all at once", () => {
    try {
      complianceChart([], { width: 1, id: " ", scheme: "x" as "light" });
      expect.unreachable();
    } catch (error) {
      expect((error as SlaError).issues.length).toBe(3);
    }
  });
});

describe("verdicts and rows of anything", () => {
  it("give a picture", () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
    const base = evaluateTicket(
      compileSla({
        policies: [
          {
            id: "p",
            targets: { resolution: "8h" },
            actions: [{ kind: "reminder", id: "r", metric: "resolution", fire: { before: "1h" } }],
          },
        ],
      }),
      { ticket: "T", events: [{ id: "1", at: MONDAY, type: "created" }] },
      { asOf: MONDAY + HOUR },
    );
    const stored = JSON.parse(JSON.stringify(base));
    const holds = fc.property(json, json, fc.string(), (event, row, ticket) => {
      expectSound(ticketTimeline({ ticket, events: [event, event] } as never, { ...stored, ticket }));
      const rows = (Array.isArray(row) ? row : [row]).filter(
        (one) => typeof one === "object" && one !== null && !Array.isArray(one),
      );
      expectSound(complianceChart(rows as never));
      expectSound(
        breachHeatMap([
          { clocks: [] },
          { clocks: [{ metric: ticket, breachedAt: 5, exempted: null }] },
        ] as never),
      );
      elementsOf(
        complianceChart([{ period: ticket, from: 0, to: DAY, met: 1, missed: 0, pending: 0 }] as never),
      );
    });
    fc.assert(holds, { numRuns: RUNS, ...SEED });
  });
});
