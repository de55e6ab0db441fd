import {
  civilOf,
  type DayNumber,
  dayNumber,
  formatDate,
  WEEKDAYS,
  type Weekday,
  weekdayOf,
} from "../time/civil.ts";

/** What a report counts by: local dates of its zone, or spans of them. */
export type ReportPeriod = "day" | "week" | "month" | "quarter" | "year";

/** The first day of the period that holds a day. */
export function startOfPeriod(period: ReportPeriod, weekStartsOn: Weekday, day: DayNumber): DayNumber {
  const { year, month } = civilOf(day);
  switch (period) {
    case "day":
      return day;
    case "week":
      return day - ((weekdayOf(day) - WEEKDAYS.indexOf(weekStartsOn) + 7) % 7);
    case "month":
      return dayNumber(year, month, 1);
    case "quarter":
      return dayNumber(year, month - ((month - 1) % 3), 1);
    case "year":
      return dayNumber(year, 1, 1);
  }
}

/** The first day of the next period. */
export function nextPeriod(period: ReportPeriod, start: DayNumber): DayNumber {
  const { year, month } = civilOf(start);
  switch (period) {
    case "day":
      return start + 1;
    case "week":
      return start + 7;
    case "month":
      return dayNumber(year, month + 1, 1);
    case "quarter":
      return dayNumber(year, month + 3, 1);
    case "year":
      return dayNumber(year + 1, 1, 1);
  }
}

/** `2026-03-02` (a day, or a week by its first day), `2026-03`, `2026-Q1`, `2026`. */
export function periodName(period: ReportPeriod, start: DayNumber): string {
  const date = formatDate(start);
  switch (period) {
    case "day":
    case "week":
      return date;
    case "month":
      return date.slice(0, -3);
    case "quarter":
      return `${date.slice(0, -6)}-Q${(civilOf(start).month + 2) / 3}`;
    case "year":
      return date.slice(0, -6);
  }
}
