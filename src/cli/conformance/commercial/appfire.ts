import {
  type Condition,
  compileSla,
  type MetricDefinition,
  type Reading,
  type TicketHistory,
  type Trigger,
} from "../../../index.ts";
import { BadVector, list, only, record, type Translator, text, type Vector } from "../vector.ts";
import { clockAnswers, outcomeOf, seconds } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  type EventReader,
  historyOf,
  oneOf,
  readings,
  texts,
  verdictAt,
} from "./common.ts";
import { momentsOf } from "./words.ts";

const EFFECTS = ["start", "resume", "pause", "stop", "reset"] as const;
type Effect = (typeof EFFECTS)[number];
type Moments = Readonly<Record<Effect, readonly Trigger[]>>;
/** Longer than any cycle: the app's figures are measured, and promise nothing. */
const NO_GOAL = "36500h";

/** Time to SLA: cycles between moments of a field; of several effects in one step the first in the SLA's order counts. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", [...EFFECTS, "order", "methods", "hours"]);
  const methods = texts(policy.methods ?? [], "policy.methods");
  for (const method of methods) oneOf(method, "policy.methods", ["first", "last", "all"]);
  const moments = Object.fromEntries(
    EFFECTS.map((effect) => [
      effect,
      texts(policy[effect] ?? [], `policy.${effect}`).flatMap((words) =>
        momentsOf(words, `policy.${effect}`),
      ),
    ]),
  ) as unknown as Moments;
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const history = historyOf(vector, { status: statusChange(vector) });
  const cycles = (order: readonly Effect[]) => {
    const sla = compileSla({
      calendars,
      metrics: [metricOf(moments, order)],
      policies: [{ id: "all", ...(calendar !== null && { calendar }), targets: { cycle: NO_GOAL } }],
    });
    return readings(verdictAt(sla, vector, history as TicketHistory), "cycle");
  };
  const order = orderOf(policy);
  const found = cycles(order);
  const last = found.at(-1);
  if (!last) throw new BadVector("the history has no cycle");
  const total = (some: readonly Reading[]) =>
    seconds(some.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0));
  return outcomeOf(vector, {
    ...clockAnswers(last),
    first: () => total(found.slice(0, 1)),
    last: () => total(found.slice(-1)),
    all: () => total(found),
    state: () => stateOf(last),
    withOrderResetBeforeStop: () => stateOf(cycles(resetBeforeStop(order)).at(-1) as Reading),
  });
};

function orderOf({ order }: Vector): Effect[] {
  if (order === undefined) return [...EFFECTS];
  const given = list(order, "policy.order").map((effect) => oneOf(effect, "policy.order", EFFECTS));
  if (new Set(given).size !== EFFECTS.length || given.length !== EFFECTS.length) {
    throw new BadVector(`\`policy.order\` does not name each of ${EFFECTS.join(", ")} once`);
  }
  return given;
}

function resetBeforeStop(order: readonly Effect[]): Effect[] {
  return order.flatMap((effect) =>
    effect === "reset" ? [] : effect === "stop" ? ["reset", "stop"] : [effect],
  );
}

/** The SLA as a metric: each effect's moments count only where no earlier effect's come in the same step. */
function metricOf(moments: Moments, order: readonly Effect[]): MetricDefinition<"cycle"> {
  const guarded = (effect: Effect): Trigger[] => {
    const earlier = order.slice(0, order.indexOf(effect)).flatMap((before) => moments[before]);
    const none = earlier.map((trigger): Condition => ({ not: stateIn(trigger) }));
    return moments[effect].map((trigger) => ({ ...trigger, if: { all: [stateIn(trigger), ...none] } }));
  };
  return {
    id: "cycle",
    start: guarded("start"),
    stop: guarded("stop"),
    reset: { on: guarded("reset"), as: "cancelled" },
    ...(moments.pause.length > 0 && { pause: { on: guarded("pause"), until: guarded("resume") } }),
    repeats: "always",
  };
}

/** What is so in the step of a moment; moments of one field can be told apart by it. */
function stateIn(trigger: Trigger): Condition {
  if (trigger.on !== "changed" || trigger.field !== "status" || !trigger.if) {
    throw new BadVector("the translator orders changes of the field `status` only");
  }
  return trigger.if;
}

function stateOf({ state }: Reading): string {
  return {
    fulfilled: "stopped",
    cancelled: "reset",
    paused: "paused",
    running: "running",
    scheduled: "scheduled",
  }[state];
}

/** A change of the status, which may say what it was before. */
function statusChange(vector: Vector): EventReader {
  const events = list(vector.events, "events").map((event) => record(event, "events"));
  return (event, name) => {
    const { to, frm } = only(event, name, ["to", "frm"]);
    const index = Number(name.split(".")[1]);
    const before = events.slice(0, index).findLast(({ type }) => type === "status")?.to;
    if (frm !== undefined && text(frm, `${name}.frm`) !== before) {
      throw new BadVector(`\`${name}.frm\` is not what the status was before: ${before}`);
    }
    return { type: "changed", set: { status: text(to, `${name}.to`) } };
  };
}

export const APPFIRE: Readonly<Record<string, Translator>> = { "Appfire Time to SLA (Jira app)": run };
