import { compileSla, type Evaluation, evaluateTicket, type MetricDefinition } from "../../../index.ts";
import { liveAgent } from "../../../presets.ts";
import {
  addToReport,
  LIVE_AGENT_COMPLIANCE,
  type ReportRow,
  reportRows,
  startReport,
} from "../../../report.ts";
import { BadVector, instant, list, type Outcome, only, type Translator, type Vector } from "../vector.ts";
import { type Answers, answeredRows, clockAnswers, outcomeOf, seconds } from "./answers.ts";
import { metricAnswers } from "./clock.ts";
import {
  calendarFor,
  calendarsOf,
  duration,
  historyOf,
  milliseconds,
  oneOf,
  oneReading,
  readings,
  verdictAt,
} from "./common.ts";

const METRICS = {
  firstReply: "firstResponse",
  nextReply: "nextResponse",
  firstAssign: "assignment",
  chatAnswer: "chatReply",
  callAnswer: "callAnswer",
} as const;
type Metric = (typeof METRICS)[keyof typeof METRICS];

const run: Translator = (vector, file) => {
  const policy = only(vector.policy, "policy", [
    ...["metric", "targetSeconds", "hours", "resolveWithoutReply"],
    ...["report", "groupBy"],
  ]);
  if (policy.report !== undefined) return compliance(vector, policy);
  const metric =
    METRICS[oneOf(policy.metric, "policy.metric", Object.keys(METRICS) as (keyof typeof METRICS)[])];
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const preset = liveAgent();
  const sla = compileSla({
    ...preset,
    metrics: preset.metrics.map((own) => unanswered(own, policy.resolveWithoutReply)),
    calendars,
    policies: [
      {
        id: "level",
        ...(calendar !== null && { calendar }),
        targets: { [metric]: duration(policy.targetSeconds, "policy.targetSeconds") },
      },
    ],
  });
  const control = (event: Vector, name: string, control: string) => {
    only(event, name, []);
    return { type: "control", name: control } as const;
  };
  const verdict = verdictAt(
    sla,
    vector,
    historyOf(
      vector,
      Object.fromEntries(
        ["chat.started", "chat.answered", "call.ringing", "call.answered", "abandoned"].map((type) => [
          type,
          (event: Vector, name: string) => control(event, name, type),
        ]),
      ),
    ),
  );
  return outcomeOf(vector, answers(verdict, metric));
};

export const LIVE_AGENT: Readonly<Record<string, Translator>> = { LiveAgent: run };

/** `resolveWithoutReply`: LiveAgent logs nothing (`discard`); `met` stands for systems where the resolving answers. */
function unanswered<M extends Metric>(metric: MetricDefinition<M>, how: unknown): MetricDefinition<M> {
  if (oneOf(how ?? "discard", "policy.resolveWithoutReply", ["discard", "met"]) === "discard") return metric;
  const { cancel = [], ...rest } = metric;
  return { ...rest, stop: [...metric.stop, ...cancel] };
}

function answers(verdict: Evaluation, metric: Metric): Answers {
  const reading = () => oneReading(verdict, metric);
  const overdue = (): number => Math.max(0, -(reading().remainingMs ?? 0));
  // A clock that ended without a verdict leaves no record
  const logged = readings(verdict, metric).filter(({ state }) => state === "fulfilled");
  return {
    ...metricAnswers(verdict, metric),
    overdueSeconds: () => seconds(overdue()),
    overdueBusinessSeconds: () => {
      if (reading().basis !== "business")
        throw new BadVector("it expects business time of a clock that counts around the clock");
      return seconds(overdue());
    },
    logEntries: (expected, name) => answeredRows(expected, logged.map(clockAnswers), name),
  };
}

/** Rows of the compliance report as `dueclock/report` lays it out for LiveAgent, by the day of the closing. */
function compliance(vector: Vector, policy: Vector): Outcome {
  oneOf(policy.report, "policy.report", ["compliance"]);
  oneOf(policy.groupBy, "policy.groupBy", ["day"]);
  const asOf = instant(vector.evaluateAt, "evaluateAt");
  const layout = {
    ...LIVE_AGENT_COMPLIANCE,
    countBy: "endedAt", // all that a vector of this form tells is when a record was closed
    columns: COLUMNS.map((of) => ({ of })),
  } as const;
  const report = startReport(layout);
  for (const [i, entry] of list(vector.events, "events").entries()) {
    const name = `events.${i}`;
    const verdict = closedRecord(entry, name, asOf);
    // One that is closed later is none yet
    if (verdict.clocks.every(({ endedAt }) => endedAt !== null)) addToReport(report, verdict);
  }
  const rows = reportRows(report).map(rowAnswers);
  return outcomeOf(vector, { rows: (expected, name) => answeredRows(expected, rows, name) });
}

/** The verdict of a first answer that took so long: in time at its very due time, or a millisecond past it. */
function closedRecord(value: unknown, name: string, asOf: number): Evaluation {
  const { at, type, taken, met } = only(value, name, ["at", "type", "taken", "met"]);
  oneOf(type, `${name}.type`, ["closed"]);
  if (typeof met !== "boolean") throw new BadVector(`\`${name}.met\` is neither true nor false`);
  const used = milliseconds(taken, `${name}.taken`);
  const answeredAt = instant(at, `${name}.at`);
  const target = met ? used : used - 1;
  const sla = compileSla({ ...liveAgent(), policies: [{ id: "level", targets: { firstResponse: target } }] });
  const events = [
    { id: "opened", at: answeredAt - used, type: "created", by: "requester", set: { status: "New" } },
    { id: "answered", at: answeredAt, type: "message", by: "agent", set: { status: "Answered" } },
  ] as const;
  return evaluateTicket(sla, { ticket: name, events }, { asOf });
}

const COLUMNS = LIVE_AGENT_COMPLIANCE.columns.map(({ of }) => of);

/** A row by the names that the vectors give its columns. */
function rowAnswers(row: ReportRow): Answers {
  const lengthOf = (column: string) => () => {
    const ms = row[column];
    return seconds(typeof ms === "number" ? ms : null);
  };
  const figures = (prefix: string, column: string): Answers => ({
    [prefix]: () => row[column],
    [`${prefix}AvgSeconds`]: lengthOf(`${column}AverageMs`),
    [`${prefix}MaxSeconds`]: lengthOf(`${column}MaxMs`),
    [`${prefix}MinSeconds`]: lengthOf(`${column}MinMs`),
  });
  return { date: () => row.period, ...figures("fulfilled", "met"), ...figures("missed", "missed") };
}
