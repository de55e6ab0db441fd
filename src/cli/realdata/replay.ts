import {
  compileSla,
  type Evaluation,
  evaluateTicket,
  type Figures,
  type Sla,
  type TicketHistory,
} from "../../index.ts";
import { type DataSet, readJsonLines } from "./dataSet.ts";
import * as github from "./github.ts";
import { DESK, PROJECT } from "./replayDefinitions.ts";
import * as uci from "./uci.ts";

/*
 * Every history, read in its middle and long after its last event: the engine must answer, and with no negative
 * length of time.
 */

export interface Replayed {
  readonly histories: number;
  readonly events: number;
  readonly verdicts: number;
  /** Readings in the last verdict of each history, and those of them that breached. */
  readonly clocks: number;
  readonly breached: number;
  /** Verdicts that threw, or had a negative length of time. */
  readonly thrown: number;
  readonly negative: number;
  /** The first of these, for whoever has to look. */
  readonly firstTrouble: string | null;
}

const MONTH = 30 * 86_400_000;

export const GITHUB_REPLAY: DataSet = {
  name: "github histories",
  files: [github.GITHUB_FILE],
  report: (folder) => lines("github histories", replayGithub(folder)),
};

export const UCI_REPLAY: DataSet = {
  name: "uci histories",
  files: [uci.UCI_FILE],
  report: (folder) => lines("uci histories", replayUci(folder)),
};

export function replayGithub(folder: string): Replayed {
  return replayAll(
    compileSla(PROJECT),
    readJsonLines<github.Thread>(folder, github.GITHUB_FILE),
    github.historyOf,
  );
}

export function replayUci(folder: string): Replayed {
  return replayAll(compileSla(DESK), readJsonLines<uci.Incident>(folder, uci.UCI_FILE), uci.historyOf);
}

function lines(name: string, replayed: Replayed): string[] {
  const { histories, events, verdicts, clocks, breached, thrown, negative, firstTrouble } = replayed;
  return [
    `${name}: ${histories} with ${events} events, ${verdicts} verdicts, ${thrown} threw, ${negative} with a negative duration`,
    `${name}: ${clocks} clocks, ${breached} breached`,
    ...(firstTrouble === null ? [] : [`${name}: first trouble: ${firstTrouble}`]),
  ];
}

function replayAll<T>(sla: Sla, records: Iterable<T>, historyOf: (record: T) => TicketHistory): Replayed {
  const sum = { histories: 0, events: 0, verdicts: 0, clocks: 0, breached: 0, thrown: 0, negative: 0 };
  let firstTrouble: string | null = null;
  for (const record of records) {
    const history = historyOf(record);
    const { events } = history;
    const middle = events[events.length >> 1].at;
    const end = Math.max(...events.map(({ at }) => at)) + MONTH;
    sum.histories++;
    sum.events += events.length;
    for (const asOf of [middle, end]) {
      sum.verdicts++;
      try {
        const verdict = evaluateTicket(sla, history, { asOf });
        const negative = negativeLength(verdict);
        if (negative !== null) {
          sum.negative++;
          firstTrouble ??= `${history.ticket} as of ${asOf}: ${negative}`;
        }
        if (asOf !== end) continue;
        sum.clocks += verdict.clocks.length;
        sum.breached += verdict.clocks.filter(({ breachedAt }) => breachedAt !== null).length;
      } catch (thrown) {
        sum.thrown++;
        firstTrouble ??= `${history.ticket} as of ${asOf}: ${thrown}`;
      }
    }
  }
  return { ...sum, firstTrouble };
}

/** Says which length of time in a verdict is negative; null where none is. What remains may be: then it is overdue. */
export function negativeLength({ clocks }: Evaluation): string | null {
  for (const clock of clocks) {
    const { id, wall, stretches, attribution } = clock;
    if (isNegative(clock)) return `${id} in its own basis`;
    if (isNegative(wall)) return `${id} by the wall clock`;
    if (stretches.some(({ from, to }) => to !== null && to < from)) return `a stretch of ${id}`;
    if (attribution.some(({ elapsedMs }) => elapsedMs < 0)) return `a holder's part of ${id}`;
  }
  return null;
}

function isNegative({ elapsedMs, pausedMs, targetMs }: Figures): boolean {
  return elapsedMs < 0 || pausedMs < 0 || (targetMs !== null && targetMs < 0);
}
