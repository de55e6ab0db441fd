import { error, type Issue, lint } from "../diagnostics.ts";
import { parseTime } from "../time/civil.ts";
import type { Interval } from "../time/interval.ts";
import { DAY_SECONDS } from "../time/units.ts";
import type { Window } from "./definition.ts";

/** Windows of a date in seconds since its midnight, and what of them runs past the next one (semantics C3). */
export interface DayWindows {
  readonly sameDay: Interval[];
  readonly nextDay: Interval[];
}

/** Reads the windows of one date or weekday; what is wrong goes to `issues`, by the number of the window. */
export function parseWindows(windows: readonly Window[], path: Issue["path"], issues: Issue[]): DayWindows {
  const read: DayWindows = { sameDay: [], nextDay: [] };
  for (const [i, window] of windows.entries()) {
    addWindow(read, window, [...path, i], issues);
    if (window[1] === "23:59") {
      issues.push(
        lint(
          "calendar.minute_missing",
          [...path, i],
          "`23:59` leaves out the last minute of the day; write `24:00`",
        ),
      );
    }
  }
  return read;
}

/** Adds one window to those of its date. */
export function addWindow(
  { sameDay, nextDay }: DayWindows,
  [from, to]: Window,
  path: Issue["path"],
  issues: Issue[],
): void {
  const start = parseTime(from);
  const end = parseTime(to);
  if (start === null || end === null || start === DAY_SECONDS) {
    const bad = start === null || start === DAY_SECONDS ? from : to;
    const message =
      start === DAY_SECONDS
        ? "a window cannot start at `24:00`; write `00:00` on the next day"
        : `\`${bad}\` is no time of day; write \`HH:MM\` or \`HH:MM:SS\`, from 00:00 to 24:00`;
    issues.push(error("calendar.not_a_time", path, message));
  } else if (start === end) {
    const message = `\`${from}\` to \`${to}\` is empty; for the whole day write \`00:00\` to \`24:00\``;
    issues.push(error("calendar.empty_window", path, message));
  } else if (start < end) {
    sameDay.push([start, end]);
  } else {
    sameDay.push([start, DAY_SECONDS]);
    if (end > 0) nextDay.push([0, end]);
  }
}

/** Advice where windows of one date overlap: their union counts. */
export function lintOverlap(
  windows: readonly Interval[],
  merged: readonly Interval[],
  path: Issue["path"],
  issues: Issue[],
): void {
  if (length(merged) < length(windows)) {
    issues.push(lint("calendar.overlap", path, "windows overlap; the time in both counts once"));
  }
}

function length(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, [from, to]) => sum + to - from, 0);
}
