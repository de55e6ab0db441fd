import { addBusinessDays, compileCalendar } from "../../index.ts";
import { parseInstant } from "../../time/instant.ts";
import { calendarOf } from "./calendar.ts";
import { BadVector, type Outcome, text, type Vector, type VectorFile } from "./vector.ts";

/** Counts working days as the vector says: files of the form of business-days.json (semantics C8). */
export function runBusinessDays(vector: Vector, file: VectorFile): Outcome {
  const { days, endOfDay = false } = vector;
  if (typeof days !== "number" || !Number.isInteger(days)) throw new BadVector("`days` is no whole number");
  if (typeof endOfDay !== "boolean") throw new BadVector("`endOfDay` is neither true nor false");
  const start = instant(vector, vector.start === undefined ? "from" : "start");
  const expected = vector.expected === null ? "never" : new Date(instant(vector, "expected")).toISOString();
  const calendar = compileCalendar(calendarOf(vector.calendar, file));
  const got = addBusinessDays(calendar, start, days, { at: endOfDay ? "close" : "sameTime" });
  return { op: "addWorkingDays", expected, got: got === null ? "never" : new Date(got).toISOString() };
}

function instant(vector: Vector, name: string): number {
  const at = parseInstant(text(vector[name], name));
  if (at === null) throw new BadVector(`\`${name}\` is no instant`);
  return at;
}
