/** A component of a feed, as its logical lines. */
export interface FeedPart {
  /** `VEVENT`, `VTIMEZONE`, `STANDARD`, … */
  readonly name: string;
  /** Lines of its own, unfolded, in order. */
  readonly lines: string[];
  /** Components directly within. */
  readonly parts: FeedPart[];
  /** Whether its `END` line was there. */
  finished: boolean;
}

/** One VCALENDAR. */
export interface FeedCalendar {
  readonly events: FeedPart[];
  readonly zones: FeedPart[];
}

/** What nests deeper is read as lines of what holds it: no component that matters stands deeper than 3. */
const MAX_DEPTH = 8;

/** None of these stands within another: one that begins ends those that were left open. */
const TOP = ["VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY"];

/**
 * The calendars of a feed. Total: stray `END` lines are ignored, and a component that is never closed is kept as
 * unfinished, so that one broken event costs one event. Empty when the text holds neither calendar nor event.
 */
export function readCalendars(text: string): FeedCalendar[] {
  const calendars: FeedCalendar[] = [];
  const open: FeedPart[] = [];
  const close = (depth: number) => open.splice(Math.max(0, depth));
  for (const line of logicalLines(text)) {
    const [, edge, name] = EDGE.exec(line) ?? [];
    if (name === undefined) {
      open.at(-1)?.lines.push(line);
    } else if (edge.toUpperCase() === "END") {
      const depth = open.findLastIndex((part) => part.name === name.toUpperCase());
      if (depth >= 0) close(depth)[0].finished = true;
    } else {
      begin(name.toUpperCase(), open, calendars, close);
    }
  }
  return calendars;
}

const EDGE = /^(begin|end)[ \t]*:[ \t]*([a-z0-9-]+)[ \t]*$/i;

function begin(
  name: string,
  open: FeedPart[],
  calendars: FeedCalendar[],
  close: (depth: number) => unknown,
): void {
  if (name === "VCALENDAR") close(0);
  if (TOP.includes(name)) {
    const other = open.findIndex((part) => TOP.includes(part.name));
    if (other >= 0) close(other);
  }
  if (open.length >= MAX_DEPTH) return;
  const part: FeedPart = { name, lines: [], parts: [], finished: false };
  open.at(-1)?.parts.push(part);
  open.push(part);
  const isCalendar = name === "VCALENDAR";
  if (isCalendar || (name === "VEVENT" && calendars.length === 0)) calendars.push({ events: [], zones: [] });
  if (name === "VEVENT") calendars.at(-1)?.events.push(part);
  if (name === "VTIMEZONE") calendars.at(-1)?.zones.push(part);
}

/** Lines with their continuations (RFC 5545, 3.1), whatever the line ends; without byte order marks and empty lines. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.startsWith("\uFEFF") ? raw.slice(1) : raw;
    if (line === "") continue;
    if ((line[0] === " " || line[0] === "\t") && lines.length > 0) lines[lines.length - 1] += line.slice(1);
    else lines.push(line);
  }
  return lines;
}
