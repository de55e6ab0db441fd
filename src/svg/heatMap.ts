import type { LeanReading } from "../deadline/reading.ts";
import { WEEKDAYS, type Weekday, weekdayOf } from "../time/civil.ts";
import { HOUR } from "../time/units.ts";
import { cut } from "./facts.ts";
import { finish, MARGIN, writeHeading } from "./frame.ts";
import { el, num } from "./markup.ts";
import { textWidth } from "./measure.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import { HEAT_TURN } from "./palette.ts";
import { draw, newSheet, rectangles, type Sheet, SIZE, titled, write } from "./sheet.ts";
import { hostText, metricName, type Words, wallOf, weekdayName, word } from "./words.ts";

/** What of a verdict the map reads; whole and lean ones have it. */
export interface Breaches {
  readonly clocks: readonly Pick<LeanReading<string>, "metric" | "breachedAt" | "exempted">[];
}

export interface HeatMapOptions extends PictureOptions {
  /** Only clocks of these metrics; all, if left out. */
  readonly metrics?: readonly string[];
  /** `mon` if left out. */
  readonly weekStartsOn?: Weekday;
}

/** Below this width hours run down, not across, so that a cell has room for its number. */
const NARROW = 600;
const ROW = 22;
const STEPS = 5;
/** Most of the width that the labels of the rows take. */
const LABEL_SHARE = 0.2;

/**
 * When targets are missed, as an SVG: breaches by weekday and hour of the wall clock in `timeZone`, each cell with its
 * number and its shade. Exempted clocks are left out. The verdicts are read one by one and not kept.
 * @throws SlaError for a width, an id, a scheme or a zone that cannot be.
 */
export function breachHeatMap(verdicts: Iterable<Breaches>, options: HeatMapOptions = {}): string {
  const look = readOptions(options);
  const { words } = look;
  const sheet = newSheet(look.width);
  const counts = countBreaches(verdicts, options.metrics, words);
  const first = Math.max(0, WEEKDAYS.indexOf(options.weekStartsOn ?? "mon"));
  const weekdays = Array.from({ length: 7 }, (_, i) => (first + i) % 7);
  const heading = look.title === null ? word(words, "breaches") : hostText(look.title);
  const facts = heatFacts(counts, weekdays, options.metrics, words);
  const top = writeHeading(sheet, heading, facts[0]) + 22;
  const isNarrow = look.width < NARROW;
  const days = weekdays.map((weekday) => ({ label: weekdayName(words, weekday), cells: counts[weekday] }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    label: hourText(hour),
    short: String(hour).padStart(2, "0"),
    cells: weekdays.map((weekday) => counts[weekday][hour]),
  }));
  const bottom = isNarrow
    ? drawTable(sheet, words, hours, days, top)
    : drawTable(sheet, words, days, hours, top);
  return finish(sheet, bottom + 12, { heading, facts }, look);
}

interface Line {
  readonly label: string;
  /** Its label at the head of a column; the label itself, if left out. */
  readonly short?: string;
  readonly cells: readonly number[];
}

/** By weekday from Sunday, and hour. */
function countBreaches(
  verdicts: Iterable<Breaches>,
  metrics: readonly string[] | undefined,
  words: Words,
): number[][] {
  const counts = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { clocks } of verdicts)
    for (const { metric, breachedAt, exempted } of clocks) {
      if (breachedAt === null || exempted !== null || (metrics && !metrics.includes(metric))) continue;
      const { day, ms } = wallOf(words.zone, breachedAt);
      counts[weekdayOf(day)][Math.floor(ms / HOUR)]++;
    }
  return counts;
}

