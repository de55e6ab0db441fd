import * as z from "zod/mini";
import { condition } from "./condition.ts";
import { id, listOf, text } from "./primitive.ts";

export const party = z.enum(["requester", "agent", "bot", "system", "thirdParty"]);
export const visibility = z.enum(["public", "internal"]);
export const filter = {
  by: z.optional(listOf(party)),
  visibility: z.optional(listOf(visibility)),
  channel: z.optional(listOf(text)),
};
const guard = { if: z.optional(condition) };
export const trigger = z.union([
  z.strictObject({ on: z.literal("created"), by: z.optional(listOf(party)), ...guard }),
  z.strictObject({ on: z.literal("message"), ...filter, ...guard }),
  z.strictObject({ on: z.enum(["reply", "request"]), ...guard }),
  z.strictObject({ on: z.literal("changed"), field: id, ...guard }),
  z.strictObject({ on: z.enum(["becomes", "ceases"]), condition, ...guard }),
  z.strictObject({ on: z.literal("policyApplied"), ...guard }),
  z.strictObject({ on: z.literal("control"), name: text, ...guard }),
]);
export const triggers = z.array(trigger);
const origin = z.union([z.strictObject({ fact: id }), z.strictObject({ field: id })]);
export const metric = z.strictObject({
  id,
  start: triggers,
  stop: triggers,
  cancel: z.optional(triggers),
  from: z.optional(z.union([z.enum(["event", "previousDue"]), origin, z.array(origin)])),
  backfill: z.optional(z.enum(["pauses", "none"])),
  reset: z.optional(z.strictObject({ on: triggers, as: z.enum(["cancelled", "judged"]) })),
  pause: z.optional(
    z.union([z.strictObject({ while: condition }), z.strictObject({ on: triggers, until: triggers })]),
  ),
  per: z.optional(id),
  repeats: z.enum(["once", "always"]),
  reopen: z.optional(z.strictObject({ on: triggers, as: z.enum(["resume", "restart", "count", "ignore"]) })),
});
