/**
 * `npm run demo`: a helpdesk's week as its support manager would want to see it.
 * `npm run demo -- --help` lists the rest.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { loadDesk } from "./demo/desk.ts";
import { generateWeek, SAMPLE_SEED, toJsonLines } from "./demo/generate.ts";
import { HELP, type Request, readOptions } from "./demo/options.ts";
import { printSummary } from "./demo/print.ts";
import { startProgress } from "./demo/progress.ts";
import { readTickets } from "./demo/read.ts";
import { SAMPLE_AS_OF } from "./demo/sampleDefinition.ts";
import { addTicket, createSummary } from "./demo/summary.ts";
import { inColour, withoutColour } from "./demo/table.ts";
import { UserError } from "./demo/userError.ts";
import { plainText } from "./demo/words.ts";

const SAMPLE = fileURLToPath(new URL("../../examples/helpdesk-week/", import.meta.url));

/** Bad lines of a file beyond this many are counted, not listed. */
const MAX_LISTED = 100;

process.stdout.on("error", (problem: NodeJS.ErrnoException) => {
  if (problem.code !== "EPIPE") throw problem; // `| head` has seen enough
});

try {
  process.exitCode = await run(readOptions(process.argv.slice(2)));
} catch (problem) {
  if (!(problem instanceof UserError)) throw problem;
  console.error(`demo: ${problem.message}`);
  process.exitCode = 2;
}

async function run(request: Request): Promise<number> {
  switch (request.kind) {
    case "help":
      console.log(HELP);
      return 0;
    case "regenerate":
      return regenerate();
    case "sample":
      return show(
        "A made-up helpdesk's week",
        `${SAMPLE}tickets.jsonl`,
        `${SAMPLE}definition.json`,
        request.asOf ?? SAMPLE_AS_OF,
      );
    case "own":
      return show(basename(request.file), request.file, request.definition, request.asOf ?? Date.now());
  }
}

async function regenerate(): Promise<number> {
  const { definition, tickets } = generateWeek(SAMPLE_SEED);
  await mkdir(SAMPLE, { recursive: true });
  await writeFile(`${SAMPLE}definition.json`, `${JSON.stringify(definition, null, 2)}\n`);
  await writeFile(`${SAMPLE}tickets.jsonl`, toJsonLines(tickets));
  console.log(`wrote ${tickets.length} tickets and their definition to examples/helpdesk-week`);
  return 0;
}

async function show(name: string, file: string, definition: string, asOf: number): Promise<number> {
  const desk = await loadDesk(definition);
  const summary = createSummary(asOf);
  const progress = startProgress(process.stderr);
  let listed = 0;
  const { tickets, badLines } = await readTickets(file, {
    onTicket(history) {
      addTicket(summary, desk, history);
      progress.count();
    },
    onBadLine(line, problem) {
      if (++listed <= MAX_LISTED) progress.say(plainText(`line ${line}: ${problem}`));
      else if (listed === MAX_LISTED + 1) progress.say("more lines that cannot be read are only counted");
    },
  });
  progress.end(tickets);
  if (tickets === 0) {
    console.error(`demo: no ticket could be read from ${file}`);
    return 1;
  }
  const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
  process.stdout.write(
    printSummary(summary, desk, { name, badLines }, isColoured ? inColour : withoutColour),
  );
  return 0;
}
