import { type ActionDefinition, compileSla, type MetricDefinition } from "../../../index.ts";
import { MINUTE } from "../../../time/units.ts";
import { BadVector, list, type Outcome, record, type Translator, type Vector } from "../vector.ts";
import { outcomeOf, printInstant } from "./answers.ts";
import { type EventReader, historyOf, milliseconds, oneOf, only, texts, verdictAt } from "./common.ts";

/** A step of a chain: when it fires, after the beginning, and what must not have happened by then. */
interface ChainStep {
  readonly afterMs: number;
  readonly until: "acknowledged" | "closed";
}

/** The two clocks that a chain runs on: until somebody takes notice, and until all is over. */
const METRICS = (["acknowledged", "closed"] as const).map(
  (until): MetricDefinition<"acknowledged" | "closed"> => ({
    id: until,
    start: [{ on: "created" }],
    stop: [
      { on: "control", name: "closed" },
      ...(until === "acknowledged" ? [{ on: "control", name: "acknowledged" } as const] : []),
    ],
    repeats: "once",
  }),
);

/** What PagerDuty's incident and Opsgenie's alert go through. */
const EVENTS = {
  incident: { opened: "triggered", closed: "resolved" },
  alert: { opened: "created", closed: "closed" },
} as const;

/** A chain as actions after a target that is used up at once; a clock that has ended fires nothing more. */
function firedAt(vector: Vector, chain: readonly ChainStep[], of: keyof typeof EVENTS): number[][] {
  const actions = chain.map(({ afterMs, until }, i): ActionDefinition<"acknowledged" | "closed"> => {
    // A target cannot be nothing: it is a millisecond, and the step at the start comes before it
    const fire = afterMs === 0 ? { before: 1 } : { after: afterMs - 1 };
    return { kind: "escalation", id: `step-${i}`, metric: until, fire };
  });
  const sla = compileSla({
    metrics: METRICS,
    policies: [{ id: "chain", targets: { acknowledged: 1, closed: 1 }, actions }],
  });
  const control =
    (name: string): EventReader =>
    (event, at) => {
      only(event, at, []);
      return { type: "control", name };
    };
  const opening: EventReader = (event, name) => {
    only(event, name, []);
    return { type: "created" };
  };
  const { opened, closed } = EVENTS[of];
  const history = historyOf(vector, {
    [`${of}.${opened}`]: opening,
    [`${of}.acknowledged`]: control("acknowledged"),
    [`${of}.acked`]: control("acknowledged"),
    [`${of}.${closed}`]: control("closed"),
  });
  const { asOf, actions: planned } = verdictAt(sla, vector, history);
  return chain.map((_, i) =>
    planned
      .filter(({ rule, fireAt }) => rule === `step-${i}` && fireAt !== null && fireAt <= asOf)
      .map(({ fireAt }) => fireAt as number),
  );
}

/** PagerDuty: rules one after another, each with the time until it is left; the whole is run through again `numLoops` times. */
const runPagerDuty: Translator = (vector): Outcome => {
  const policy = only(record(vector.policy, "policy"), "policy", ["rules", "numLoops"]);
  const rules = list(policy.rules, "policy.rules").map((entry, i) => {
    const name = `policy.rules.${i}`;
    const { delayMinutes, targets } = only(entry, name, ["delayMinutes", "targets"]);
    texts(targets, `${name}.targets`);
    return milliseconds(delayMinutes, `${name}.delayMinutes`, MINUTE);
  });
  const loops = milliseconds(policy.numLoops ?? 0, "policy.numLoops", 1);
  if (loops < 0 || loops > 9) throw new BadVector("`policy.numLoops` is not from 0 to 9");
  const chain: ChainStep[] = [];
  let afterMs = 0;
  for (let pass = 0; pass <= loops; pass++) {
    for (const delay of rules) {
      chain.push({ afterMs, until: "acknowledged" });
      afterMs += delay;
    }
  }
  const fired = firedAt(vector, chain, "incident");
  return outcomeOf(vector, { notifications: () => fired.flat().map(printInstant) });
};

/** Opsgenie: each rule at so many minutes after the alert; a repetition begins so long after the last rule. */
const runOpsgenie: Translator = (vector): Outcome => {
  const policy = only(record(vector.policy, "policy"), "policy", ["rules", "repeat"]);
  const rules = list(policy.rules, "policy.rules").map((entry, i) => {
    const name = `policy.rules.${i}`;
    const rule = only(entry, name, ["condition", "delayMinutes", "recipient"]);
    texts(rule.recipient ?? [], `${name}.recipient`);
    const condition = oneOf(rule.condition, `${name}.condition`, ["if-not-acked", "if-not-closed"]);
    return {
      delay: milliseconds(rule.delayMinutes, `${name}.delayMinutes`, MINUTE),
      until: condition === "if-not-acked" ? ("acknowledged" as const) : ("closed" as const),
    };
  });
  const { wait, count } = repetitionOf(policy.repeat);
  const pass = Math.max(...rules.map(({ delay }) => delay)) + wait;
  const chain: ChainStep[] = [];
  for (let i = 0; i <= count; i++) {
    for (const { delay, until } of rules) chain.push({ afterMs: i * pass + delay, until });
  }
  const fired = firedAt(vector, chain, "alert");
  const passes = Array.from({ length: count + 1 }, (_, i) =>
    fired.slice(i * rules.length, (i + 1) * rules.length).flat(),
  );
  const firstOf = (i: number) => () => printInstant(passes[i]?.length ? Math.min(...passes[i]) : null);
  return outcomeOf(vector, {
    notifications: () => fired.flat().map(printInstant),
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
