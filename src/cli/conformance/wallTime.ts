import { compileCalendar, localDay, luxonZones } from "../../index.ts";
import { parseDate, parseTime } from "../../time/civil.ts";
import { DAY, HOUR, SECOND } from "../../time/units.ts";
import { fixedZone, instantOfWallTime, readingsOfWallTime } from "../../time/zone.ts";
import { BadVector, type Outcome, text, type Vector } from "./vector.ts";

/** Reads a wall time and its date in a zone: files of the form of dst.json (semantics T3, C2). */
export function runWallTime(vector: Vector): Outcome {
  const id = text(vector.zone, "zone");
  const zone = fixedZone(id) ?? luxonZones().zone(id);
  if (!zone) throw new BadVector(`\`${id}\` is no zone of this runtime`);
  const local = text(vector.local, "local");
  const [date, time = ""] = local.split("T");
  const day = parseDate(date);
  const seconds = parseTime(time);
  if (day === null || seconds === null) throw new BadVector(`\`${local}\` is no wall time`);
  const wall = day * DAY + seconds * SECOND;
  const { earlier, later } = readingsOfWallTime(zone, wall);
  const { from, to } = localDay(compileCalendar({ timeZone: id, always: true }), date);
  const answers: Record<string, unknown> = {
    earlier: print(earlier),
    later: print(later),
    compatible: print(instantOfWallTime(zone, wall)),
    dayStart: print(from),
    hoursInDay: (to - from) / HOUR,
  };
  const asked = Object.keys(answers).filter((name) => vector[name] !== undefined);
  const list = (values: Readonly<Record<string, unknown>>) =>
    asked.map((name) => `${name} ${String(values[name])}`).join(", ");
  return { op: `${id} ${local}`, expected: list(vector), got: list(answers) };
}

function print(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