function heatFacts(
  counts: readonly (readonly number[])[],
  weekdays: readonly number[],
  metrics: readonly string[] | undefined,
  words: Words,
): string[] {
  const total = sum(counts.map(sum));
  const cells = weekdays.flatMap((weekday) =>
    counts[weekday].map((count, hour) => ({ weekday, hour, count })),
  );
  const most = cells.reduce((best, one) => (one.count > best.count ? one : best));
  const names = (metrics ?? []).map((metric) => metricName(words, metric)).join(", ");
  const zone = hostText(words.zone.id);
  const facts = [word(words, "breachesIn", { count: total, zone }) + (names === "" ? "" : `, ${names}`)];
  if (total === 0) return [...facts, word(words, "nothing")];
  const filling = { weekday: weekdayName(words, most.weekday), hour: hourText(most.hour), count: most.count };
  const days = weekdays.map((weekday) => `${weekdayName(words, weekday)} ${sum(counts[weekday])}`);
  return [...facts, word(words, "most", filling), cut(days, words).join(", ")];
}

/** Rows with their cells and sums; `columns` are the same counts the other way. */
function drawTable(
  sheet: Sheet,
  words: Words,
  rows: readonly Line[],
  columns: readonly Line[],
  top: number,
): number {
  const isWide = columns.length > rows.length;
  const longest = rows.reduce((max, { label }) => Math.max(max, textWidth(label, SIZE.small)), 0);
  const left = MARGIN + Math.min(longest, sheet.width * LABEL_SHARE) + 8;
  const sums = rows.map(({ cells }) => String(sum(cells)));
  const right =
    sheet.width - MARGIN - sums.reduce((max, text) => Math.max(max, textWidth(text, SIZE.small)), 24) - 10;
  const step = Math.min((right - left) / columns.length, isWide ? 44 : 64);
  const most = rows.reduce((max, { cells }) => cells.reduce((best, one) => Math.max(best, one), max), 0);
  const end = left + step * columns.length;
  for (const [i, { label, short = label }] of columns.entries()) {
    const x = left + (i + 0.5) * step;
    const room = step - 2;
    write(sheet, { text: short, x, y: top - 7, size: SIZE.small, anchor: "middle", tone: "muted", room });
  }
  write(sheet, { text: word(words, "all"), x: end + 8, y: top - 7, size: SIZE.small, tone: "muted" });
  for (const [i, { label, cells }] of rows.entries()) {
    const y = top + i * ROW;
    write(sheet, { text: label, x: left - 7, y: y + 15, size: SIZE.small, anchor: "end", tone: "muted" });
    for (const [j, count] of cells.entries())
      drawCell(sheet, {
        left: left + j * step,
        top: y,
        width: step,
        count,
        most,
        title: `${label} ${columns[j].label}: ${count}`,
      });
    write(sheet, { text: sums[i], x: end + 8, y: y + 15, size: SIZE.small });
  }
  const bottom = top + rows.length * ROW;
  for (const [i, { cells }] of columns.entries()) {
    const x = left + (i + 0.5) * step;
    write(sheet, {
      text: String(sum(cells)),
      x,
      y: bottom + 15,
      size: SIZE.small,
      anchor: "middle",
      room: step - 2,
    });
  }
  write(sheet, {
    text: word(words, "all"),
    x: left - 7,
    y: bottom + 15,
    size: SIZE.small,
    anchor: "end",
    tone: "muted",
  });
  return bottom + 22;
}

interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly count: number;
  readonly most: number;
  readonly title: string;
}

function drawCell(sheet: Sheet, { left, top, width, count, most, title }: Cell): void {
  const box = [left + 1, top + 1, left + width - 1, top + ROW - 1] as const;
  if (count === 0) {
    const d = `M${num(left + width / 2 - 1.5)} ${num(top + ROW / 2)}H${num(left + width / 2 + 1.5)}`;
    draw(sheet, "back", el("path", { d, class: "stroke-grid line" }));
    return;
  }
  const step = Math.min(STEPS - 1, Math.ceil((count / most) * STEPS) - 1);
  draw(sheet, "middle", titled("path", { d: rectangles([box]), class: `heat-${step}` }, title));
  const tone = step >= HEAT_TURN ? "surface" : "ink";
  write(sheet, {
    text: String(count),
    x: left + width / 2,
    y: top + 15,
    size: SIZE.small,
    anchor: "middle",
    tone,
    room: width - 3,
  });
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
