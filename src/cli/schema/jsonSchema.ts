import { registry, toJSONSchema } from "zod/v4/core";
import { anyCalendar, calendarSchema } from "../../schema/calendar.ts";
import { condition, test } from "../../schema/condition.ts";
import { definitionSchema } from "../../schema/definition.ts";
import * as verdict from "../../schema/evaluation.ts";
import { event, historySchema } from "../../schema/history.ts";
import { metric, trigger } from "../../schema/metric.ts";
import * as part from "../../schema/policy.ts";
import { anyNumber } from "../../schema/primitive.ts";
import { VERSION } from "../../version.ts";
import type { Described } from "./describe.ts";

type Json = Record<string, unknown>;
type DescribedTypes = ReadonlyMap<string, Described>;

/** Parts that get a name of their own in `$defs`, each with the type whose doc comments say what it is. */
const PARTS = [
  [anyCalendar, "calendar", null],
  [calendarSchema, "hours", "CalendarDefinition"],
  [condition, "condition", "Condition"],
  [test, "test", "Test"],
  [trigger, "trigger", "Trigger"],
  [metric, "metric", "MetricDefinition"],
  [part.policy, "policy", "PolicyDefinition"],
  [part.policySet, "policySet", "PolicySetDefinition"],
  [part.action, "action", "ActionDefinition"],
  [part.target, "target", "Target"],
  [part.goal, "goal", "Goal"],
  [part.amount, "amount", "Amount"],
  [part.calendarChoice, "calendarChoice", "CalendarChoice"],
  [part.matching, "matching", "Matching"],
  [part.options, "options", "Options"],
  [event, "event", "HistoryEvent"],
  [verdict.reading, "reading", "Reading"],
  [verdict.plannedAction, "action", "Action"],
  [verdict.governing, "governingPolicy", "GoverningPolicy"],
  [verdict.check, "policyCheck", "PolicyCheck"],
  [verdict.stretch, "stretch", "Stretch"],
  [verdict.wallFigures, "figures", "Figures"],
  [verdict.holder, "holder", "Holder"],
  [verdict.attribution, "attribution", "Attribution"],
  [verdict.urgency, "urgency", "Urgency"],
  [verdict.warning, "warning", "Warning"],
] as const;

const ROOTS = {
  definition: { schema: definitionSchema, type: "Definition" },
  history: { schema: historySchema, type: "TicketHistory" },
  evaluation: { schema: verdict.evaluationSchema, type: "Evaluation" },
} as const;

export type SchemaName = keyof typeof ROOTS;
export const SCHEMA_NAMES = Object.keys(ROOTS) as SchemaName[];

/** The JSON Schema (2020-12) of what goes in or comes out, made from the zod shapes; the prose is the types' own. */
export function jsonSchema(name: SchemaName, described: DescribedTypes): Json {
  const { schema, type } = ROOTS[name];
  const names = registry<{ id: string }>();
  const types = new Map<string, string | null>();
  for (const [part, id, of] of PARTS) {
    const isOfVerdict = Object.values(verdict).includes(part as never);
    if (isOfVerdict !== (name === "evaluation")) continue;
    names.add(part, { id });
    types.set(id, of);
  }
  const { $schema, ...rest } = toJSONSchema(schema, {
    metadata: names,
    unrepresentable: "any",
    io: "input",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === (anyNumber as unknown)) becomeNumber(jsonSchema);
      if (zodSchema === (test as unknown)) Object.assign(jsonSchema, ONE_SUBJECT_ONE_OPERATOR);
    },
  }) as Json;
  const about = (of: string | null | undefined) => described.get(of ?? "");
  describe(rest, about(type));
  for (const [id, part] of Object.entries((rest.$defs ?? {}) as Record<string, Json>)) {
    describe(part, about(types.get(id)));
    for (const form of id === "event" ? (part.anyOf as Json[]) : []) describe(form, about(typeOfEvent(form)));
  }
  return { $schema, $id: idOf(name), title: `dueclock ${name}`, ...rest };
}

/** `PolicyAssignedEvent` for the form of `policy.assigned`. */
function typeOfEvent({ properties }: Json): string {
  const { const: type } = (properties as { type: { const: string } }).type;
  return `${type.replace(/(^|\.)(\w)/g, (_, _dot, letter: string) => letter.toUpperCase())}Event`;
}

/** Where the file is once published; the major version is part of the name. */
function idOf(name: SchemaName): string {
  return `https://unpkg.com/dueclock@${VERSION.split(".")[0]}/dist/schema/${name}.json`;
}

/** NaN and infinities are let through to `compileSla`; JSON has neither. */
function becomeNumber(schema: Json): void {
  for (const key of Object.keys(schema)) delete schema[key];
  schema.type = "number";
}

/** What the check of `test` says, as far as a schema can. */
const ONE_SUBJECT_ONE_OPERATOR = {
  minProperties: 2,
  maxProperties: 2,
  oneOf: ["field", "fact", "event"].map((subject) => ({ required: [subject] })),
};

function describe(schema: Json, about: Described | undefined): void {
  if (about?.text) schema.description = about.text;
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  for (const [name, member] of Object.entries(properties)) {
    const description = about?.members.get(name);
    if (description) properties[name] = { ...member, description };
  }
}
