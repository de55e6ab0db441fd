import { DAY, HOUR } from "./desk.ts";
import { addDaysLap, addLap, betweenLap, isOpenLap, type Lap } from "./laps.ts";
import type { Calendar } from "./ours.ts";
import type { Answers } from "./peer.ts";

/** One question, for ours as a lap over all instants, for peers one at a time. */
export interface Question {
  readonly name: string;
  /** Which instants it is asked of: any, or business time only, where all agree on what a business day later is. */
  readonly of: "any" | "open";
  /** Stretch of time that a walk has to cover: sets how often it is asked. */
  readonly days: number;
  readonly lap: (calendar: Calendar, starts: Float64Array) => Lap;
  readonly ask: (answers: Answers, at: number) => number | null;
}

export const QUESTIONS: readonly Question[] = [
  {
    name: "add 8 h",
    of: "any",
    days: 2,
    lap: addLap,
    ask: ({ add }, at) => add(at, 8 * HOUR),
  },
  {
    name: "add 30 business days",
    of: "open",
    days: 42,
    lap: addDaysLap,
    ask: ({ addDays }, at) => addDays(at, 30),
  },
  between("between, 1 day", 1),
  between("between, 30 days", 30),
  between("between, 1 year", 364),
  {
    name: "is business time",
    of: "any",
    days: 1,
    lap: isOpenLap,
    ask: ({ isOpen }, at) => +isOpen(at),
  },
];

function between(name: string, days: number): Question {
  return {
    name,
    of: "any",
    days,
    lap: (calendar, starts) => betweenLap(calendar, starts, days),
    ask: (answers, at) => answers.between(at, at + days * DAY),
  };
}
