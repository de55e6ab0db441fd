import { actionBlock } from "./actionBlock.ts";
import { complianceBlock } from "./complianceBlock.ts";
import type { Desk } from "./desk.ts";
import { dueBlock } from "./dueBlock.ts";
import { stateBlock } from "./stateBlock.ts";
import { storyBlock } from "./story.ts";
import type { Summary } from "./summary.ts";
import { type Paint, paragraph } from "./table.ts";
import { fullTime, plural, zoneWords } from "./words.ts";

/** What the demo prints, beside the summary: where the tickets came from. */
export interface Source {
  readonly name: string;
  readonly badLines: number;
}

/** The five blocks, a first line that says what they are about and a last one on how the reading went. */
export function printSummary(summary: Summary, desk: Desk, source: Source, paint: Paint): string {
  const zone = desk.zoneOf(null);
  const about = `${source.name}, as of ${fullTime(summary.asOf, zone)} in ${zoneWords(zone)}`;
  const heading = (text: string) => paint("heading", text);
  const lines = [
    ...paragraph(about, "").map(heading),
    "",
    heading("1. Tickets by state"),
    ...stateBlock(summary, paint),
    "",
    heading("2. Compliance: promises met and missed"),
    ...complianceBlock(summary, desk, paint),
    "",
    heading("3. Due next"),
    ...dueBlock(summary, desk, paint),
    "",
    heading("4. Actions to perform now"),
    ...actionBlock(summary, desk, paint),
    "",
    heading("5. The story of one missed promise"),
    ...storyBlock(summary, desk, paint),
    "",
    ...closing(summary, source),
  ];
  return `${lines.join("\n")}\n`;
}

/** How the reading went: nothing is left out without a word. */
function closing({ tickets, notYetOpened, warnings }: Summary, { badLines }: Source): string[] {
  const notes = [
    badLines > 0 ? `${plural(badLines, "line")} could not be read` : null,
    notYetOpened > 0 ? `${plural(notYetOpened, "ticket")} had no event yet` : null,
  ].filter((note) => note !== null);
  const odd = [...warnings].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...paragraph([`${plural(tickets, "ticket")} evaluated`, ...notes].join("; "), ""),
    ...(odd.length === 0 ? [] : ["Warnings about odd histories, which are evaluated all the same:"]),
    ...odd.flatMap(([code, count]) => paragraph(`${plural(count, "time")} ${warningWords(code)}`)),
  ];
}

const WARNINGS: Readonly<Record<string, string>> = {
  "history.duplicate": "an event is listed twice; it counts once",
  "history.out_of_order": "an event is listed after a later one",
  "history.after_as_of": "an event is later than the instant asked about; it changes nothing yet",
  "history.unmapped_status": "a status has no category in the definition; it counts as open",
};

function warningWords(code: string): string {
  return WARNINGS[code] ? `${WARNINGS[code]} (${code})` : code;
}
