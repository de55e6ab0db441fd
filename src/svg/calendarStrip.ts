import type { Calendar } from "../calendar/compile.ts";
import type { CalendarDefinition, ComposedCalendar, HolidayLists } from "../calendar/definition.ts";
import { error, throwErrors } from "../diagnostics.ts";
import { civilOf, WEEKDAYS, type Weekday } from "../time/civil.ts";
import { HOUR } from "../time/units.ts";
import { cut } from "./facts.ts";
import { finish, MARGIN, writeHeading } from "./frame.ts";
import { type KeyEntry, writeKey } from "./key.ts";
import { el, type Markup, num } from "./markup.ts";
import { textWidth } from "./measure.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import { draw, newSheet, rectangles, type Sheet, SIZE, titled, write } from "./sheet.ts";
import { dayText, hostText, lengthText, monthName, type Words, weekdayName, word } from "./words.ts";
import { type DayOfYear, LIMITS, readYear, shadeOf } from "./year.ts";

/** What a calendar strip shows, and how. */
export interface CalendarStripOptions extends Omit<PictureOptions, "timeZone" | "zones"> {
  /** From 1970 to 2100. */
  readonly year: number;
  /** The calendar's definition, so that holidays and special hours are marked. */
  readonly definition?: CalendarDefinition | ComposedCalendar;
  readonly holidayLists?: HolidayLists;
  /** `mon` if left out. */
  readonly weekStartsOn?: Weekday;
}

/** Weeks side by side: as many of these as have room. */
const WEEKS_ACROSS = [54, 28, 15] as const;
/** Most of the width that the names of weekdays take. */
const LABEL_SHARE = 0.15;
const LEAST_CELL = 13;
const MOST_CELL = 22;
/** Holidays named below the strip at most. */
const MAX_NAMED = 40;

/**
 * A calendar's year as an SVG: a cell for each date, by weeks, with its open hours as shade; holidays are crossed, special
 * hours have a corner, days on which the clocks change an arrow. Below it the holidays by name. Of a calendar put together
 * from others no holidays are named.
 * @throws SlaError for a width, an id, a scheme or a year that cannot be.
 */
export function calendarStrip(calendar: Calendar, options: CalendarStripOptions): string {
  const { year, definition, holidayLists, weekStartsOn = "mon" } = options;
  checkYear(year);
  const look = readOptions(options, calendar.zone);
  const { words } = look;
  const sheet = newSheet(look.width);
  const days = readYear(calendar, year, definition, holidayLists);
  const heading =
    look.title === null
      ? word(words, "year", { calendar: hostText(calendar.timeZone), year })
      : hostText(look.title);
  const facts = yearFacts(days, words);
  const top = writeHeading(sheet, heading, facts[0]) + 20;
  const first = Math.max(0, WEEKDAYS.indexOf(weekStartsOn));
  const labels = Array.from({ length: 7 }, (_, i) => weekdayName(words, (first + i) % 7));
  const longest = labels.reduce((max, label) => Math.max(max, textWidth(label, SIZE.small)), 0);
  const left = MARGIN + Math.min(longest, look.width * LABEL_SHARE) + 8;
  const across = WEEKS_ACROSS.find((weeks) => (look.width - MARGIN - left) / weeks >= LEAST_CELL) ?? 15;
  const cell = Math.min(MOST_CELL, (look.width - MARGIN - left) / across);
  const grid = { sheet, words, left, cell, first, labels };
  const blocks = blocksOf(days, across);
  let y = top;
  for (const block of blocks) y = drawBlock(grid, block, y);
  y = writeKey(sheet, keyOf(days, words), y - 12);
  y = writeHolidays(sheet, days, words, y + 6);
  return finish(sheet, y + 6, { heading, facts }, look);
}

function checkYear(year: number): void {
  if (Number.isInteger(year) && year >= 1970 && year <= 2100) return;
  throwErrors([error("picture.bad_year", ["year"], `\`${String(year)}\` is no year from 1970 to 2100`)]);
}

