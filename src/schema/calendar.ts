import * as z from "zod/mini";
import { id, text } from "./primitive.ts";

const windows = z.array(z.tuple([text, text]));
export const holidays = z.array(
  z.union([text, z.strictObject({ from: text, to: text, name: z.optional(text) })]),
);
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

/** A calendar of its own, or one composed of others. */
export const anyCalendar = z.union([
  calendarSchema,
  composed("union"),
  composed("intersection"),
  composed("difference"),
]);
