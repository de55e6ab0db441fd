import * as z from "zod/mini";
import { party, visibility } from "./metric.ts";
import { scalar, text } from "./primitive.ts";

/** New values of fields; null clears one. */
export const fieldPatch = z.record(text, z.nullable(z.union([scalar, z.array(scalar)])));

const base = {
  id: text,
  at: z.number(),
  recordedAt: z.optional(z.number()),
  seq: z.optional(z.number()),
  actor: z.optional(text),
  actorGroup: z.optional(text),
  cause: z.optional(text),
  automated: z.optional(z.boolean()),
  set: z.optional(fieldPatch),
};
const opening = {
  by: z.optional(party),
  visibility: z.optional(visibility),
  channel: z.optional(text),
  author: z.optional(text),
};
const metric = z.optional(text);

export const event = z.union([
  z.strictObject({ type: z.literal("created"), ...base, ...opening }),
  z.strictObject({ type: z.literal("message"), ...base, ...opening, by: party }),
  z.strictObject({ type: z.literal("changed"), ...base }),
  z.strictObject({ type: z.literal("control"), ...base, name: text }),
  z.strictObject({ type: z.literal("policy.assigned"), ...base, policy: text }),
  z.strictObject({ type: z.literal("policy.released"), ...base, policy: z.optional(text) }),
  z.strictObject({ type: z.literal("clock.reset"), ...base, metric }),
  z.strictObject({
    type: z.literal("due.overridden"),
    ...base,
    metric: text,
    level: z.optional(text),
    dueAt: z.number(),
  }),
  z.strictObject({ type: z.literal("due.cleared"), ...base, metric, level: z.optional(text) }),
  z.strictObject({ type: z.literal("held"), ...base }),
  z.strictObject({ type: z.literal("resumed"), ...base }),
  z.strictObject({ type: z.literal("exempted"), ...base, metric, reason: text }),
  z.strictObject({ type: z.literal("merged"), ...base, into: z.optional(text) }),
  z.strictObject({ type: z.literal("deleted"), ...base }),
  z.strictObject({ type: z.literal("acknowledged"), ...base, action: z.optional(text) }),
  z.strictObject({ type: z.literal("action.delivered"), ...base, action: text }),
]);

/**
 * The shape of a history as a host writes it. Stricter than `evaluateTicket`, which takes anything and warns: no member
 * beyond those of `TicketHistory`.
 */
export const historySchema = z.strictObject({ ticket: text, events: z.array(event) });
