import { DateTime } from "luxon";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whole minutes of an amount, its sign left aside: `45 min`, `3 h 05 min`, and from four days on `4 d 3 h`. */
export function amountWords(ms: number): string {
  const amount = Math.abs(ms);
  if (amount < HOUR) return `${Math.floor(amount / MINUTE)} min`;
  if (amount < 4 * DAY) {
    const minutes = Math.floor(amount / MINUTE) % 60;
    return `${Math.floor(amount / HOUR)} h ${String(minutes).padStart(2, "0")} min`;
  }
  return `${Math.floor(amount / DAY).toLocaleString("en-US")} d ${Math.floor(amount / HOUR) % 24} h`;
}

/** A promised amount, with nothing for people to skip: `4 h`, `30 min`, `1 h 30 min`. */
export function targetWords(ms: number): string {
  return amountWords(ms).replace(/^(\d+ h) 00 min$/, "$1");
}

/** A duration as a definition writes it: `30m` as `30 min`; whatever is less simple as it stands there. */
export function durationWords(duration: string | number): string {
  if (typeof duration === "number") return targetWords(duration);
  const unit = { m: "min", h: "h", d: "d" };
  const match = /^(\d+)([mhd])$/.exec(duration);
  return match ? `${match[1]} ${unit[match[2] as keyof typeof unit]}` : duration;
}

/** `Fri 15 May 16:20` in a zone, with the year where it is not the one of `asOf`. */
export function localTime(at: number, zone: string, asOf: number): string {
  const local = inZone(at, zone);
  return local.toFormat(local.year === inZone(asOf, zone).year ? "ccc d LLL HH:mm" : "d LLL yyyy HH:mm");
}

/** `15 May 16:20`, where there is no room for the weekday. */
export function shortTime(at: number, zone: string, asOf: number): string {
  return localTime(at, zone, asOf).replace(/^[A-Z]\w+ /, "");
}

/** `Fri 15 May 2026 16:20`. */
export function fullTime(at: number, zone: string): string {
  return inZone(at, zone).toFormat("ccc d LLL yyyy HH:mm");
}

/** `Thu 14 May`. */
export function localDay(at: number, zone: string): string {
  return inZone(at, zone).toFormat("ccc d LLL");
}

/** Weekday and hour of the wall clock, such as `4 14` for a Thursday from 14:00 on. */
export function weekHour(at: number, zone: string): string {
  return inZone(at, zone).toFormat("c H");
}

/** The local dates from one instant to another, `[start, end)` each; at most so many. */
export function localDays(from: number, to: number, zone: string, limit: number): [number, number][] {
  const days: [number, number][] = [];
  let day = inZone(from, zone).startOf("day");
  while (day.toMillis() <= to && days.length < limit) {
    const next = day.plus({ days: 1 });
    days.push([day.toMillis(), next.toMillis()]);
    day = next;
  }
  return days;
}

/** `Europe/Berlin` as people say it: `Berlin`. */
export function zoneWords(zone: string): string {
  return zone
    .slice(zone.lastIndexOf("/") + 1)
    .replaceAll("_", " ")
    .replace(/^([+-])/, "UTC$1");
}

/** `firstResponse` as people say it: `first response`. */
export function metricWords(metric: string): string {
  return metric
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 ticket`, `1,204 tickets`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** A host's text on one line of a terminal: control characters would move the cursor or change its colours. */
export function plainText(text: string): string {
  return text.replace(/\p{C}|\p{Zl}|\p{Zp}/gu, " ");
}

function inZone(at: number, zone: string): DateTime {
  const name = /^[+-]/.test(zone) ? `UTC${zone}` : zone;
  return DateTime.fromMillis(at, { zone: name, locale: "en-US" });
}
