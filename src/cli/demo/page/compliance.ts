import { luxonZones } from "../../../index.ts";
import { type ReportRow, reportRows } from "../../../report.ts";
import { breachHeatMap, complianceChart } from "../../../svg.ts";
import { byMetric, number, percent } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Summary } from "../summary.ts";
import { capital, metricWords, zoneWords } from "../words.ts";
import type { PageData } from "./gather.ts";
import { breachesOf } from "./heat.ts";
import { type Html, host, join, text } from "./html.ts";
import { bad, figure, paragraph, type Row, type Section, table } from "./parts.ts";

/** Days beyond which the chart is one by month. */
const MAX_DAYS = 62;

const OUTCOMES = ["met", "missed", "pending", "cancelled"] as const;

/** Promises met and missed: by metric and policy, then by day. */
export function complianceSection({ compliance }: Summary, page: PageData, desk: Desk): Section {
  const days = reportRows(page.days);
  const isByDay = days.length <= MAX_DAYS;
  const rows = isByDay ? days : reportRows(page.months);
  return {
    id: "compliance",
    title: "Promises met and missed",
    content: [
      paragraph("Share met = met / (met + missed). An open promise that is late already counts as missed."),
      table(
        "by-policy",
        "By promise and policy",
        [
          { title: "Promise" },
          { title: "Policy" },
          { title: "Met", as: "number" },
          { title: "Missed", as: "number" },
          { title: "Open", as: "number" },
          { title: "Cancelled", as: "number" },
          { title: "Share met", as: "number" },
        ],
        policyRows(reportRows(compliance), desk),
      ),
      figure((width) =>
        complianceChart(rows, { width, title: `Share met by ${isByDay ? "day" : "month"} due` }),
      ),
    ],
  };
}

function policyRows(rows: readonly ReportRow[], desk: Desk): Row[] {
  const order = [...desk.policies.keys(), null];
  const metrics = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const metric = String(row.metric);
    metrics.set(metric, [...(metrics.get(metric) ?? []), row]);
  }
  const ofMetrics = byMetric(metrics).flatMap(([metric, own]) => {
    const name = host(capital(metricWords(metric)));
    const known = order.flatMap((policy) => own.filter((row) => row.policy === policy));
    const each = known.map((row) => ({
      cells: [name, host(desk.policyName(row.policy as string | null)), ...outcomes([row])],
    }));
    return [...each, { cells: [name, text("All"), ...outcomes(known)], isSum: true }];
  });
  return [...ofMetrics, { cells: [text("All"), text("All"), ...outcomes(rows)], isSum: true }];
}

function outcomes(rows: readonly ReportRow[]): Html[] {
  const [met, missed, open, cancelled] = OUTCOMES.map((name) =>
    rows.reduce((sum, row) => sum + Number(row[name]), 0),
  );
  return [
    text(number(met)),
    join([bad(number(missed), missed > 0)]),
    text(number(open)),
    text(number(cancelled)),
    text(percent(met, met + missed)),
  ];
}

/** When promises are missed. */
export function heatSection({ heat, timeZone }: PageData): Section {
  const zones = luxonZones();
  return {
    id: "when",
    title: "When promises are missed",
    content: [
      paragraph(`The weekday and the hour at which time ran out, in ${zoneWords(timeZone)}.`),
      figure((width) => breachHeatMap(breachesOf(heat), { width, timeZone, zones })),
    ],
  };
}
