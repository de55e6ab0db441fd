import { type Condition, compileSla, type Reading } from "../../../index.ts";
import { salesforce } from "../../../presets.ts";
import { BadVector, list, only, record, type Translator, text, type Vector } from "../vector.ts";
import { type Answers, answeredRows, clockAnswers, outcomeOf, printInstant, seconds } from "./answers.ts";
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
import { conditionOf, statusesOf } from "./words.ts";

/** Salesforce: one milestone of an entitlement process that starts with the case. */
const run: Translator = (vector, file) => {
  const known = [
    "milestone",
    "recurrence",
    "targetSeconds",
    "criteria",
    "criteriaMatchAgainAt",
    "startFrom",
    "hours",
  ];
  const policy = only(record(vector.policy, "policy"), "policy", known);
  const id = text(policy.milestone, "policy.milestone");
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const sla = compileSla({
    ...salesforce({
      milestones: [
        {
          id,
          criteria: criteriaOf(vector, policy),
          completed: [
            { on: "control", name: "milestone.completed" },
            { on: "becomes", condition: { fact: "done", is: true } },
          ],
          recurrence: oneOf(policy.recurrence ?? "none", "policy.recurrence", [
            "none",
            "independent",
            "sequential",
          ]),
          startsFrom: oneOf(policy.startFrom ?? "milestoneCriteria", "policy.startFrom", [
            "milestoneCriteria",
            "entitlementProcess",
          ]),
        },
      ],
    }),
    statuses: statusesOf(vector),
    calendars,
    policies: [
      {
        id: "process",
        ...(calendar !== null && { calendar }),
        targets: { [id]: duration(policy.targetSeconds, "policy.targetSeconds") },
      },
    ],
  });
  const history = historyOf(vector, eventsOf(policy));
  const rows = readings(verdictAt(sla, vector, history), id).map(milestoneAnswers);
  const last = rows.at(-1);
  if (!last) throw new BadVector("the history has no milestone");
  return outcomeOf(vector, {
    ...last,
    milestones: (expected, name) => answeredRows(expected, rows, name),
  });
};

/** The criteria where the vector writes them; else what its events say of them; else every case. */
function criteriaOf(vector: Vector, policy: Vector): Condition {
  const types = list(vector.events, "events").map((event) => record(event, "events").type);
  if (policy.criteria === undefined) {
    return types.includes("criteria.met")
      ? { field: "criteria", is: true }
      : { fact: "createdAt", exists: true };
  }
  if (types.includes("criteria.met")) {
    throw new BadVector("it has both `policy.criteria` and events that say when they are met");
  }
  return conditionOf(policy.criteria, "policy.criteria");
}

/** Criteria that are met stay so until the milestone is completed, or longer where they match again at the completion. */
function eventsOf({ criteriaMatchAgainAt }: Vector): Readonly<Record<string, EventReader>> {
  if (criteriaMatchAgainAt !== undefined) {
    oneOf(criteriaMatchAgainAt, "policy.criteriaMatchAgainAt", ["completion"]);
  }
  return {
    "criteria.met": (event, name) => {
      only(event, name, []);
      return { type: "changed", set: { criteria: true } };
    },
    "milestone.completed": (event, name) => {
      only(event, name, []);
      const set = criteriaMatchAgainAt === undefined ? { criteria: null } : {};
      return { type: "control", name: "milestone.completed", set };
    },
  };
}

function milestoneAnswers(reading: Reading): Answers {
  const isCompleted = reading.state === "fulfilled";
  return {
    ...clockAnswers(reading),
    startDate: () => printInstant(reading.startedAt),
    targetDate: () => printInstant(reading.dueAt ?? reading.dueAtIfResumedNow),
    completionDate: () => printInstant(isCompleted ? reading.endedAt : null),
    isCompleted: () => isCompleted,
    isViolated: () => reading.breachedAt !== null,
    targetSeconds: () => seconds(reading.targetMs),
  };
}

export const SALESFORCE: Readonly<Record<string, Translator>> = { Salesforce: run };
