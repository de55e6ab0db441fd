import * as z from "zod/mini";
import { FACT_NAMES } from "../history/state.ts";

/*
 * The shape of a definition, and nothing else: what its parts mean together (references, zones, durations) is
 * checked by `compileSla`, which every entry shares.
 */

const text = z.string();
const id = z.string().check(z.minLength(1), z.maxLength(200));
const scalar = z.union([text, z.number(), z.boolean()]);
// NaN and infinities too: what is wrong with a number is for `compileSla` to say, with everything else
const anyNumber = z.union([
  z.number(),
  z.nan(),
  z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
]);
const duration = z.union([anyNumber, text]);
const listOf = <T extends z.ZodMiniType>(item: T) => z.union([item, z.array(item)]);

const windows = z.array(z.tuple([text, text]));
const holidays = z.array(z.union([text, z.strictObject({ from: text, to: text, name: z.optional(text) })]));
const hours = {
  weeklyHours: z.optional(
    z.strictObject({
      sun: z.optional(windows),
      mon: z.optional(windows),
      tue: z.optional(windows),
      wed: z.optional(windows),
      thu: z.optional(windows),
      fri: z.optional(windows),
      sat: z.optional(windows),
    }),
  ),
  always: z.optional(z.boolean()),
  holidays: z.optional(holidays),
  holidayLists: z.optional(z.array(id)),
  specialHours: z.optional(z.record(text, windows)),
  closures: z.optional(z.array(z.strictObject({ date: text, from: text, to: text }))),
};

export const calendarSchema = z.strictObject({
  timeZone: text,
  ...hours,
  versions: z.optional(
    z.array(z.strictObject({ from: text, knownFrom: z.optional(z.union([z.number(), text])), ...hours })),
  ),
});

const members = z.array(id).check(z.minLength(1));
const composed = (how: "union" | "intersection" | "difference") =>
  z.strictObject({ timeZone: z.optional(text), [how]: members });

const comparable = z.union([z.number(), text]);
const EVENT_MEMBERS = [
  "actor",
  "actorGroup",
  "author",
  "by",
  "channel",
  "visibility",
  "cause",
  "name",
  "type",
] as const;
const SUBJECTS = ["field", "fact", "event"];

const test = z
  .strictObject({
    field: z.optional(id),
    fact: z.optional(z.enum(FACT_NAMES)),
    event: z.optional(z.enum(EVENT_MEMBERS)),
    is: z.optional(scalar),
    isNot: z.optional(scalar),
    in: z.optional(z.array(scalar)),
    notIn: z.optional(z.array(scalar)),
    contains: z.optional(scalar),
    startsWith: z.optional(text),
    endsWith: z.optional(text),
    glob: z.optional(text),
    greater: z.optional(comparable),
    less: z.optional(comparable),
    between: z.optional(z.tuple([comparable, comparable])),
    exists: z.optional(z.boolean()),
    isField: z.optional(id),
    withinLast: z.optional(duration),
  })
  .check((ctx) => {
    const keys = Object.keys(ctx.value);
    const subjects = keys.filter((key) => SUBJECTS.includes(key)).length;
    if (subjects !== 1) complain(ctx, "a test reads exactly one of `field`, `fact`, `event`");
    if (keys.length - subjects !== 1) complain(ctx, "a test has exactly one operator, such as `is` or `in`");
  });

const condition: z.ZodMiniType = z.lazy(() =>
  z.union([
    test,
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
  ]),
);

const options = z.strictObject({
  endOfBudget: z.optional(z.enum(["closing", "nextOpening"])),
  calendarSwitch: z.optional(z.enum(["perInstant", "lastWins", "frozen"])),
  breach: z.optional(z.enum(["sticky", "current"])),
  pauses: z.optional(z.enum(["extend", "ignored"])),
  dayLength: z.optional(duration),
});

const businessDays = z.strictObject({
  businessDays: anyNumber,
  at: z.optional(text),
  cutoff: z.optional(text),
});
const amount = z.union([
  duration,
  businessDays,
  z.strictObject({
    field: id,
    outside: z.optional(z.enum(["asIs", "nextOpening"])),
    otherwise: z.optional(z.union([duration, businessDays])),
  }),
]);
const terms = {
  basis: z.optional(z.enum(["business", "aroundTheClock"])),
  calendar: z.optional(id),
  atRisk: z.optional(duration),
  options: z.optional(options),
};
const goal = z.strictObject({ if: z.optional(condition), amount, ...terms });
const target = z.union([
  amount,
  goal,
  z.strictObject({ byPriority: z.record(text, amount), otherwise: z.optional(amount), ...terms }),
  z.strictObject({ goals: z.array(goal) }),
]);

const fieldPatch = z.record(text, z.nullable(z.union([scalar, z.array(scalar)])));
const action = z.strictObject({
  kind: z.enum(["reminder", "escalation"]),
  id,
  metric: id,
  fire: z.union([
    z.strictObject({ before: duration }),
    z.strictObject({ after: duration }),
    z.strictObject({ at: text }),
  ]),
  notify: z.optional(z.array(text)),
  set: z.optional(fieldPatch),
});

const policy = z.strictObject({
  id,
  name: z.optional(text),
  description: z.optional(text),
  kind: z.optional(z.enum(["sla", "ola", "contract"])),
  if: z.optional(condition),
  calendar: z.optional(id),
  targets: z.record(text, target),
  actions: z.optional(z.array(action)),
  options: z.optional(options),
});

const party = z.enum(["requester", "agent", "bot", "system", "thirdParty"]);
const visibility = z.enum(["public", "internal"]);
const filter = {
  by: z.optional(listOf(party)),
  visibility: z.optional(listOf(visibility)),
  channel: z.optional(listOf(text)),
};
const guard = { if: z.optional(condition) };
const trigger = z.union([
  z.strictObject({ on: z.literal("created"), by: z.optional(listOf(party)), ...guard }),
  z.strictObject({ on: z.literal("message"), ...filter, ...guard }),
  z.strictObject({ on: z.enum(["reply", "request"]), ...guard }),
  z.strictObject({ on: z.literal("changed"), field: id, ...guard }),
  z.strictObject({ on: z.enum(["becomes", "ceases"]), condition, ...guard }),
  z.strictObject({ on: z.literal("control"), name: text, ...guard }),
]);
const triggers = z.array(trigger);
const metric = z.strictObject({
  id,
  start: triggers,
  stop: triggers,
  cancel: z.optional(triggers),
  pause: z.optional(z.strictObject({ while: condition })),
  repeats: z.enum(["once", "always"]),
  reopen: z.optional(z.strictObject({ on: triggers, as: z.enum(["resume", "restart", "count", "ignore"]) })),
});

export const definitionSchema = z.strictObject({
  calendars: z.optional(
    z.record(
      id,
      z.union([calendarSchema, composed("union"), composed("intersection"), composed("difference")]),
    ),
  ),
  holidayLists: z.optional(z.record(id, holidays)),
  statuses: z.optional(z.record(text, z.enum(["new", "open", "pending", "onHold", "solved", "closed"]))),
  reply: z.optional(z.strictObject(filter)),
  request: z.optional(z.strictObject(filter)),
  metrics: z.optional(z.array(metric)),
  policies: z.array(policy),
  measure: z.optional(z.array(id)),
  options: z.optional(options),
  report: z.optional(z.strictObject({ fields: z.optional(z.array(id)) })),
});

function complain(ctx: { value: unknown; issues: unknown[] }, message: string): void {
  ctx.issues.push({ code: "custom", input: ctx.value, message, path: [] });
}