function yearFacts(days: readonly DayOfYear[], words: Words): string[] {
  const open = days.filter(({ openMs }) => openMs > 0);
  const hours = Math.round((open.reduce((sum, { openMs }) => sum + openMs, 0) / HOUR) * 10) / 10;
  const holidays = days.filter(({ kind }) => kind === "holiday");
  const special = days.filter(({ kind }) => kind === "special");
  const facts = [word(words, "openDays", { days: open.length, hours })];
  if (holidays.length > 0) {
    facts[0] += `, ${word(words, "closedHolidays", { count: holidays.length })}`;
    facts.push(
      `${word(words, "holiday")}: ${cut(
        holidays.map((one) => namedDay(one, words)),
        words,
        MAX_NAMED,
      ).join(", ")}`,
    );
  }
  const hoursOf = (one: DayOfYear) =>
    `${dayText(words, one.day)} ${one.openMs > 0 ? lengthText(words, one.openMs) : word(words, "closed")}`;
  if (special.length > 0)
    facts.push(`${word(words, "special")}: ${cut(special.map(hoursOf), words, MAX_NAMED).join(", ")}`);
  for (const one of days.filter(({ shiftMs }) => shiftMs !== 0))
    facts.push(
      `${dayText(words, one.day)}: ${word(words, one.shiftMs > 0 ? "clocksForward" : "clocksBack")}`,
    );
  return facts;
}

function namedDay({ day, name }: DayOfYear, words: Words): string {
  return name === "" ? dayText(words, day) : `${dayText(words, day)} ${hostText(name)}`;
}

interface Grid {
  readonly sheet: Sheet;
  readonly words: Words;
  readonly left: number;
  readonly cell: number;
  /** Weekday of the first row. */
  readonly first: number;
  readonly labels: readonly string[];
}

/** The year in whole months, as many side by side as have room: all, halves or quarters. */
function blocksOf(days: readonly DayOfYear[], across: number): DayOfYear[][] {
  const months = across >= 54 ? 12 : across >= 28 ? 6 : 3;
  const blocks: DayOfYear[][] = Array.from({ length: 12 / months }, () => []);
  for (const one of days) blocks[Math.floor((civilOf(one.day).month - 1) / months)].push(one);
  return blocks;
}

function drawBlock(grid: Grid, days: readonly DayOfYear[], top: number): number {
  const { sheet, words, left, cell, first, labels } = grid;
  const rowOf = ({ weekday }: DayOfYear) => (weekday - first + 7) % 7;
  const lead = rowOf(days[0]);
  const placeOf = (i: number) => ({
    x: left + Math.floor((i + lead) / 7) * cell,
    y: top + ((i + lead) % 7) * cell,
  });
  for (const [row, label] of labels.entries())
    if (row % 2 === 0)
      write(sheet, {
        text: label,
        x: left - 6,
        y: top + (row + 0.5) * cell + 4,
        size: SIZE.small,
        anchor: "end",
        tone: "muted",
      });
  for (const [i, one] of days.entries()) {
    const { x, y } = placeOf(i);
    draw(sheet, "middle", ...cellOf(one, x, y, cell, words));
    const { month, day } = civilOf(one.day);
    if (day !== 1) continue;
    const at = (i + lead) % 7 === 0 ? x : x + cell;
    write(sheet, { text: monthName(words, month), x: at, y: top - 6, size: SIZE.small });
    if (i > 0)
      draw(sheet, "front", el("path", { d: monthEdge(x, y, top, cell), class: "stroke-muted line" }));
  }
  return top + 7 * cell + 30;
}

/** The line before the first of a month: down the week's left side where it has begun, or up along the next. */
function monthEdge(x: number, y: number, top: number, cell: number): string {
  const bottom = top + 7 * cell;
  const start = `M${num(x)} ${num(bottom)}V${num(y)}`;
  return y === top ? start : `${start}H${num(x + cell)}V${num(top)}`;
}

function cellOf(one: DayOfYear, x: number, y: number, cell: number, words: Words): Markup[] {
  const [left, top, right, bottom] = [x + 1, y + 1, x + cell - 1, y + cell - 1];
  const shade = shadeOf(one);
  const look =
    shade === -1 ? (one.isWeekend ? "fill-band" : "fill-surface stroke-grid line") : `hours-${shade}`;
  const hours = shade === -1 ? word(words, "closed") : lengthText(words, one.openMs);
  const kinds = [
    ...(one.kind === "holiday" ? [one.name === "" ? word(words, "holiday") : hostText(one.name)] : []),
    ...(one.kind === "special" ? [word(words, "special")] : []),
    ...(one.shiftMs === 0 ? [] : [word(words, one.shiftMs > 0 ? "clocksForward" : "clocksBack")]),
  ];
  const title = `${dayText(words, one.day)}: ${[hours, ...kinds].join(", ")}`;
  const marks = [titled("path", { d: rectangles([[left, top, right, bottom]]), class: look }, title)];
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  if (one.kind === "holiday") marks.push(crossed(cx, cy));
  if (one.kind === "special") marks.push(cornered(right, top, cell * 0.45));
  if (one.shiftMs !== 0) marks.push(arrow(cx, cy, one.shiftMs > 0));
  return marks;
}

