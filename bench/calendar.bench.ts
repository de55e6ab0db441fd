import { writeFileSync } from "node:fs";
import { ZONE } from "./lib/desk.ts";

/*
 * Business-time arithmetic of the built package beside what a user would pick instead, in one process and one run.
 * Run by `npm run bench`; how to read it is in README.md.
 */

process.env.TZ = ZONE; // dayjs-business-time is right only in the zone of the process; nobody else looks at it

const { compare } = await import("./lib/compare.ts");
const { machine } = await import("./lib/machine.ts");
const { desk, dueclock, VERSION } = await import("./lib/ours.ts");
const { engineFigures } = await import("./engine/figures.ts");
const { ownFigures } = await import("./lib/own.ts");
const { print } = await import("./lib/print.ts");
const { momentBusinessTime } = await import("./peers/momentBusinessTime.ts");
const { dayjsBusinessTime } = await import("./peers/dayjsBusinessTime.ts");
const { luxonWalk } = await import("./peers/luxonWalk.ts");
const { jsJodaWalk } = await import("./peers/jsJodaWalk.ts");
const { dateFnsWalk } = await import("./peers/dateFnsWalk.ts");

const peers = [
  await jsJodaWalk(),
  await momentBusinessTime(),
  luxonWalk(),
  await dateFnsWalk(),
  ...(await dayjsBusinessTime()),
];
const result = {
  version: VERSION,
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  comparisons: compare(dueclock.compileCalendar(desk), peers),
  own: ownFigures(),
  engine: engineFigures(),
};

if (process.argv.includes("--save")) {
  const file = new URL(`results/${VERSION}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
if (process.argv.includes("--json")) console.log(JSON.stringify(result));
else print(result);
