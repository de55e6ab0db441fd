// Laws of what must end, for fast-check's workers: a loop without end is stopped, shrunk and reported. A worker
// runs no TypeScript by itself, hence tsx, and JavaScript here.
import { propertyFor } from "@fast-check/worker";
import fc from "fast-check";
import { register } from "tsx/esm/api";

register();
const library = import("../../src/index.ts"); // not awaited here: the laws must be there when the worker is asked

const property = propertyFor(new URL(import.meta.url));

const minute = fc
  .integer({ min: 0, max: 1_440 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`);
const windows = fc.array(fc.tuple(minute, minute), { maxLength: 3 });
const date = fc
  .integer({ min: 0, max: 47_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const calendar = fc.record(
  {
    timeZone: fc.constantFrom("UTC", "Pacific/Apia", "America/Havana", "Australia/Lord_Howe"),
    weeklyHours: fc.record({ mon: windows, sat: windows }, { requiredKeys: [] }),
    holidays: fc.array(
      fc.oneof(
        date,
        date.map((text) => text.slice(5)),
      ),
      { maxLength: 5 },
    ),
    specialHours: fc.dictionary(date, windows, { maxKeys: 3 }),
    closures: fc.array(fc.record({ date: fc.oneof(fc.constant("daily"), date), from: minute, to: minute }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ["timeZone"] },
);
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 11, 31) });
const amount = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(1, -1, Number.MAX_SAFE_INTEGER));

/** Every question to any calendar ends, with an answer or with an error of ours. */
export const everyQuestionEnds = property(
  calendar,
  instant,
  instant,
  amount,
  async (definition, from, to, ms) => {
    const {
      addBusinessDays,
      addBusinessTime,
      businessTimeBetween,
      compileCalendar,
      nextBusinessTime,
      SlaError,
    } = await library;
    let compiled;
    try {
      compiled = compileCalendar(definition);
    } catch (error) {
      return error instanceof SlaError;
    }
    addBusinessTime(compiled, from, ms);
    addBusinessTime(compiled, from, ms, { endOfBudget: "nextOpening" });
    addBusinessDays(compiled, from, ms % 100_000);
    nextBusinessTime(compiled, from);
    return businessTimeBetween(compiled, from, to) >= 0;
  },
);
