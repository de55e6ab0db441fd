import * as z from "zod/mini";
import { fieldPatch } from "./history.ts";
import { text } from "./primitive.ts";

// Objects are loose: a later version may add members, and what was read before stays readable
const instant = z.nullable(z.number());
const name = z.nullable(text);
const kind = z.enum(["sla", "ola", "contract"]);

export const governing = z.looseObject({
  id: text,
  policySet: name,
  name: text,
  kind,
  version: name,
  since: z.number(),
  event: text,
});
export const check = z.looseObject({
  policy: text,
  policySet: name,
  matches: z.boolean(),
  failed: z.nullable(z.array(z.union([text, z.number()]))),
});
const figures = { targetMs: instant, elapsedMs: z.number(), remainingMs: instant, pausedMs: z.number() };
export const wallFigures = z.looseObject(figures);
const holderShape = { assignee: name, group: name, supplier: name };
export const holder = z.looseObject(holderShape);
export const attribution = z.looseObject({ ...holderShape, elapsedMs: z.number() });
export const stretch = z.looseObject({
  kind: z.enum(["running", "paused", "fulfilled"]),
  from: z.number(),
  to: instant,
  event: text,
  policy: name,
  targetMs: instant,
});
export const reading = z.looseObject({
  id: text,
  metric: text,
  policySet: name,
  policy: name,
  policyVersion: name,
  calendar: name,
  level: name,
  per: name,
  instance: z.number(),
  state: z.enum(["scheduled", "running", "paused", "fulfilled", "cancelled"]),
  outsideBusinessHours: z.boolean(),
  basis: z.enum(["business", "aroundTheClock"]),
  startedAt: z.number(),
  dueAt: instant,
  dueAtIfResumedNow: instant,
  dueAtWithoutOverride: instant,
  endedAt: instant,
  breachedAt: instant,
  recordedAt: instant,
  atRiskAt: instant,
  met: z.nullable(z.boolean()),
  ...figures,
  pausedSince: instant,
  wall: wallFigures,
  never: z.boolean(),
  overridden: z.boolean(),
  exempted: name,
  stretches: z.array(stretch),
  attribution: z.array(attribution),
  breachedBy: z.nullable(holder),
  heldBy: holder,
});
export const plannedAction = z.looseObject({
  id: text,
  kind: z.enum(["reminder", "escalation"]),
  rule: text,
  policy: text,
  metric: text,
  clock: name,
  step: instant,
  repetition: z.number(),
  fireAt: instant,
  status: z.enum(["scheduled", "due", "lapsed", "delivered", "retracted", "unmet", "skipped"]),
  deliveredAt: instant,
  notify: z.array(text),
  set: z.nullable(fieldPatch),
});
export const urgency = z.looseObject({ metric: text, clock: text, dueAt: instant });
export const warning = z.looseObject({ code: text, event: name, message: text });

/** The shape of a full verdict, for those who store or send one. */
export const evaluationSchema = z.looseObject({
  ticket: text,
  asOf: z.number(),
  category: z.nullable(z.enum(["new", "open", "pending", "onHold", "solved", "closed"])),
  fields: z.record(text, z.nullable(z.union([text, z.number(), z.boolean()]))),
  policy: z.nullable(governing),
  policies: z.array(governing),
  why: z.array(check),
  clocks: z.array(reading),
  actions: z.array(plannedAction),
  urgency: z.nullable(urgency),
  nextChangeAt: instant,
  warnings: z.array(warning),
  engine: z.looseObject({ version: text, semantics: z.number() }),
  definition: text,
  tzVersion: text,
  tzLabel: text,
});
