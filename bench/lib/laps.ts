import { DAY, HOUR } from "./desk.ts";
import { type Calendar, dueclock } from "./ours.ts";

/*
 * Questions to our own calendars, each in a loop of its own: a shared loop that is handed what to call would cost more
 * than the call. A lap asks all questions once and gives a sum, so that no answer can be optimized away.
 */

export type Lap = () => number;

const {
  addBusinessDays,
  addBusinessTime,
  addBusinessTimes,
  businessTimeBetween,
  businessTimesBetween,
  isBusinessTime,
} = dueclock;

export function addLap(calendar: Calendar, starts: Float64Array): Lap {
  return () => {
    let sum = 0;
    for (let i = 0; i < starts.length; i++) sum += addBusinessTime(calendar, starts[i], 8 * HOUR) ?? 0;
    return sum;
  };
}

export function addDaysLap(calendar: Calendar, starts: Float64Array): Lap {
  return () => {
    let sum = 0;
    for (let i = 0; i < starts.length; i++) sum += addBusinessDays(calendar, starts[i], 30) ?? 0;
    return sum;
  };
}

export function betweenLap(calendar: Calendar, starts: Float64Array, days: number): Lap {
  return () => {
    let sum = 0;
    for (let i = 0; i < starts.length; i++) {
      sum += businessTimeBetween(calendar, starts[i], starts[i] + days * DAY);
    }
    return sum;
  };
}

export function isOpenLap(calendar: Calendar, starts: Float64Array): Lap {
  return () => {
    let sum = 0;
    for (let i = 0; i < starts.length; i++) sum += +isBusinessTime(calendar, starts[i]);
    return sum;
  };
}

/** All questions in one call over typed arrays. */
export function batchAddLap(calendar: Calendar, starts: Float64Array): Lap {
  const amounts = new Float64Array(starts.length).fill(8 * HOUR);
  const out = new Float64Array(starts.length);
  return () => addBusinessTimes(calendar, starts, amounts, { out })[0];
}

export function batchBetweenLap(calendar: Calendar, starts: Float64Array): Lap {
  const ends = starts.map((at) => at + DAY);
  const out = new Float64Array(starts.length);
  return () => businessTimesBetween(calendar, starts, ends, { out })[0];
}

/** What the loop itself costs. */
export function emptyLap(starts: Float64Array): Lap {
  return () => {
    let sum = 0;
    for (let i = 0; i < starts.length; i++) sum += starts[i];
    return sum;
  };
}

/** A random calendar for each question. */
export function manyCalendarsLap(
  calendars: readonly Calendar[],
  starts: Float64Array,
  picks: Uint16Array,
): Lap {
  return () => {
    let sum = 0;
    for (let i = 0; i < starts.length; i++) {
      sum += addBusinessTime(calendars[picks[i]], starts[i], 8 * HOUR) ?? 0;
    }
    return sum;
  };
}
