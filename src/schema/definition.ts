import * as z from "zod/mini";
import { anyCalendar, holidays } from "./calendar.ts";
import { filter, metric } from "./metric.ts";
import { definitionOptions, policyLists } from "./policy.ts";
import { anyNumber, id, text } from "./primitive.ts";

/**
 * The shape of a definition, and nothing else: what its parts mean together (references, zones, durations) is
 * checked by `compileSla`, which every entry shares.
 */
export const definitionSchema = z.strictObject({
  preset: z.optional(text),
  calendars: z.optional(z.record(id, anyCalendar)),
  holidayLists: z.optional(z.record(id, holidays)),
  statuses: z.optional(z.record(text, z.enum(["new", "open", "pending", "onHold", "solved", "closed"]))),
  reply: z.optional(z.strictObject(filter)),
  request: z.optional(z.strictObject(filter)),
  metrics: z.optional(z.array(metric)),
  ...policyLists,
  version: z.optional(id),
  versions: z.optional(z.array(z.strictObject({ id, from: z.union([anyNumber, text]), ...policyLists }))),
  measure: z.optional(z.array(id)),
  options: z.optional(definitionOptions),
  report: z.optional(z.strictObject({ fields: z.optional(z.array(id)) })),
});
