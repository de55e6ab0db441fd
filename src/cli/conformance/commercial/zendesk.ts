import {
  businessPeriods,
  compileCalendar,
  compileSla,
  type Evaluation,
  type MetricDefinition,
  type Reading,
  type Sla,
  type StatusCategory,
  type Target,
  type TicketHistory,
} from "../../../index.ts";
import { zendesk } from "../../../presets.ts";
import { DAY } from "../../../time/units.ts";
import {
  BadVector,
  instant,
  list,
  only,
  record,
  type Translator,
  text,
  type Vector,
  type VectorFile,
} from "../vector.ts";
import { type Answers, outcomeOf, printInstant, seconds } from "./answers.ts";
import { inOrder, metricAnswers, nested } from "./clock.ts";
import {
  calendarFor,
  calendarsOf,
  historyOf,
  MEASURED,
  oneOf,
  oneReading,
  readings,
  targetOf,
  texts,
  verdictAt,
  withoutMeasured,
} from "./common.ts";

/** Our metric by the name that the vectors give it. */
const METRICS: Readonly<Record<string, string>> = {
  firstReply: "firstResponse",
  nextReply: "nextResponse",
  periodicUpdate: "periodicUpdate",
  pausableUpdate: "pausableUpdate",
  requesterWait: "requesterWait",
  agentWork: "agentWork",
  agentWait: "agentWait",
  onHold: "onHold",
  totalResolution: "resolution",
  groupOwnership: "ownership",
};
/** Our metrics by the name that Zendesk's metric events give them. */
const EVENT_METRICS: Readonly<Record<string, readonly string[]>> = {
  reply_time: ["firstResponse", "nextResponse"],
  periodic_update_time: ["periodicUpdate"],
  pausable_update_time: ["pausableUpdate"],
  requester_wait_time: ["requesterWait"],
  agent_work_time: ["agentWork"],
  resolution_time: ["resolution"],
  group_ownership_time: ["ownership"],
};
const POLICY = [
  ...["metric", "metrics", "targetSeconds", "targetsByPriority", "hours"],
  ...["scheduleChangeMode", "countStatuses", "agentCreated"],
];

/** What a vector asks about: its metrics by their names there, and how to read them at an instant. */
interface Case {
  readonly names: readonly string[];
  readonly sla: Sla;
  readonly history: TicketHistory;
  readonly verdict: Evaluation;
}

const run: Translator = (vector, file) => {
  const policy = only(vector.policy, "policy", POLICY);
  const names = texts(policy.metrics ?? policy.metric, "policy.metric").map((name) => {
    if (!Object.hasOwn(METRICS, name))
      throw new BadVector(`\`policy.metric\` is none of ${Object.keys(METRICS).join(", ")}: ${name}`);
    return name;
  });
  const history = historyOf(vector, {
    "policy.applied": (event, name) => {
      only(event, name, []);
      return { type: "policy.assigned", policy: "policy" };
    },
    "schedule.set": (event, name) => ({
      type: "changed",
      set: { schedule: text(only(event, name, ["calendar"]).calendar, `${name}.calendar`) },
    }),
  });
  const sla = compiled(vector, file, policy, names, history);
  return outcomeOf(
    vector,
    answers(vector, file, { names, sla, history, verdict: read(sla, vector, history) }),
  );
};

export const ZENDESK: Readonly<Record<string, Translator>> = { Zendesk: run };

function compiled(
  vector: Vector,
  file: VectorFile,
  policy: Vector,
  names: readonly string[],
  history: TicketHistory,
): Sla {
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const preset = zendesk({
    settings: { firstReplyTime: { activateOnTicketCreatedForEndUser: agentCreated(policy) } },
  });
  const isLent = history.events.some(({ type }) => type === "policy.assigned");
  return compileSla<string>({
    ...preset,
    metrics: [...preset.metrics, ...counting(policy, names, preset.statuses ?? {})],
    calendars,
    options: {
      ...preset.options,
      ...(policy.scheduleChangeMode !== undefined && {
        calendarSwitch: calendarSwitch(policy.scheduleChangeMode),
      }),
      ...(isLent && { matching: "byAssignment" }),
    },
    policies: [
      {
        id: "policy",
        ...(calendar !== null && { calendar: { field: "schedule", otherwise: calendar } }),
        targets: Object.fromEntries(names.map((name) => [METRICS[name], targetOrNone(policy, name)])),
      },
    ],
  });
}

/** Whether an agent's opening comment starts the first reply time, which the agent's second one then ends. */
function agentCreated({ agentCreated }: Vector): boolean {
  if (agentCreated === undefined) return false;
  return oneOf(agentCreated, "policy.agentCreated", ["second-public-agent-comment"]) !== null;
}

function calendarSwitch(mode: unknown): "perInstant" | "lastWins" {
  const modes = ["schedule-in-force-at-each-instant", "last-schedule-retroactive"] as const;
  return oneOf(mode, "policy.scheduleChangeMode", modes) === modes[0] ? "perInstant" : "lastWins";
}

