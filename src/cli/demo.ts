/**
 * `npm run demo`: a helpdesk's week as its support manager would want to see it.
 * `npm run demo -- --help` lists the rest.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Desk, deskOf, loadDesk } from "./demo/desk.ts";
import { generateWeek, SAMPLE_SEED, toJsonLines } from "./demo/generate.ts";
import { HELP, type Request, readOptions } from "./demo/options.ts";
import { type Contract, SAMPLE_CONTRACT } from "./demo/page/credits.ts";
import { type Draft, SAMPLE_DRAFT_ABOUT, sampleDraft, startDraft } from "./demo/page/draft.ts";
import { addToPage, startPage } from "./demo/page/gather.ts";
import { pageHtml } from "./demo/page/page.ts";
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
      return show({
        name: "A made-up helpdesk's week",
        file: `${SAMPLE}tickets.jsonl`,
        definition: `${SAMPLE}definition.json`,
        asOf: request.asOf ?? SAMPLE_AS_OF,
        report: request.report,
        contract: SAMPLE_CONTRACT,
        draftFor: sampleDraftFor,
      });
    case "own":
      return show({
        name: basename(request.file),
        file: request.file,
        definition: request.definition,
        asOf: request.asOf ?? Date.now(),
        report: request.report,
        contract: null,
        draftFor: (desk, asOf) => ownDraftFor(request.draft, desk, asOf),
      });
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

/** What is shown: whose tickets, under which promises, and what only some of them have. */
interface Asked {
  readonly name: string;
  readonly file: string;
  readonly definition: string;
  readonly asOf: number;
  /** Folder of the report page. */
  readonly report: string;
  readonly contract: Contract | null;
  draftFor(desk: Desk, asOf: number): Promise<Draft | null>;
}

async function show({ name, file, definition, asOf, report, contract, draftFor }: Asked): Promise<number> {
  const desk = await loadDesk(definition);
  const draft = await draftFor(desk, asOf);
  const summary = createSummary(asOf);
  const page = startPage(desk);
  const progress = startProgress(process.stderr);
  let listed = 0;
  const { tickets, badLines } = await readTickets(file, {
    onTicket(history) {
      const evaluation = addTicket(summary, desk, history);
      if (evaluation) addToPage(page, history, evaluation);
      draft?.add(history);
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
  const source = { name, badLines };
  process.stdout.write(printSummary(summary, desk, source, isColoured ? inColour : withoutColour));
  const written = await writePage(report, pageHtml({ summary, page, desk, source, contract, draft }));
  process.stdout.write(`The same and more as a page, with pictures and reasons: ${written}\n`);
  return 0;
}

async function sampleDraftFor(desk: Desk, asOf: number): Promise<Draft> {
  const { sla } = deskOf(sampleDraft(desk.definition), "the sample's draft");
  return startDraft({ current: desk.sla, draft: sla, about: SAMPLE_DRAFT_ABOUT, asOf });
}

async function ownDraftFor(file: string | null, desk: Desk, asOf: number): Promise<Draft | null> {
  if (file === null) return null;
  const { sla } = await loadDesk(file);
  return startDraft({ current: desk.sla, draft: sla, about: null, asOf });
}

/** Writes the page into its folder, and gives its path. @throws UserError. */
async function writePage(folder: string, html: string): Promise<string> {
  const path = join(folder, "index.html");
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, html);
  } catch (problem) {
    throw new UserError(`cannot write the report page ${path}: ${(problem as Error).message}`);
  }
  return path;
}
