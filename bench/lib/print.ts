import type { Result } from "./result.ts";

/** The tables for people: ratios first. */
export function print({ comparisons, own, machine, version }: Result): void {
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
