import { type Condition, compileSla } from "../../../index.ts";
import { front } from "../../../presets.ts";
import { BadVector, only, record, type Translator, text } from "../vector.ts";
import { clockAnswers, outcomeOf } from "./answers.ts";
import {
  calendarFor,
  calendarsOf,
  duration,
  type EventReader,
  historyOf,
  oneOf,
  readings,
  verdictAt,
} from "./common.ts";
import { statusesOf } from "./words.ts";

const METRICS = { nextReply: "reply", resolution: "resolution" } as const;

/** Front: one time goal, for the conversations with a tag. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", [
    "metric",
    "targetSeconds",
    "hours",
    "appliesWhen",
  ]);
  const names = Object.keys(METRICS) as (keyof typeof METRICS)[];
  const metric = METRICS[oneOf(policy.metric, "policy.metric", names)];
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const preset = front();
  const sla = compileSla({
    ...preset,
    statuses: statusesOf(vector, preset.statuses),
    calendars,
    policies: [
      {
        id: "goal",
        ...(policy.appliesWhen !== undefined && { if: tagged(policy.appliesWhen) }),
        ...(calendar !== null && { calendar }),
        targets: { [metric]: duration(policy.targetSeconds, "policy.targetSeconds") },
      },
    ],
  });
  const reading = readings(verdictAt(sla, vector, historyOf(vector, tagEvents())), metric).at(-1);
  if (!reading) throw new BadVector("the history has no clock");
  return outcomeOf(vector, clockAnswers(reading));
};

/** `tag=rush`; any of several in `tag=rush,vip` or `tag=rush or tag=vip`. */
function tagged(value: unknown): Condition {
  const parts = text(value, "policy.appliesWhen").split(/ or /i);
  const tags = parts.flatMap((part) => /^tag=([^=^<>!|&;]+)$/.exec(part.trim())?.[1].split(",") ?? [""]);
  if (tags.some((tag) => tag.trim() === "" || / and /i.test(tag))) {
    throw new BadVector(`\`policy.appliesWhen\` names no tag: ${value}`);
  }
  return { any: tags.map((tag): Condition => ({ field: "tags", contains: tag.trim() })) };
}

/** Tags come and go one by one; the field holds them all. */
function tagEvents(): Readonly<Record<string, EventReader>> {
  const tags = new Set<string>();
  const change = (apply: (tag: string) => void): EventReader => {
    return (event, name) => {
      apply(text(only(event, name, ["tag"]).tag, `${name}.tag`));
      return { type: "changed", set: { tags: [...tags] } };
    };
  };
  return {
    "tag.added": change((tag) => tags.add(tag)),
    "tag.removed": change((tag) => tags.delete(tag)),
  };
}

export const FRONT: Readonly<Record<string, Translator>> = { Front: run };
