import { compileSla } from "../../../index.ts";
import { jiraServiceManagement } from "../../../presets.ts";
import { BadVector, instant, only, record, type Translator } from "../vector.ts";
import { clockAnswers, outcomeOf, seconds } from "./answers.ts";
import { calendarFor, calendarsOf, historyOf, oneOf, oneReading, verdictAt } from "./common.ts";
import { statusesOf } from "./words.ts";

const DONE = { fact: "done", is: true } as const;

/** SLA Time and Report: a negotiated date, which a field holds. */
const run: Translator = (vector, file) => {
  const policy = only(record(vector.policy, "policy"), "policy", ["target", "hours"]);
  oneOf(policy.target, "policy.target", ["absolute-field"]);
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  const sla = compileSla({
    ...jiraServiceManagement({
      slas: [{ id: "negotiated", start: [{ on: "created" }], stop: [{ on: "becomes", condition: DONE }] }],
    }),
    statuses: statusesOf(vector),
    calendars,
    policies: [
      {
        id: "date",
        ...(calendar !== null && { calendar }),
        targets: { negotiated: { field: "dueField", outside: calendar === null ? "asIs" : "nextOpening" } },
      },
    ],
  });
  const history = historyOf(vector, {}, ["dueField"]);
  for (const { set } of history.events)
    if (set?.dueField !== undefined) instant(set.dueField, "events.dueField");
  const reading = oneReading(verdictAt(sla, vector, history), "negotiated");
  return outcomeOf(vector, {
    ...clockAnswers(reading),
    remainingBusinessSeconds: () => {
      if (reading.basis === "business") return seconds(reading.remainingMs);
      throw new BadVector("it expects business time of a clock that counts around the clock");
    },
  });
};

export const SAASJET: Readonly<Record<string, Translator>> = {
  "SaaSJet SLA Time and Report (Jira app)": run,
};
