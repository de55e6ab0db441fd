import { parseArgs } from "node:util";
import { DateTime } from "luxon";
import { UserError } from "./userError.ts";

/** What the command line asks for. */
export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "regenerate" }
  | { readonly kind: "sample"; readonly asOf: number | null; readonly report: string }
  | {
      readonly kind: "own";
      readonly file: string;
      readonly definition: string;
      readonly draft: string | null;
      readonly asOf: number | null;
      readonly report: string;
    };

/** The folder of the report page, if none is given; git ignores it. */
const REPORT = "examples/demo-report";

export const HELP = `Shows what a helpdesk promised its customers, what it kept, and what is due next; and writes
a report page of it, one HTML file.

  npm run demo                                           a week of a made-up helpdesk
  npm run demo -- FILE.jsonl --definition FILE.json      your own tickets

Options
  --definition FILE   the calendars and policies, as JSON (as in examples/helpdesk-week)
  --draft FILE        other promises, to see what they would have changed (own tickets)
  --report FOLDER     where to write the report page; examples/demo-report, if left out
  --as-of INSTANT     answer as at this instant, such as 2026-05-15T16:00:00+02:00; left out:
                      now for your own tickets, a Friday afternoon for the sample
  --regenerate        write the sample in examples/helpdesk-week again
  --help              this text

FILE.jsonl holds one ticket history a line: {"ticket":"T-1","events":[…]}
Exit codes: 0 done, 1 no line of the file could be read, 2 wrong options, files or definition.`;

/** @throws UserError. */
export function readOptions(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: "help" };
  if (values.regenerate) {
    if (args.length > 1) throw new UserError("--regenerate takes nothing else");
    return { kind: "regenerate" };
  }
  const asOf = values["as-of"] === undefined ? null : instant(values["as-of"]);
  const [file, ...more] = positionals;
  if (more.length > 0)
    throw new UserError(`one file of tickets at a time, please; there are ${positionals.length}`);
  const { definition, draft, report = REPORT } = values;
  if (file === undefined) {
    if (definition !== undefined)
      throw new UserError("--definition needs the file of tickets too: FILE.jsonl");
    if (draft !== undefined) throw new UserError("--draft needs the file of tickets too: FILE.jsonl");
    return { kind: "sample", asOf, report };
  }
  if (definition === undefined)
    throw new UserError("own tickets need the promises too: --definition FILE.json");
  return { kind: "own", file, definition, draft: draft ?? null, asOf, report };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        definition: { type: "string" },
        draft: { type: "string" },
        report: { type: "string" },
        "as-of": { type: "string" },
        regenerate: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (problem) {
    throw new UserError(`${(problem as Error).message.split(". To specify")[0]}; --help lists the options`);
  }
}

/** Epoch milliseconds of ISO 8601 with an offset: without one it would depend on this computer's zone. */
function instant(text: string): number {
  const parsed = DateTime.fromISO(text, { setZone: true });
  const hasOffset = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i.test(text);
  if (parsed.isValid && hasOffset) return parsed.toMillis();
  throw new UserError(`--as-of ${text}: write an instant with its offset, such as 2026-05-15T16:00:00+02:00`);
}
