import {
  compileSla,
  currentClock,
  type Evaluation,
  evaluateTicket,
  type MetricDefinition,
  type Reading,
} from "../../../index.ts";
import { liveAgent } from "../../../presets.ts";
import { BadVector, instant, list, type Outcome, only, type Translator, type Vector } from "../vector.ts";
import { type Answers, answeredRows, clockAnswers, outcomeOf, seconds } from "./answers.ts";
import { metricAnswers } from "./clock.ts";
import {
  calendarFor,
  calendarsOf,
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
        targets: { [metric]: milliseconds(policy.targetSeconds, "policy.targetSeconds") },
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

/** Rows of the compliance report by the day of the closing, folded from one verdict for each record that was closed. */
function compliance(vector: Vector, policy: Vector): Outcome {
  oneOf(policy.report, "policy.report", ["compliance"]);
  oneOf(policy.groupBy, "policy.groupBy", ["day"]);
  const until = instant(vector.evaluateAt, "evaluateAt");
  const closed = list(vector.events, "events").map((entry, i) => closedRecord(entry, `events.${i}`));
  const byDay = new Map<string, Reading[]>();
  for (const reading of closed) {
    if (reading.endedAt === null || reading.endedAt > until) continue;
    const day = new Date(reading.endedAt).toISOString().slice(0, 10);
    byDay.set(day, [...(byDay.get(day) ?? []), reading]);
  }
  const rows = [...byDay].sort().map(([date, readings]) => rowAnswers(date, readings));
  return outcomeOf(vector, { rows: (expected, name) => answeredRows(expected, rows, name) });
}

/** The reading of a first answer that took so long: in time at its very due time, or a millisecond past it. */
function closedRecord(value: unknown, name: string): Reading {
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
  const reading = currentClock(
    evaluateTicket(sla, { ticket: name, events }, { asOf: answeredAt }),
    "firstResponse",
  );
  if (!reading) throw new BadVector(`\`${name}\` has no clock`);
  return reading;
}

function rowAnswers(date: string, found: readonly Reading[]): Answers {
  const figures = (prefix: string, met: boolean): Answers => {
    const taken = found.filter((reading) => reading.met === met).map(({ elapsedMs }) => elapsedMs);
    const orNull = (ms: () => number) => () => (taken.length === 0 ? null : seconds(ms()));
    return {
      [prefix]: () => taken.length,
      [`${prefix}AvgSeconds`]: orNull(() => taken.reduce((sum, ms) => sum + ms, 0) / taken.length),
      [`${prefix}MaxSeconds`]: orNull(() => Math.max(...taken)),
      [`${prefix}MinSeconds`]: orNull(() => Math.min(...taken)),
    };
  };
  return { date: () => date, ...figures("fulfilled", true), ...figures("missed", false) };
}
