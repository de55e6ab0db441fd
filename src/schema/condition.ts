import * as z from "zod/mini";
import { FACT_NAMES } from "../history/facts.ts";
import { duration, id, scalar, text } from "./primitive.ts";

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
  "at",
  "automated",
  "from",
  "to",
] as const;
const SUBJECTS = ["field", "fact", "event"];

export const test = z
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
    isFact: z.optional(z.enum(FACT_NAMES)),
    withinLast: z.optional(duration),
    during: z.optional(id),
    matches: z.optional(id),
  })
  .check((ctx) => {
    const keys = Object.keys(ctx.value);
    const subjects = keys.filter((key) => SUBJECTS.includes(key)).length;
    if (subjects !== 1) complain(ctx, "a test reads exactly one of `field`, `fact`, `event`");
    if (keys.length - subjects !== 1) complain(ctx, "a test has exactly one operator, such as `is` or `in`");
  });

export const condition: z.ZodMiniType = z.lazy(() =>
  z.union([
    test,
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
  ]),
);

function complain(ctx: { value: unknown; issues: unknown[] }, message: string): void {
  ctx.issues.push({ code: "custom", input: ctx.value, message, path: [] });
}
