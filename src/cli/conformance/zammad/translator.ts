import { BadVector, type Outcome, type Translator, type Vector, type VectorFile } from "../vector.ts";
import { runHours, runIcalHolidays, runValidateCalendar, runValidatePolicy } from "./checks.ts";
import { runNextDue, runSelectPolicy } from "./questions.ts";
import { runDueAt, runPauses, runWorkingMinutes } from "./spells.ts";
import { runTimeline } from "./timeline.ts";

const OPERATIONS: Readonly<Record<string, Translator>> = {
  timeline: runTimeline,
  dueAt: runDueAt,
  workingMinutes: runWorkingMinutes,
  pauses: runPauses,
  nextDue: runNextDue,
  selectPolicy: runSelectPolicy,
  validatePolicy: runValidatePolicy,
  validateCalendar: runValidateCalendar,
  hours: runHours,
  icalHolidays: runIcalHolidays,
};

/** Runs one vector of a file of the form of clocks-zammad.json, whose `about` says what each operation asks. */
export function runZammad(vector: Vector, file: VectorFile): Outcome {
  if (!isZammadOperation(vector.op)) {
    throw new BadVector(
      `\`${String(vector.op)}\` is no operation; \`op\` is one of ${Object.keys(OPERATIONS).join(", ")}`,
    );
  }
  return OPERATIONS[vector.op](vector, file);
}

/** Whether a vector's `op` is one of those. */
export function isZammadOperation(op: unknown): op is string {
  return typeof op === "string" && Object.hasOwn(OPERATIONS, op);
}
