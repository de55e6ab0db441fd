import { civilOf, dayNumber, weekdayOf } from "../time/civil.ts";
import { DAY, HOUR, MINUTE } from "../time/units.ts";
import { instantOfWallTime, localDayAt, startOfDay, type ZoneTable } from "../time/zone.ts";
import { textWidth } from "./measure.ts";
import { type Sheet, SIZE, write } from "./sheet.ts";
import { monthName, timeText, type Words, weekdayName, word } from "./words.ts";

/** Instants along the width of a picture. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

/** Where an instant lies, kept between the edges. */
export function xOf({ from, to, left, right }: Scale, at: number): number {
  const share = (Math.min(Math.max(at, from), to) - from) / (to - from);
  return left + share * (right - left);
}

/** Pixels of a length of time. */
export function pixelsOf({ from, to, left, right }: Scale, ms: number): number {
  return (ms / (to - from)) * (right - left);
}

/** A tick, what it says, and what it says of the stretch it begins, where it begins one. */
export interface Tick {
  readonly at: number;
  readonly label: string;
  readonly context: string;
}

type Step =
  | { readonly ms: number }
  | { readonly days: number; readonly isShort?: boolean }
  | { readonly months: number };

const STEPS: readonly Step[] = [
  ...[1, 5, 15, 30].map((minutes) => ({ ms: minutes * MINUTE })),
  ...[1, 3, 6, 12].map((hours) => ({ ms: hours * HOUR })),
  { days: 1 },
  { days: 1, isShort: true },
  { days: 7 },
  ...[1, 3, 12, 60, 120, 600, 1_200, 6_000, 24_000].map((months) => ({ months })),
];

const LONGEST = STEPS[STEPS.length - 1];

/** Ticks on round local times, as close as their labels allow. No more than the width has room for. */
export function ticksOf(scale: Scale, words: Words): Tick[] {
  const step = STEPS.find((one) => pixelsOf(scale, lengthOf(one)) >= widthOf(one, words) + 14) ?? LONGEST;
  const ticks: Tick[] = [];
  const add = (at: number, label: string, context: string) => {
    if (at >= scale.from && at <= scale.to && at > (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY))
      ticks.push({ at, label, context });
  };
  const first = localDayAt(words.zone, scale.from);
  const last = localDayAt(words.zone, scale.to);
  if ("ms" in step) {
    for (let day = first; day <= last; day++)
      for (let ms = 0; ms < DAY && !isSkipped(words.zone, day); ms += step.ms) {
        const at = ms === 0 ? startOfDay(words.zone, day) : instantOfWallTime(words.zone, day * DAY + ms);
        add(at, timeText(words, at), contextOf(words, day, "day"));
      }
  } else if ("days" in step) {
    const monday = first - ((weekdayOf(first) + 6) % 7);
    for (let day = step.days === 1 ? first : monday; day <= last; day += step.days)
      if (!isSkipped(words.zone, day))
        add(startOfDay(words.zone, day), dayLabel(words, day, step), contextOf(words, day, "month"));
  } else {
    const { year, month } = civilOf(first);
    const whole = Math.floor((year * 12 + month - 1) / step.months) * step.months;
    for (let count = whole; ; count += step.months) {
      const day = dayNumber(Math.floor(count / 12), (((count % 12) + 12) % 12) + 1, 1);
      if (day > last) break;
      const { year: of, month: at } = civilOf(day);
      const label = step.months >= 12 ? String(of) : monthName(words, at);
      add(startOfDay(words.zone, day), label, step.months >= 12 ? "" : String(of));
    }
  }
  return ticks;
}

/** Writes the ticks' labels in one line below `y`, and in the next, in the middle of it, the stretch that they are of. */
export function writeTicks(sheet: Sheet, scale: Scale, ticks: readonly Tick[], y: number): void {
  for (const { at, label } of ticks)
    write(sheet, {
      text: label,
      x: xOf(scale, at),
      y: y + 14,
      size: SIZE.small,
      tone: "muted",
      anchor: "middle",
    });
  const starts = ticks.filter(({ context }, i) => context !== "" && context !== ticks[i - 1]?.context);
  for (const [i, { at, context }] of starts.entries()) {
    const from = i === 0 ? scale.left : xOf(scale, at);
    const to = i + 1 < starts.length ? xOf(scale, starts[i + 1].at) : scale.right;
    const line = { text: context, y: y + 29, size: SIZE.small };
    if (textWidth(context, SIZE.small) > to - from && starts.length > 1) {
      if (i > 0 && i < starts.length - 1) continue;
      write(sheet, { ...line, x: i === 0 ? from : to, anchor: i === 0 ? "start" : "end" });
    } else write(sheet, { ...line, x: (from + to) / 2, anchor: "middle" });
  }
}

/** Whether a zone has no instant of a date, as Samoa has none of 30 December 2011. */
function isSkipped(zone: ZoneTable, day: number): boolean {
  return startOfDay(zone, day) === startOfDay(zone, day + 1);
}

function lengthOf(step: Step): number {
  if ("ms" in step) return step.ms;
  return "days" in step ? step.days * DAY : step.months * 28 * DAY;
}

function widthOf(step: Step, words: Words): number {
  const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => monthName(words, month));
  const days = [0, 1, 2, 3, 4, 5, 6].map((weekday) => `${weekdayName(words, weekday)} 00`);
  const labels =
    "ms" in step
      ? ["00:00"]
      : "months" in step
        ? step.months >= 12
          ? ["00000"]
          : months
        : step.days === 1
          ? step.isShort
            ? ["00"]
            : days
          : months.map((month) => `00 ${month}`);
  return Math.max(...labels.map((label) => textWidth(label, SIZE.small)));
}

function dayLabel(
  words: Words,
  day: number,
  { days, isShort = false }: { days: number; isShort?: boolean },
): string {
  const { month, day: date } = civilOf(day);
  if (isShort) return String(date);
  return days === 1 ? `${weekdayName(words, weekdayOf(day))} ${date}` : `${date} ${monthName(words, month)}`;
}

function contextOf(words: Words, day: number, unit: "day" | "month"): string {
  const { year, month, day: date } = civilOf(day);
  const filling = {
    year,
    month: monthName(words, month),
    day: date,
    weekday: weekdayName(words, weekdayOf(day)),
  };
  return unit === "day" ? word(words, "date", filling) : word(words, "monthYear", filling);
}
