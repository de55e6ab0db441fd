import * as z from "zod/mini";
import { condition } from "./condition.ts";
import { fieldPatch } from "./history.ts";
import { triggers } from "./metric.ts";
import { anyNumber, duration, id, text } from "./primitive.ts";

const optionShape = {
  endOfBudget: z.optional(z.enum(["closing", "nextOpening"])),
  calendarSwitch: z.optional(z.enum(["perInstant", "lastWins", "frozen"])),
  breach: z.optional(z.enum(["sticky", "current"])),
  pauses: z.optional(z.enum(["extend", "ignored"])),
  dayLength: z.optional(duration),
  retarget: z.optional(z.enum(["keepStart", "restart", "freeze"])),
  released: z.optional(z.enum(["runOn", "cancel", "keep"])),
  override: z.optional(z.enum(["sticky", "untilRetarget"])),
};
export const options = z.strictObject(optionShape);
export const matching = z.union([
  z.enum(["onChange", "atCreation", "byAssignment"]),
  z.strictObject({ on: triggers }),
]);
const matchShape = {
  selection: z.optional(
    z.enum(["firstMatch", "lastMatch", "allMatching", "strictest", "assigned", "firstAssigned"]),
  ),
  matching: z.optional(matching),
};
const setOptions = z.strictObject({ ...optionShape, ...matchShape });

/** Options of a whole definition. */
export const definitionOptions = z.strictObject({
  ...optionShape,
  ...matchShape,
  versionMode: z.optional(
    z.enum(["atClockStart", "inForceAtEachInstant", "atCreation", "nextUpdate", "live"]),
  ),
});

const businessDays = z.strictObject({
  businessDays: anyNumber,
  at: z.optional(text),
  cutoff: z.optional(text),
});
export const amount = z.union([
  duration,
  businessDays,
  z.strictObject({
    field: id,
    outside: z.optional(z.enum(["asIs", "nextOpening"])),
    otherwise: z.optional(z.union([duration, businessDays])),
  }),
  z.strictObject({ function: id, fields: z.optional(z.array(id)) }),
]);
export const calendarChoice = z.union([
  id,
  z.strictObject({ field: id, values: z.optional(z.record(text, id)), otherwise: id }),
]);
const terms = {
  basis: z.optional(z.enum(["business", "aroundTheClock"])),
  calendar: z.optional(calendarChoice),
  atRisk: z.optional(duration),
  options: z.optional(options),
};
export const goal = z.strictObject({ if: z.optional(condition), amount, ...terms });
const levelForms = [
  amount,
  goal,
  z.strictObject({ byPriority: z.record(text, amount), otherwise: z.optional(amount), ...terms }),
  z.strictObject({ goals: z.array(goal) }),
] as const;
export const target = z.union([...levelForms, z.strictObject({ levels: z.record(id, z.union(levelForms)) })]);

const dayOffset = z.strictObject({ businessDays: anyNumber });
const effect = { notify: z.optional(z.array(text)), set: z.optional(fieldPatch) };
export const action = z.strictObject({
  kind: z.enum(["reminder", "escalation"]),
  id,
  metric: id,
  level: z.optional(id),
  fire: z.union([
    z.strictObject({ before: z.union([duration, dayOffset]) }),
    z.strictObject({ after: z.union([duration, dayOffset]) }),
    z.strictObject({ afterStart: duration }),
    z.strictObject({ at: text }),
  ]),
  basis: z.optional(z.enum(["clock", "wall"])),
  if: z.optional(condition),
  steps: z.optional(z.array(z.strictObject({ after: duration, ...effect }))),
  repeat: z.optional(z.strictObject({ every: duration, times: anyNumber })),
  until: z.optional(z.enum(["acknowledged"])),
  quiet: z.optional(z.union([z.boolean(), z.strictObject({ calendar: id })])),
  late: z.optional(z.enum(["last", "all", "skip"])),
  ...effect,
});

export const policy = z.strictObject({
  id,
  name: z.optional(text),
  description: z.optional(text),
  kind: z.optional(z.enum(["sla", "ola", "contract"])),
  if: z.optional(condition),
  calendar: z.optional(calendarChoice),
  targets: z.record(text, target),
  actions: z.optional(z.array(action)),
  stop: z.optional(z.boolean()),
  options: z.optional(z.strictObject({ ...optionShape, matching: z.optional(matching) })),
});

export const policySet = z.strictObject({ id, policies: z.array(policy), options: z.optional(setOptions) });

/** Either of them; that it is not both is for `compileSla` to say. */
export const policyLists = {
  policies: z.optional(z.array(policy)),
  policySets: z.optional(z.array(policySet)),
};
