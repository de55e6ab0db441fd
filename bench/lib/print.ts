import type { Result } from "./result.ts";

/** The tables for people: ratios first. */
export function print({ comparisons, own, engine, machine, version }: Result): void {
  const { node, tz, icu, cpu, cores, load } = machine;
  console.log(
    `dueclock ${version}, node ${node}, ICU ${icu}, tz ${tz}, ${cores} × ${cpu}, load ${load.join(" ")}`,
  );
  console.log("\nHow many times as long each takes (fastest rounds)");
  const peers = comparisons[0].peers.map(({ name }) => name);
  const rows = peers.map((name, i) => [
    name,
    ...comparisons.map((comparison) => Math.round(comparison.peers[i].ratio).toLocaleString("en")),
  ]);
  table([["", ...comparisons.map(({ question }) => question)], ...rows]);
  console.log("\nNanoseconds for one question: fastest round (middle round)");
  const nanoseconds = ({ min, median }: { min: number; median: number }) =>
    `${figure(min)} (${figure(median)})`;
  table([
    ["dueclock", ...comparisons.map(({ ours }) => nanoseconds(ours))],
    ...peers.map((name, i) => [name, ...comparisons.map((comparison) => nanoseconds(comparison.peers[i]))]),
  ]);
  const {
    holidays200ToNone: holidays,
    tableMicrosecondsPerYear: perYear,
    definitionMicroseconds: once,
  } = own;
  console.log("\nAlone");
  table([
    ["between: a year to a day", own.yearToDay.toFixed(2)],
    ["add, in a batch, ns", own.batch.add.toFixed(1)],
    ["between a day, in a batch, ns", own.batch.between.toFixed(1)],
    ["200 holidays to none: add", holidays.add.toFixed(2)],
    ["200 holidays to none: between", holidays.between.toFixed(2)],
    ["200 holidays to none: is business time", holidays.isOpen.toFixed(2)],
    ["table of a calendar-year, µs", perYear.office.toFixed(1)],
    ["the same with 200 holidays, µs", perYear.holidays200.toFixed(1)],
    ["reading a definition, µs", once.office.toFixed(0)],
    ["the same with 200 holidays, µs", once.holidays200.toFixed(0)],
    ["bytes of a calendar-year", own.bytesPerYear.toFixed(0)],
    ...Object.entries(own.addByCalendars).map(([count, ns]) => [
      `add over ${count} calendars, ns`,
      ns.toFixed(1),
    ]),
    ["in each of our times: the empty loop, ns", own.harness.toFixed(1)],
  ]);
  printEngine(engine);
}

function printEngine(engine: Result["engine"]): void {
  const { ticketsPerSecond: speed, compileMicroseconds: compile, tenants } = engine;
  const count = (tickets: number) => Math.round(tickets).toLocaleString("en");
  console.log(`\nTickets of ${engine.events} events and three metrics, a second`);
  table([
    ["written by hand for just these", count(speed.handWritten), ""],
    ["dueclock, lean", count(speed.lean), `${engine.leanToHandWritten.toFixed(2)} of it`],
    ["dueclock, full", count(speed.full), `${engine.fullToHandWritten.toFixed(2)} of it`],
    ["by hand on a luxon walk", count(speed.luxon), `lean is ${engine.leanToLuxon.toFixed(0)} times that`],
    ...Object.entries(engine.resumeMicroseconds ?? {}).map(([events, us]) => [
      `resume with an event after ${events}, µs`, us.toFixed(1), "",
    ]), // biome-ignore format: a row
    ["the last as a multiple of the first", engine.resume.longToShort.toFixed(2), "1 is constant"],
    ["as a multiple of a verdict of one event", engine.resume.toOne.toFixed(2), ""],
    ["from a store, µs", engine.resume.storedMicroseconds.reading.toFixed(1), "its snapshot read"],
    [
      "from a store and to it, µs",
      engine.resume.storedMicroseconds.writing.toFixed(1),
      "and the next one written",
    ],
    ["as a share of the whole history of 10,000", engine.resume.toWhole.toFixed(4), ""],
    ["10,000 tickets after an edit, ms", engine.resume.editMilliseconds.toFixed(0), ""],
    ["a change of policy among 300, ns", engine.stepAmong300Policies.toFixed(0), ""],
    ["compiling the definition, µs", compile.checked.toFixed(0), ""],
    ["the same without the check of its shape, µs", compile.core.toFixed(0), ""],
    [
      `compiling ${count(tenants.count)} tenants' definitions, s`,
      tenants.seconds.toFixed(1),
      `${tenants.megabytes.toFixed(0)} MB`,
    ],
    ["the checks of their shapes in it, s", tenants.checkSeconds.toFixed(1), ""],
  ]);
}

function figure(nanoseconds: number): string {
  return nanoseconds < 100 ? nanoseconds.toFixed(1) : Math.round(nanoseconds).toLocaleString("en");
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [name, ...cells] of rows) {
    console.log(
      [name.padEnd(widths[0]), ...cells.map((cell, i) => cell.padStart(widths[i + 1]))].join("  ").trimEnd(),
    );
  }
}
