import { describe, expect, it, vi } from "vitest";
import { addBusinessTime, businessTimeBetween, isBusinessTime } from "../../../src/calendar/arithmetic.ts";
import { type Calendar, calendarFingerprint, compileCalendar } from "../../../src/calendar/compile.ts";
import type { CalendarDefinition } from "../../../src/calendar/definition.ts";
import { emptyTable } from "../../../src/calendar/table.ts";
import { luxonZones } from "../../../src/luxon/zones.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../../../src/time/units.ts";
import { calendarOf, type Situation } from "../arbitraries.ts";
import { alwaysOpen, answers, ENDS, law, oncePerCalendar, opens, same, sameAnswers } from "./law.ts";

describe("state and knowledge", () => {
  law("no answer depends on what was asked before: far past, far future or nothing", (s) => {
    const [fresh, ...grown] = askedCalendars(s);
    const expected = answers(fresh, s);
    for (const calendar of grown) sameAnswers(answers(calendar, s), expected);
  });

  law(
    "amounts that end exactly where a year does are answered by a new table as by one that has grown",
    (s) => {
      const grown = calendarOf(s.definition);
      const year = new Date(s.b).getUTCFullYear();
      for (const edge of [-2, -1, 0, 1, 2, 3].map((years) => Date.UTC(year + years, 0, 1))) {
        const ms = businessTimeBetween(grown, Math.min(edge, s.b), Math.max(edge, s.b));
        for (const by of [-1, 0, 1].map((nudge) => Math.sign(edge - s.b) * ms + nudge)) {
          for (const endOfBudget of ENDS) {
            same(
              addBusinessTime(unasked(grown), s.b, by, { endOfBudget }),
              addBusinessTime(grown, s.b, by, { endOfBudget }),
            );
          }
        }
      }
    },
    { share: 0.1 },
  );

  law(
    "C5: as known at an instant, a calendar answers as one that lists only what was entered by then",
    (s) => {
      const then = enteredBy(s.definition, s.knownAt);
      if (!then) return;
      sameAnswers(answers(calendarOf(s.definition), s, s.knownAt), answers(then, s));
    },
  );

  law("C5: what was entered later than the instant of knowledge changes nothing", (s) => {
    const version = { from: "1972-01-01", weeklyHours: {}, knownFrom: s.knownAt + 1 };
    const later = { ...s.definition, versions: [...(s.definition.versions ?? []), version] };
    sameAnswers(answers(calendarOf(later), s, s.knownAt), answers(calendarOf(s.definition), s, s.knownAt));
  });

  it("asks neither luxon, nor Intl, nor a clock, nor its supplier, once it is compiled", () => {
    const asked: string[] = [];
    const zones = {
      label: "counting",
      zone: (id: string) => {
        asked.push(id);
        return luxonZones().zone(id);
      },
    };
    const s = { a: Date.UTC(2026, 2, 2), b: Date.UTC(2030, 2, 2), c: Date.UTC(2031, 2, 2), x: 8e10, y: 1 };
    const definition = { ...alwaysOpen("America/Havana"), holidays: ["01-01"] };
    const calendar = compileCalendar(definition, { zones });
    const expected = answers(calendarOf(definition), s);
    const refuse = () => {
      throw new Error("asked while answering");
    };
    const spies = [
      vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts").mockImplementation(refuse),
      vi.spyOn(Intl, "DateTimeFormat").mockImplementation(refuse as never),
      vi.spyOn(Date, "now").mockImplementation(refuse),
      vi.spyOn(Math, "random").mockImplementation(refuse),
    ];
    try {
      sameAnswers(answers(calendar, s), expected);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(asked).toEqual(["America/Havana"]);
  });

  law("a definition frozen to the bottom compiles, and stays as it was", (s) => {
    const text = JSON.stringify(s.definition);
    const frozen = frozenCopy(s.definition);
    sameAnswers(answers(calendarOf(frozen), s), answers(calendarOf(s.definition), s));
    same(JSON.stringify(frozen), text);
    same(calendarFingerprint(calendarOf(frozen)), calendarFingerprint(calendarOf(s.definition)));
  });
});

const askedBefore = new WeakMap<CalendarDefinition, Calendar[]>();

/** The same calendar several times over: asked nothing yet, or first of the far past, the far future, or both. */
function askedCalendars({ definition, a, c }: Situation): Calendar[] {
  const known = askedBefore.get(definition);
  if (known) return known;
  const ends = [SUPPORTED_FROM, SUPPORTED_TO - 1];
  const calendars = [[], ends, [...ends].reverse(), [ends[0]], [ends[1]], [a - 4e11, c + 4e11]].map((far) => {
    const calendar = compileCalendar(definition, { zones: luxonZones() });
    for (const at of far) isBusinessTime(calendar, Math.min(Math.max(at, ends[0]), ends[1]));
    return calendar;
  });
  askedBefore.set(definition, calendars);
  return calendars;
}

/** A compiled calendar as it was before anybody asked: compiling anew takes longer than its first answer. */
function unasked(calendar: Calendar): Calendar {
  const views = calendar.views.map(({ knownFrom, table }) => ({
    knownFrom,
    table: emptyTable(table.source),
  }));
  return { ...calendar, views, latest: views[views.length - 1].table };
}

/** The calendar that lists only what had been entered by then; null where that one is never open. */
function enteredBy(definition: CalendarDefinition, knownAt: number): Calendar | null {
  const { versions = [] } = definition;
  const entered = (at: number | string | undefined) => Number(at ?? Number.NEGATIVE_INFINITY);
  const known = versions
    .filter(({ knownFrom }) => entered(knownFrom) <= knownAt)
    .sort((one, other) => entered(one.knownFrom) - entered(other.knownFrom) || 0)
    .map(({ knownFrom: _, ...version }) => version);
  const then = listing(definition, JSON.stringify(known));
  return opens(then) ? calendarOf(then) : null;
}

const listing = oncePerCalendar(
  (definition, versions): CalendarDefinition => ({ ...definition, versions: JSON.parse(versions) }),
);

const frozenCopy = oncePerCalendar(
  (definition) => deepFreeze(JSON.parse(JSON.stringify(definition))) as CalendarDefinition,
);

function deepFreeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    for (const field of Object.values(value)) deepFreeze(field);
    Object.freeze(value);
  }
  return value;
}