/** `countStatuses`: the statuses in which the metric counts, instead of those that the preset says. */
function counting(
  { countStatuses }: Vector,
  names: readonly string[],
  statuses: Readonly<Record<string, StatusCategory>>,
): MetricDefinition[] {
  if (countStatuses === undefined) return [];
  const counted = texts(countStatuses, "policy.countStatuses").map((status) => {
    if (!Object.hasOwn(statuses, status))
      throw new BadVector(`\`policy.countStatuses\` has no status of ours: ${status}`);
    return statuses[status];
  });
  return names.map((name) => ({
    id: METRICS[name],
    start: [{ on: "created" }],
    stop: [{ on: "becomes", condition: { fact: "done", is: true } }],
    pause: { while: { fact: "statusCategory", notIn: counted } },
    repeats: "once",
    reopen: { on: [{ on: "ceases", condition: { fact: "done", is: true } }], as: "resume" },
  }));
}

/** The target of a metric; one that only measures where the vector gives it none. */
function targetOrNone(policy: Vector, name: string): Target {
  const { targetSeconds, targetsByPriority } = policy;
  const isByMetric = typeof targetSeconds === "object" && targetSeconds !== null;
  const own = isByMetric ? record(targetSeconds, "policy.targetSeconds")[name] : targetSeconds;
  return (own ?? targetsByPriority) === undefined ? MEASURED : targetOf(policy, name);
}

/** The verdict at an instant, `evaluateAt` if left out. */
function read(sla: Sla, vector: Vector, history: TicketHistory, asOf?: number): Evaluation {
  return withoutMeasured(verdictAt(sla, vector, history, asOf));
}

function answers(vector: Vector, file: VectorFile, asked: Case): Answers {
  const { names, verdict, history, sla } = asked;
  const metric = METRICS[names[0]];
  const evaluateAt = instant(vector.evaluateAt, "evaluateAt");
  const around = (asOf: number) => nested(read(sla, vector, history, asOf), metric);
  return {
    ...(names.length === 1 && metricAnswers(verdict, metric)),
    firstReplyAt: () => printInstant(oneReading(verdict, "firstResponse").endedAt),
    elapsedSecondsAtFirstClose: () => elapsedAtFirstClose(vector, file, asked, oneReading(verdict, metric)),
    before: (expected, name) => around(lastChange(history, evaluateAt) - 1)(expected, name),
    after: around(evaluateAt),
    metricEvents: (expected, name) =>
      Object.fromEntries(
        Object.entries(record(expected, name)).map(([key, events]) => [
          key,
          metricEvents(verdict, key, events, name),
        ]),
      ),
    ...Object.fromEntries(
      names.flatMap((key): [string, Answers[string]][] => [
        [key, nested(verdict, METRICS[key])],
        [`${key}Seconds`, (expected) => elapsedOf(inOrder(readings(verdict, METRICS[key])), expected)],
      ]),
    ),
  };
}

/** Seconds used by each clock where a list is expected, else by the only one. */
function elapsedOf(found: readonly Reading[], expected: unknown): unknown {
  const used = found.map(({ elapsedMs }) => seconds(elapsedMs));
  return Array.isArray(expected) || used.length !== 1 ? used : used[0];
}

/** What had been used when the calendar first closed after the start. */
function elapsedAtFirstClose(
  vector: Vector,
  file: VectorFile,
  { sla, history }: Case,
  reading: Reading,
): number | null {
  const [calendar] = Object.values(calendarsOf(vector, file));
  if (calendar === undefined) throw new BadVector("it asks of a closing, but the vector has no calendar");
  const from = reading.startedAt;
  const [first] = businessPeriods(compileCalendar(calendar), from, from + 14 * DAY);
  if (first === undefined) throw new BadVector("its calendar is closed for two weeks after the start");
  return seconds(oneReading(read(sla, vector, history, first.to), reading.metric).elapsedMs);
}

/** A metric's events as Zendesk lists them: its clock starts or goes on, pauses, ends; breaches where some are expected. */
function metricEvents(verdict: Evaluation, key: string, expected: unknown, name: string): unknown[] {
  if (!Object.hasOwn(EVENT_METRICS, key))
    throw new BadVector(`\`${name}.${key}\` is no metric of Zendesk's events`);
  const kinds = list(expected, `${name}.${key}`).map((entry) => text(list(entry, name)[0], name));
  const unknown = kinds.find((kind) => !["activate", "pause", "fulfill", "breach"].includes(kind));
  if (unknown !== undefined)
    throw new BadVector(`\`${name}.${key}\` has an event that is not known: ${unknown}`);
  const events = EVENT_METRICS[key]
    .flatMap((metric) => readings(verdict, metric))
    .flatMap((reading) => [
      ...reading.stretches.map(({ kind, from }) => ({ at: from, type: STRETCH_EVENTS[kind] })),
      ...(reading.state === "fulfilled" ? [{ at: reading.endedAt, type: "fulfill" }] : []),
      ...(kinds.includes("breach") && reading.breachedAt !== null
        ? [{ at: reading.breachedAt, type: "breach" }]
        : []),
    ]);
  return events.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)).map(({ at, type }) => [type, printInstant(at)]);
}

const STRETCH_EVENTS = { running: "activate", paused: "pause", fulfilled: "fulfill" } as const;

/** When the priority or the policy last changed, by `until`. */
function lastChange({ events }: TicketHistory, until: number): number {
  const changes = events.filter(
    ({ at, type, set = {} }) =>
      at <= until && (type === "policy.assigned" || (type !== "created" && Object.hasOwn(set, "priority"))),
  );
  if (changes.length === 0) throw new BadVector("it asks of a change, but no priority or policy changes");
  return Math.max(...changes.map(({ at }) => at));
}
