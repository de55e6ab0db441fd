import { type ActionDefinition, compileSla, type MetricDefinition } from "../../../index.ts";
import { MINUTE } from "../../../time/units.ts";
import { BadVector, list, type Outcome, only, record, type Translator, type Vector } from "../vector.ts";
import { outcomeOf, printInstant } from "./answers.ts";
import {
  aroundTheClock,
  type EventReader,
  historyOf,
  milliseconds,
  oneOf,
  type Step,
  texts,
  verdictAt,
} from "./common.ts";

/** A rule of an escalation: so long after the beginning, each time that the whole is run through. */
interface Rule {
  readonly afterMs: number;
  /** Whether somebody who takes notice ends it; else only the end of all does. */
  readonly stopsOnAcknowledgement: boolean;
}

/** The whole once more, so many times, each so long after the one before. */
interface Loops {
  readonly times: number;
  readonly everyMs: number;
}

const METRIC: MetricDefinition<"open"> = {
  id: "open",
  start: [{ on: "created" }],
  stop: [{ on: "control", name: "closed" }],
  repeats: "once",
};

/** What PagerDuty's incident and Opsgenie's alert go through. */
const EVENTS = {
  incident: { opened: "triggered", closed: "resolved" },
  alert: { opened: "created", closed: "closed" },
} as const;

/** When each rule has fired, by `asOf`, in each pass. */
function firedAt(
  vector: Vector,
  rules: readonly Rule[],
  { times, everyMs }: Loops,
  of: keyof typeof EVENTS,
): number[][] {
  const actions = rules.map(
    ({ afterMs, stopsOnAcknowledgement }, i): ActionDefinition<"open"> => ({
      kind: "escalation",
      id: `rule-${i}`,
      metric: "open",
      fire: { afterStart: afterMs },
      ...(times > 0 && { repeat: { every: everyMs, times } }),
      ...(stopsOnAcknowledgement && { until: "acknowledged" }),
    }),
  );
  // The target is no matter: what fires is counted from the start
  const sla = compileSla({
    metrics: [METRIC],
    policies: [{ id: "escalation", targets: { open: "1h" }, actions }],
  });
  const { opened, closed } = EVENTS[of];
  const acknowledged = reader({ type: "acknowledged" });
  const history = historyOf(vector, {
    [`${of}.${opened}`]: reader({ type: "created" }),
    [`${of}.acknowledged`]: acknowledged,
    [`${of}.acked`]: acknowledged,
    [`${of}.${closed}`]: reader({ type: "control", name: "closed" }),
  });
  const { asOf, actions: planned } = verdictAt(sla, vector, history);
  return Array.from({ length: times + 1 }, (_, pass) =>
    planned
      .filter(({ repetition, fireAt }) => repetition === pass + 1 && fireAt !== null && fireAt <= asOf)
      .map(({ fireAt }) => fireAt as number),
  );
}

/** Instants in order; two rules may fire at one. */
function printed(passes: readonly (readonly number[])[]): (string | null)[] {
  return passes
    .flat()
    .sort((a, b) => a - b)
    .map(printInstant);
}

/** Reads an event that has nothing to say but its type. */
function reader(step: Step): EventReader {
  return (event, name) => {
    only(event, name, []);
    return step;
  };
}

/** PagerDuty: rules one after another, each with the time until it is left; the whole is run through again `numLoops` times. */
const runPagerDuty: Translator = (vector): Outcome => {
  aroundTheClock(vector);
  const policy = only(record(vector.policy, "policy"), "policy", ["rules", "numLoops"]);
  let afterMs = 0;
  const rules = list(policy.rules, "policy.rules").map((entry, i): Rule => {
    const name = `policy.rules.${i}`;
    const { delayMinutes, targets } = only(entry, name, ["delayMinutes", "targets"]);
    texts(targets, `${name}.targets`);
    const rule = { afterMs, stopsOnAcknowledgement: true };
    afterMs += milliseconds(delayMinutes, `${name}.delayMinutes`, MINUTE);
    return rule;
  });
  const loops = milliseconds(policy.numLoops ?? 0, "policy.numLoops", 1);
  if (loops < 0 || loops > 9) throw new BadVector("`policy.numLoops` is not from 0 to 9");
  const fired = firedAt(vector, rules, { times: loops, everyMs: afterMs }, "incident");
  return outcomeOf(vector, { notifications: () => printed(fired) });
};

/** Opsgenie: each rule at so many minutes after the alert; a repetition begins so long after the last rule. */
const runOpsgenie: Translator = (vector): Outcome => {
  aroundTheClock(vector);
  const policy = only(record(vector.policy, "policy"), "policy", ["rules", "repeat"]);
  const rules = list(policy.rules, "policy.rules").map((entry, i): Rule => {
    const name = `policy.rules.${i}`;
    const rule = only(entry, name, ["condition", "delayMinutes", "recipient"]);
    texts(rule.recipient ?? [], `${name}.recipient`);
    const condition = oneOf(rule.condition, `${name}.condition`, ["if-not-acked", "if-not-closed"]);
    return {
      afterMs: milliseconds(rule.delayMinutes, `${name}.delayMinutes`, MINUTE),
      stopsOnAcknowledgement: condition === "if-not-acked",
    };
  });
  const { wait, count } = repetitionOf(policy.repeat);
  const everyMs = Math.max(...rules.map(({ afterMs }) => afterMs)) + wait;
  const passes = firedAt(vector, rules, { times: count, everyMs }, "alert");
  const firstOf = (i: number) => () => printInstant(passes[i]?.length ? Math.min(...passes[i]) : null);
  return outcomeOf(vector, {
    notifications: () => printed(passes),
    firstPassAt: firstOf(0),
    secondPassAt: firstOf(1),
  });
};

function repetitionOf(value: unknown): { wait: number; count: number } {
  if (value === undefined) return { wait: 0, count: 0 };
  const repeat = only(value, "policy.repeat", ["waitIntervalMinutes", "count", "resetRecipientStates"]);
  if (repeat.resetRecipientStates === false) {
    throw new BadVector("who saw what is not kept: `policy.repeat.resetRecipientStates` must be true");
  }
  const count = milliseconds(repeat.count, "policy.repeat.count", 1);
  if (count < 0 || count > 20) throw new BadVector("`policy.repeat.count` is not from 0 to 20");
  return {
    wait: milliseconds(repeat.waitIntervalMinutes, "policy.repeat.waitIntervalMinutes", MINUTE),
    count,
  };
}

export const ESCALATION: Readonly<Record<string, Translator>> = {
  PagerDuty: runPagerDuty,
  Opsgenie: runOpsgenie,
};
