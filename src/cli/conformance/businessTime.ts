import {
  addBusinessTime,
  businessPeriods,
  businessTimeBetween,
  type Calendar,
  compileCalendar,
  isBusinessTime,
  nextBusinessTime,
  subtractBusinessTime,
} from "../../index.ts";
import { SECOND } from "../../time/units.ts";
import { calendarOf } from "./calendar.ts";
import { BadVector, instant, list, type Outcome, type Vector, type VectorFile } from "./vector.ts";

/** How one operation reads its vector: what to ask the calendar, and what the vector expects. */
interface Operation {
  ask(calendar: Calendar, vector: Vector): string;
  expected(value: unknown): string;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  add: {
    ask: (calendar, v) =>
      printInstant(addBusinessTime(calendar, instant(v.from, "from"), amount(v.seconds, "seconds"))),
    expected: instantOrNever,
  },
  subtract: {
    ask: (calendar, v) =>
      printInstant(subtractBusinessTime(calendar, instant(v.from, "from"), amount(v.seconds, "seconds"))),
    expected: instantOrNever,
  },
  between: {
    ask: (calendar, v) =>
      printSeconds(businessTimeBetween(calendar, instant(v.from, "from"), instant(v.to, "to"))),
    expected: (value) => printSeconds(amount(value, "expected")),
  },
  isOpen: {
    ask: (calendar, v) => String(isBusinessTime(calendar, instant(v.at, "at"))),
    expected: (value) => {
      if (typeof value !== "boolean") throw new BadVector("`expected` is neither true nor false");
      return String(value);
    },
  },
  nextOpen: {
    ask: (calendar, v) => printInstant(nextBusinessTime(calendar, instant(v.at, "at"))),
    expected: instantOrNever,
  },
  periods: {
    ask: (calendar, v) =>
      printPeriods(
        businessPeriods(calendar, instant(v.from, "from"), instant(v.to, "to")).map(({ from, to }) => [
          from,
          to,
        ]),
      ),
    expected: (value) =>
      printPeriods(
        list(value, "expected").map((period) => {
          const edges = list(period, "expected");
          if (edges.length !== 2) throw new BadVector("a period of `expected` is no pair of instants");
          return [instant(edges[0], "expected"), instant(edges[1], "expected")];
        }),
      ),
  },
};

/** Asks a calendar as the vector says: files of the form of business-time.json (semantics C1 to C7). */
export function runBusinessTime(vector: Vector, file: VectorFile): Outcome {
  const { op } = vector;
  const names = Object.keys(OPERATIONS).join(", ");
  if (op === undefined) throw new BadVector(`it names no operation; \`op\` is one of ${names}`);
  if (!isOperation(op)) {
    throw new BadVector(`\`${String(op)}\` is no operation; \`op\` is one of ${names}`);
  }
  const expected = OPERATIONS[op].expected(vector.expected);
  const calendar = compileCalendar(calendarOf(vector.calendar, file));
  return { op, expected, got: OPERATIONS[op].ask(calendar, vector) };
}

/** Whether a vector's `op` is one of the questions that a calendar answers. */
export function isOperation(op: unknown): op is string {
  return typeof op === "string" && Object.hasOwn(OPERATIONS, op);
}

/** Seconds, a fraction down to the millisecond allowed, in milliseconds. */
function amount(value: unknown, name: string): number {
  const ms = typeof value === "number" ? Math.round(value * SECOND) : Number.NaN;
  // Seconds that are no whole number of milliseconds have no answer of ours to be compared with
  if (!Number.isSafeInteger(ms) || Math.abs(ms / SECOND - (value as number)) > 1e-9 * Math.abs(ms)) {
    throw new BadVector(`\`${name}\` is no number of seconds, to the millisecond: ${JSON.stringify(value)}`);
  }
  return ms;
}

function instantOrNever(value: unknown): string {
  return printInstant(value === null ? null : instant(value, "expected"));
}

function printInstant(at: number | null): string {
  return at === null ? "never" : new Date(at).toISOString().replace(".000Z", "Z");
}

function printSeconds(ms: number): string {
  return `${ms / SECOND} s`;
}

function printPeriods(periods: readonly (readonly number[])[]): string {
  const printed = periods.map(([from, to]) => `${printInstant(from)}/${printInstant(to)}`);
  return printed.length === 0 ? "no period" : printed.join(" ");
}
