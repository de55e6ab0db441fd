import type { Reading } from "../deadline/reading.ts";
import { civilOf, type DayNumber, weekdayOf } from "../time/civil.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../time/units.ts";
import { offsetAt, type ZoneTable } from "../time/zone.ts";
import { ENGLISH, type PictureLabels, type PictureWord, WORDS } from "./labels.ts";
import { clean, isolated } from "./markup.ts";

type Filling = Readonly<Record<string, string | number>>;

/** The words of one picture, and dates in its zone. */
export interface Words {
  readonly labels: PictureLabels;
  readonly zone: ZoneTable;
}

/** A word, with what is filled in. */
export function word({ labels }: Words, name: PictureWord, filling: Filling = {}): string {
  const pattern = Object.hasOwn(labels, name) ? String(labels[name] ?? WORDS[name]) : WORDS[name];
  return clean(pattern).replace(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(filling, key) ? String(filling[key]) : whole,
  );
}

/** What a metric is called. */
export function metricName({ labels }: Words, id: string): string {
  for (const names of [labels.metrics ?? {}, ENGLISH.metrics])
    if (Object.hasOwn(names, id)) return hostText(names[id]);
  return hostText(id);
}

/** A host's text, whole, on one line and isolated. */
export function hostText(value: unknown): string {
  return isolated(clean(String(value)));
}

export function weekdayName({ labels }: Words, weekday: number): string {
  return clean(labels.weekdays?.[weekday] ?? ENGLISH.weekdays[weekday]);
}

/** Name of a month, from 1. */
export function monthName({ labels }: Words, month: number): string {
  return clean(labels.months?.[month - 1] ?? ENGLISH.months[month - 1]);
}

/** `Fri 15 May` of a day number. */
export function dayText(words: Words, day: DayNumber): string {
  return word(words, "date", partsOf(words, day));
}

/** `15 May 2026`. */
export function dateText(words: Words, day: DayNumber): string {
  return word(words, "dateYear", partsOf(words, day));
}

/** `Fri 15 May 16:00` of an instant, in the picture's zone. */
export function instantText(words: Words, at: number): string {
  const { day, ms } = wallOf(words.zone, at);
  return word(words, "dateTime", { ...partsOf(words, day), time: clockText(ms) });
}

/** `16:00` of an instant, in the picture's zone. */
export function timeText({ zone }: Words, at: number): string {
  return clockText(wallOf(zone, at).ms);
}

/** Local date of an instant and milliseconds since its midnight, as the clocks on the wall show them. */
export function wallOf(zone: ZoneTable, at: number): { day: DayNumber; ms: number } {
  const wall = at + offsetAt(zone, at);
  const day = Math.floor(wall / DAY);
  return { day, ms: wall - day * DAY };
}

/**
 * A length of a clock's time. Around the clock one of two days and more is in days and hours (`8 d 8 h`); a day of business
 * time has no length of its own.
 */
export function clockLengthText(words: Words, ms: number, basis: Reading["basis"]): string {
  const hours = Math.floor(Math.abs(ms) / HOUR);
  if (basis === "business" || hours < 48) return lengthText(words, ms);
  const days = word(words, "days", { days: Math.floor(hours / 24) });
  return hours % 24 === 0 ? days : `${days} ${word(words, "hours", { hours: hours % 24 })}`;
}

/** `3 h 12 min`; seconds only below a minute. Milliseconds are cut; a negative length is written as positive. */
export function lengthText(words: Words, ms: number): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return word(words, "seconds", { seconds: Math.floor(length / SECOND) });
  const [hours, minutes] = [Math.floor(length / HOUR), Math.floor((length % HOUR) / MINUTE)];
  const parts = [
    ...(hours > 0 ? [word(words, "hours", { hours })] : []),
    ...(minutes > 0 ? [word(words, "minutes", { minutes })] : []),
  ];
  return parts.join(" ");
}

/** `97 %`, cut so that only all is 100 % and only none is 0 %; with a decimal where `isExact`. */
export function shareText(share: number, isExact = false): string {
  const scale = isExact ? 1_000 : 100;
  const scaled = Math.round(share * scale);
  const kept = share < 1 && scaled === scale ? scale - 1 : share > 0 && scaled === 0 ? 1 : scaled;
  return `${isExact ? (kept / 10).toFixed(1) : kept} %`;
}

function partsOf(words: Words, number: DayNumber): Filling {
  const { year, month, day } = civilOf(number);
  return {
    weekday: weekdayName(words, weekdayOf(number)),
    day,
    month: monthName(words, month),
    year,
  };
}

function clockText(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE)];
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
