import { DateTime } from "luxon";

/*
 * Business-time arithmetic of the built package beside the day walk that a backend would write with luxon.
 * Run by `npm run bench`.
 */

const { addBusinessTime, businessTimeBetween, compileCalendar, isBusinessTime } = (await import(
  "../dist/index.js" as string
)) as typeof import("../src/index.ts");

const ZONE = "America/New_York";
const HOUR = 3_600_000;
const QUERIES = 65_536;
const ROUNDS = 7;
const OPENING = 9 * 60;
const CLOSING = 17 * 60 + 30;
const hours = [["09:00", "17:30"]] as const;
const calendar = compileCalendar({
  timeZone: ZONE,
  weeklyHours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
});

const from = Date.UTC(2020, 0, 1);
const starts = Float64Array.from({ length: QUERIES }, random(1, Date.UTC(2030, 0, 1) - from)).map(
  (offset) => from + offset,
);
const ends = starts.map((at) => Math.min(at + 86_400_000, Date.UTC(2029, 11, 31)));
const yearEnds = starts.map((at) => at + 364 * 86_400_000);

/** Fewer for the walk: its thousandths of a second would make the bench last minutes. */
const WALKS = 256;

checkAnswers();
const questions: Record<string, { ours: (i: number) => unknown; walk: (i: number) => unknown }> = {
  "add 8 h": {
    ours: (i) => addBusinessTime(calendar, starts[i], 8 * HOUR),
    walk: (i) => walkAdd(starts[i], 8 * HOUR),
  },
  "between, a day": {
    ours: (i) => businessTimeBetween(calendar, starts[i], ends[i]),
    walk: (i) => walkBetween(starts[i], ends[i]),
  },
  "between, a year": {
    ours: (i) => businessTimeBetween(calendar, starts[i], yearEnds[i]),
    walk: (i) => walkBetween(starts[i], yearEnds[i]),
  },
  "is business time": {
    ours: (i) => isBusinessTime(calendar, starts[i]),
    walk: (i) => walkIsOpen(starts[i]),
  },
};
const results = Object.entries(questions).map(([question, { ours, walk }]) => {
  let fastest = Number.POSITIVE_INFINITY;
  let walked = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    fastest = Math.min(fastest, time(ours, QUERIES));
    if (round < 2) walked = Math.min(walked, time(walk, question === "between, a year" ? 16 : WALKS));
  }
  return { question, nanoseconds: fastest, timesFasterThanWalk: walked / fastest };
});

if (process.argv.includes("--json"))
  console.log(JSON.stringify({ node: process.version, tz: process.versions.tz, results }));
else {
  console.log("question            × a luxon walk    ns (for orientation)");
  for (const { question, nanoseconds, timesFasterThanWalk } of results) {
    console.log(
      `${question.padEnd(18)}${Math.round(timesFasterThanWalk).toLocaleString("en").padStart(16)}${nanoseconds.toFixed(1).padStart(12)}`,
    );
  }
}

function time(ask: (i: number) => unknown, count: number): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) ask(i);
  return Number(process.hrtime.bigint() - start) / count;
}

function checkAnswers(): void {
  for (let i = 0; i < WALKS; i++) {
    const pairs = [
      [addBusinessTime(calendar, starts[i], 8 * HOUR), walkAdd(starts[i], 8 * HOUR)],
      [businessTimeBetween(calendar, starts[i], ends[i]), walkBetween(starts[i], ends[i])],
      [isBusinessTime(calendar, starts[i]), walkIsOpen(starts[i])],
    ];
    for (const [ours, walk] of pairs)
      if (ours !== walk) throw new Error(`the answers differ at ${starts[i]}: ${ours}, ${walk}`);
  }
}

function walkIsOpen(at: number): boolean {
  const local = DateTime.fromMillis(at, { zone: ZONE });
  const minute = local.hour * 60 + local.minute;
  return local.weekday <= 5 && minute >= OPENING && minute < CLOSING;
}

function* walkDays(at: number): Generator<[number, number]> {
  for (let day = DateTime.fromMillis(at, { zone: ZONE }).startOf("day"); ; day = day.plus({ days: 1 })) {
    if (day.weekday > 5) continue;
    yield [day.set({ hour: 9 }).toMillis(), day.set({ hour: 17, minute: 30 }).toMillis()];
  }
}

function walkAdd(at: number, ms: number): number {
  let left = ms;
  for (const [open, close] of walkDays(at)) {
    const begin = Math.max(at, open);
    if (begin < close && left <= close - begin) return begin + left;
    left -= Math.max(0, close - begin);
  }
  throw new Error("a walk never ends here");
}

function walkBetween(at: number, to: number): number {
  let total = 0;
  for (const [open, close] of walkDays(at)) {
    if (open >= to) return total;
    total += Math.max(0, Math.min(close, to) - Math.max(open, at));
  }
  return total;
}

/** Whole numbers below `limit` by a seeded generator, so that each run asks the same. */
function random(seed: number, limit: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
