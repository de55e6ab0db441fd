import { z } from "zod";

const instant = z.int().min(0).max(8_640_000_000_000_000).describe("Epoch milliseconds");
const scalar = z.union([z.string().max(10_000), z.number(), z.boolean()]);
/** No text of PostgreSQL may have the letter 0. */
const id = z
  .string()
  .min(1)
  .max(200)
  .refine((one) => !one.includes("\0"), "may not have the letter U+0000");
const party = z.enum(["requester", "agent", "bot", "system", "thirdParty"]);

/** Ids that the desk gives to events of its own begin with one of these. */
const OWN = /^(delivered|set):/;

const base = {
  id: id.refine((one) => !OWN.test(one), "ids that begin with delivered: or set: are the desk's own"),
  at: instant.describe("When it happened"),
  recordedAt: instant.optional(),
  seq: z.int().optional(),
  actor: id.optional(),
  actorGroup: id.optional(),
  cause: z.string().max(1_000).optional(),
  automated: z.boolean().optional(),
  set: z
    .record(z.string().min(1).max(200), z.union([scalar, z.array(scalar).max(1_000), z.null()]))
    .refine((patch) => Object.keys(patch).length <= 200, "at most 200 fields")
    .optional(),
};
const message = {
  visibility: z.enum(["public", "internal"]).optional(),
  channel: id.optional(),
  author: id.optional(),
};
const metric = id;
const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ ...base, type: z.literal(type), ...shape });

/** What happened to a ticket, as the engine has it; `action.delivered` is the desk's own to write. */
export const eventSchema = z.discriminatedUnion("type", [
  event("created", { by: party.optional(), ...message }),
  event("message", { by: party, ...message }),
  event("changed", {}),
  event("control", { name: id }),
  event("policy.assigned", { policy: id }),
  event("policy.released", { policy: id.optional() }),
  event("clock.reset", { metric: metric.optional() }),
  event("due.overridden", { metric, level: id.optional(), dueAt: instant }),
  event("due.cleared", { metric: metric.optional(), level: id.optional() }),
  event("held", {}),
  event("resumed", {}),
  event("exempted", { metric: metric.optional(), reason: z.string().min(1).max(1_000) }),
  event("merged", { into: id.optional() }),
  event("deleted", {}),
  event("acknowledged", { action: z.string().max(1_000).optional() }),
]);

export const ticketParams = z.object({ ticket: id });
export const eventsBody = z.strictObject({ events: z.array(eventSchema).min(1).max(500) });

const asOf = z.coerce
  .number()
  .int()
  .min(0)
  .max(8_640_000_000_000_000)
  .optional()
  .describe("The instant the question is about, in epoch milliseconds; now, if left out");
export const explanationQuery = z.strictObject({
  asOf,
  days: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_000)
    .default(60)
    .describe("Local dates of each clock told one by one"),
});
export const timelineQuery = z.strictObject({
  asOf,
  width: z.coerce
    .number()
    .int()
    .min(240)
    .max(2_400)
    .default(720)
    .describe("Pixels at which it will be shown"),
  scheme: z.enum(["auto", "light", "dark"]).default("auto"),
  timeZone: z
    .string()
    .max(100)
    .optional()
    .describe("Of its times; that of the ticket's calendar, if left out"),
});

export const queueQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(1_000).optional().describe("`next` of the page before"),
});
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  after: z.string().max(1_000).optional(),
});

export const draftBody = z.strictObject({
  definition: z
    .unknown()
    .describe("A definition, or a draft of one (docs/guides/policies.md of the library)"),
  tickets: z
    .int()
    .min(0)
    .max(2_000)
    .default(200)
    .describe("Open tickets to preview with, the most urgent first"),
});
export const backtestBody = z.strictObject({
  definition: z.unknown(),
  limit: z.int().min(0).max(1_000).default(100).describe("Tickets that are listed with what differs"),
});
export const releaseBody = z.strictObject({
  definition: z.unknown(),
  over: z
    .int()
    .min(0)
    .optional()
    .describe("The version that this one replaces; another one in force is a conflict"),
});

const periods = z.enum(["day", "week", "month", "quarter", "year"]);
export const complianceQuery = z.strictObject({
  format: z.enum(["json", "csv"]).default("json"),
  groupBy: z
    .string()
    .regex(/^[\w.]+(,[\w.]+)*$/)
    .optional()
    .describe("Dimensions with commas between, such as `policy,metric`; a field is `field.name`"),
  period: periods.optional(),
  timeZone: z.string().max(100).default("UTC"),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
});
export const logQuery = z.strictObject({
  format: z.enum(["json", "csv"]).default("json"),
  timeZone: z.string().max(100).default("UTC"),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
});
export const outboxQuery = z.strictObject({
  state: z.enum(["pending", "performed", "dead"]).default("dead"),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export const retryBody = z.strictObject({
  id: z.string().min(1).max(2_000),
  channel: z.enum(["webhook", "mail", "inbox"]),
});
