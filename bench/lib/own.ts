import { DAY, ZONE } from "./desk.ts";
import {
  addLap,
  batchAddLap,
  batchBetweenLap,
  betweenLap,
  emptyLap,
  isOpenLap,
  manyCalendarsLap,
} from "./laps.ts";
import { type Calendar, desk, dueclock } from "./ours.ts";
import { instants, QUERIES, random } from "./random.ts";
import { interleave } from "./timing.ts";

/** Figures of ours alone. Times in nanoseconds unless the name says otherwise; ratios of the fastest rounds. */
export interface OwnFigures {
  /** The empty loop over the same instants; in every time here and in no ratio subtracted. */
  readonly harness: number;
  readonly yearToDay: number;
  /** Over typed arrays. */
  readonly batch: { readonly add: number; readonly between: number };
  readonly holidays200ToNone: { readonly add: number; readonly between: number; readonly isOpen: number };
  /** Beyond the zone's table, which calendars share. */
  readonly tableMicrosecondsPerYear: { readonly office: number; readonly holidays200: number };
  readonly definitionMicroseconds: { readonly office: number; readonly holidays200: number };
  readonly bytesPerYear: number;
  /** `add` with a random calendar for each question, by how many there are. */
  readonly addByCalendars: Readonly<Record<string, number>>;
}

const ROUNDS = 25;
const YEAR = 365.2425 * DAY;

const holidays200 = {
  ...desk,
  holidays: Array.from({ length: 200 }, (_, i) =>
    new Date(Date.UTC(2020, 0, 3 + 18 * i)).toISOString().slice(0, 10),
  ),
};

export function ownFigures(): OwnFigures {
  const starts = instants(1);
  const compile = dueclock.compileCalendar;
  const [none, many] = [compile({ ...desk, holidays: [] }), compile(holidays200)];
  const lap = (run: () => number) => ({ lap: run, questions: QUERIES });
  const [harness, day, year, add, addMany, between, betweenMany, isOpen, isOpenMany, batchAdd, batchBetween] =
    interleave(
      [
        lap(emptyLap(starts)),
        lap(betweenLap(none, starts, 1)),
        lap(betweenLap(none, starts, 364)),
        lap(addLap(none, starts)),
        lap(addLap(many, starts)),
        lap(betweenLap(none, starts, 30)),
        lap(betweenLap(many, starts, 30)),
        lap(isOpenLap(none, starts)),
        lap(isOpenLap(many, starts)),
        lap(batchAddLap(none, starts)),
        lap(batchBetweenLap(none, starts)),
      ],
      ROUNDS,
    ).map(({ min }) => min);
  return {
    harness,
    yearToDay: year / day,
    batch: { add: batchAdd, between: batchBetween },
    holidays200ToNone: { add: addMany / add, between: betweenMany / between, isOpen: isOpenMany / isOpen },
    ...compileCosts(),
    bytesPerYear: bytesPerYear(none),
    addByCalendars: addByCalendars(starts),
  };
}

/** The fastest of many single builds: memory fresh from the system costs more than the work. */
function compileCosts(): Pick<OwnFigures, "tableMicrosecondsPerYear" | "definitionMicroseconds"> {
  const costs = [desk, holidays200].map((definition) => {
    const calendars: Calendar[] = [];
    const compiling = interleave(
      [{ lap: () => calendars.push(dueclock.compileCalendar(definition)), questions: 1 }],
      400,
    )[0];
    let next = 0;
    const first = () => dueclock.isBusinessTime(calendars[next++], Date.UTC(2025, 0, 1)); // builds the table
    const years = yearsOf(dueclock.compileCalendar(definition));
    const building = interleave([{ lap: first, questions: years }], 400)[0];
    return { table: building.min / 1_000, definition: compiling.min / 1_000 };
  });
  return {
    tableMicrosecondsPerYear: { office: costs[0].table, holidays200: costs[1].table },
    definitionMicroseconds: { office: costs[0].definition, holidays200: costs[1].definition },
  };
}

function yearsOf(calendar: Calendar): number {
  dueclock.isBusinessTime(calendar, Date.UTC(2025, 0, 1));
  const { base, limit } = calendar.views[0].table;
  return (limit - base) / YEAR;
}

function bytesPerYear(calendar: Calendar): number {
  const { table } = calendar.views[0];
  return bytesOf(table) / ((table.limit - table.base) / YEAR);
}

/** The typed arrays in a value and in what it holds. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum, member) => sum + bytesOf(member), 0);
}

const ZONES = [
  ZONE,
  "Europe/Warsaw",
  "Asia/Tokyo",
  "Australia/Sydney",
  "America/Los_Angeles",
  "Asia/Kolkata",
];

function addByCalendars(starts: Float64Array): Record<string, number> {
  const next = random(7);
  const fourYears = starts.map((at) => Date.UTC(2023, 0, 1) + (at % (4 * YEAR)));
  const whole = fourYears.map(Math.floor);
  const calendars = Array.from({ length: 1_000 }, (_, i) => {
    const opens = String(6 + (i % 5)).padStart(2, "0");
    const hours: [string, string][] = [[`${opens}:${String(i % 60).padStart(2, "0")}`, "17:30"]];
    const weeklyHours = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
    return dueclock.compileCalendar({ ...desk, timeZone: ZONES[i % ZONES.length], weeklyHours });
  });
  const counts = [1, 20, 100, 1_000];
  const contestants = counts.map((count) => {
    const picks = Uint16Array.from({ length: QUERIES }, () => Math.floor(next() * count));
    return { lap: manyCalendarsLap(calendars.slice(0, count), whole, picks), questions: QUERIES };
  });
  const timings = interleave(contestants, ROUNDS);
  return Object.fromEntries(counts.map((count, i) => [count, timings[i].min]));
}
