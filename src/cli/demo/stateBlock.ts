import { byMetric, number, percent, right } from "./cells.ts";
import type { Category, Summary } from "./summary.ts";
import { type Cell, type Paint, paragraph, table } from "./table.ts";
import { capital, metricWords } from "./words.ts";

const CATEGORIES: readonly (readonly [Category, string])[] = [
  ["new", "New"],
  ["open", "Open"],
  ["pending", "Pending (waiting for the customer)"],
  ["onHold", "On hold (waiting for somebody else)"],
  ["solved", "Solved"],
  ["closed", "Closed"],
];

/** How many tickets are in which state, and how many clocks run, pause and are late. */
export function stateBlock(summary: Summary, paint: Paint): string[] {
  const rows = CATEGORIES.map(([category, name]) => {
    const count = summary.categories.get(category) ?? 0;
    return [name, number(count), percent(count, summary.tickets)];
  });
  const clocks = byMetric(summary.openClocks).map(([metric, { running, paused, atRisk, late }]): Cell[] => [
    capital(metricWords(metric)),
    number(running),
    number(paused),
    number(atRisk),
    { text: number(late), style: late > 0 ? "late" : "faint" },
  ]);
  const sum = (key: "running" | "paused" | "atRisk" | "late") =>
    number([...summary.openClocks.values()].reduce((total, open) => total + open[key], 0));
  return [
    ...table(
      [{ title: "State" }, right("Tickets"), right("Share")],
      [...rows, ["All", number(summary.tickets), percent(summary.tickets, summary.tickets)]],
      paint,
    ),
    "",
    ...table(
      [{ title: "Open clocks" }, right("Running"), right("Paused"), right("At risk"), right("Late")],
      [...clocks, ["All", sum("running"), sum("paused"), sum("atRisk"), sum("late")]],
      paint,
    ),
    ...paragraph("Those at risk and those late are among the running and the paused ones."),
  ];
}