function crossed(x: number, y: number): Markup {
  const d = `M${num(x - 3)} ${num(y - 3)}L${num(x + 3)} ${num(y + 3)}M${num(x + 3)} ${num(y - 3)}L${num(x - 3)} ${num(y + 3)}`;
  return el("path", { d, class: "stroke-bad thick" });
}

function cornered(right: number, top: number, size: number): Markup {
  const d = `M${num(right - size)} ${num(top)}H${num(right)}V${num(top + size)}Z`;
  return el("path", { d, class: "fill-bad stroke-surface line" });
}

/** Forward is up. */
function arrow(x: number, y: number, isForward: boolean): Markup {
  const tip = isForward ? -4 : 4;
  const d = `M${num(x)} ${num(y + tip)}L${num(x + 4)} ${num(y - tip * 0.8)}H${num(x - 4)}Z`;
  return el("path", { d, class: "fill-ink stroke-surface line" });
}

function keyOf(days: readonly DayOfYear[], words: Words): KeyEntry[] {
  const box =
    (look: string): KeyEntry["mark"] =>
    (x, y) =>
      el("path", { d: rectangles([[x - 6, y - 6, x + 6, y + 6]]), class: look });
  const entries: (KeyEntry | false)[] = [
    days.some((one) => one.isWeekend || one.openMs === 0) && {
      text: word(words, "closed"),
      mark: box("fill-band stroke-grid line"),
    },
    ...LIMITS.map((_, step): KeyEntry | false => {
      const lengths = days.filter((one) => shadeOf(one) === step).map(({ openMs }) => openMs);
      return lengths.length > 0 && { text: rangeText(lengths, words), mark: box(`hours-${step}`) };
    }),
    days.some(({ kind }) => kind === "holiday") && { text: word(words, "holiday"), mark: crossed },
    days.some(({ kind }) => kind === "special") && {
      text: word(words, "special"),
      mark: (x, y) => cornered(x + 4, y - 4, 8),
    },
    days.some(({ shiftMs }) => shiftMs > 0) && {
      text: word(words, "clocksForward"),
      mark: (x, y) => arrow(x, y, true),
    },
    days.some(({ shiftMs }) => shiftMs < 0) && {
      text: word(words, "clocksBack"),
      mark: (x, y) => arrow(x, y, false),
    },
  ];
  return entries.filter((entry) => entry !== false);
}

/** What a shade stands for in this year: its shortest and its longest day. */
function rangeText(lengths: readonly number[], words: Words): string {
  const texts = [Math.min(...lengths), Math.max(...lengths)].map((ms) => lengthText(words, ms));
  return texts[0] === texts[1] ? texts[0] : texts.join(" – ");
}

/** The holidays in columns, each with its date. */
function writeHolidays(sheet: Sheet, days: readonly DayOfYear[], words: Words, top: number): number {
  const texts = cut(
    days.filter(({ kind }) => kind === "holiday").map((one) => namedDay(one, words)),
    words,
    MAX_NAMED,
  );
  if (texts.length === 0) return top;
  const inner = sheet.width - 2 * MARGIN;
  const widest = texts.reduce((max, text) => Math.max(max, textWidth(text, SIZE.small)), 80) + 16;
  const columns = Math.max(1, Math.min(texts.length, Math.floor(inner / Math.min(widest, 260))));
  const rows = Math.ceil(texts.length / columns);
  for (const [i, text] of texts.entries()) {
    const x = MARGIN + Math.floor(i / rows) * (inner / columns);
    write(sheet, {
      text,
      x,
      y: top + 12 + (i % rows) * 16,
      size: SIZE.small,
      tone: "muted",
      room: inner / columns - 10,
    });
  }
  return top + rows * 16 + 6;
}
