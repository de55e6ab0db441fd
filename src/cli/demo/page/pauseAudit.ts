import type { PauseOverlap } from "../../../report.ts";
import { percent } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { amountWords, capital, localTime, metricWords, plural, zoneWords } from "../words.ts";
import type { PageData } from "./gather.ts";
import { host, text } from "./html.ts";
import { listOr, paragraph, type Row, type Section, table } from "./parts.ts";
import { longestPauses, type Paused } from "./pauses.ts";
import { cutTo } from "./told.ts";

const MAX_ROWS = 8;

/** Where pausing hides waiting. */
export function pauseSection({ overlaps, pauses }: PageData, desk: Desk, asOf: number): Section {
  const { kept, more } = cutTo(longestPauses(pauses), MAX_ROWS);
  const rows = overlaps.items.map((one) => overlapRow(one, desk, asOf));
  return {
    id: "pauses",
    title: "Pauses that hide waiting",
    content: [
      paragraph(
        "A clock that pauses while a request waits for an answer looks better than the service was. Times are by the wall clock.",
      ),
      listOr("No clock paused while a request waited.", rows, () =>
        table(
          "overlaps",
          `The longest of ${plural(overlaps.count(), "pause")} while a request waited`,
          [
            { title: "Ticket" },
            { title: "Clock", as: "line" },
            { title: "From (local time)", as: "line" },
            { title: "How long", as: "number" },
            { title: "Agent" },
            { title: "Status" },
          ],
          rows,
        ),
      ),
      listOr("No clock paused.", kept.map(pausedRow), () =>
        table(
          "paused",
          `Paused time by agent and status${more > 0 ? `: the first ${kept.length} of ${kept.length + more}` : ""}`,
          [
            { title: "Clock", as: "line" },
            { title: "Agent" },
            { title: "Status" },
            { title: "Paused", as: "number" },
            { title: "While a request waited", as: "number" },
            { title: "Share", as: "number" },
          ],
          kept.map(pausedRow),
        ),
      ),
    ],
  };
}

function overlapRow(
  { ticket, metric, policy, agent, status, from, to }: PauseOverlap,
  desk: Desk,
  asOf: number,
): Row {
  const zone = desk.zoneOf(policy);
  return {
    cells: [
      host(ticket),
      host(capital(metricWords(metric))),
      text(`${localTime(from, zone, asOf)} ${zoneWords(zone)}`),
      text(amountWords(to - from)),
      host(agent ?? "nobody"),
      host(status ?? "none"),
    ],
  };
}

function pausedRow({ metric, agent, status, pausedMs, overlapMs }: Paused): Row {
  return {
    cells: [
      host(capital(metricWords(metric))),
      host(agent ?? "nobody"),
      host(status ?? "none"),
      text(amountWords(pausedMs)),
      text(overlapMs === 0 ? "" : amountWords(overlapMs)),
      text(overlapMs === 0 ? "" : percent(overlapMs, pausedMs)),
    ],
  };
}
