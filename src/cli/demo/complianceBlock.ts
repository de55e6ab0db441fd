import { byMetric, number, percent, right } from "./cells.ts";
import type { Desk } from "./desk.ts";
import type { Outcomes, Summary } from "./summary.ts";
import { type Cell, type Paint, paragraph, table } from "./table.ts";
import { capital, metricWords } from "./words.ts";

/** Promises met and missed, by metric and policy. */
export function complianceBlock({ outcomes }: Summary, desk: Desk, paint: Paint): string[] {
  const order = [...desk.policies.keys(), null];
  const rows: Cell[][] = [];
  for (const [metric, byPolicy] of byMetric(outcomes)) {
    const all: Outcomes = { met: 0, missed: 0, open: 0, cancelled: 0 };
    let name = capital(metricWords(metric));
    for (const policy of order) {
      const counts = byPolicy.get(policy);
      if (!counts) continue;
      rows.push([name, desk.policyName(policy), ...outcomeCells(counts)]);
      name = "";
      for (const key of ["met", "missed", "open", "cancelled"] as const) all[key] += counts[key];
    }
    rows.push(["", "All", ...outcomeCells(all)]);
  }
  return [
    ...table(
      [
        { title: "Promise" },
        { title: "Policy" },
        right("Met"),
        right("Missed"),
        right("Open"),
        right("Cancelled"),
        right("Share met"),
      ],
      rows,
      paint,
    ),
    ...paragraph("Share met = met / (met + missed). An open promise that is late already counts as missed."),
  ];
}

function outcomeCells({ met, missed, open, cancelled }: Outcomes): string[] {
  return [...[met, missed, open, cancelled].map(number), percent(met, met + missed)];
}
