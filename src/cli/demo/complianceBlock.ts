import { type ReportRow, reportRows } from "../../report.ts";
import { byMetric, number, percent, right } from "./cells.ts";
import type { Desk } from "./desk.ts";
import type { Summary } from "./summary.ts";
import { type Cell, type Paint, paragraph, table } from "./table.ts";
import { capital, metricWords } from "./words.ts";

/** Promises met and missed, by metric and policy. */
export function complianceBlock({ compliance }: Summary, desk: Desk, paint: Paint): string[] {
  const order = [...desk.policies.keys(), null];
  const rows: Cell[][] = [];
  const metrics = new Map<string, ReportRow[]>();
  for (const row of reportRows(compliance)) {
    const metric = String(row.metric);
    metrics.set(metric, [...(metrics.get(metric) ?? []), row]);
  }
  for (const [metric, ofMetric] of byMetric(metrics)) {
    const known = order.flatMap((policy) => ofMetric.filter((row) => row.policy === policy));
    for (const [i, row] of known.entries()) {
      const name = i === 0 ? capital(metricWords(metric)) : "";
      rows.push([name, desk.policyName(row.policy as string | null), ...outcomeCells([row])]);
    }
    rows.push(["", "All", ...outcomeCells(known)]);
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

function outcomeCells(rows: readonly ReportRow[]): string[] {
  const [met, missed, open, cancelled] = ["met", "missed", "pending", "cancelled"].map((name) =>
    rows.reduce((sum, row) => sum + Number(row[name]), 0),
  );
  return [...[met, missed, open, cancelled].map(number), percent(met, met + missed)];
}
