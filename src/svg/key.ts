import type { Evaluation } from "../evaluation.ts";
import { MARGIN } from "./frame.ts";
import type { Happening } from "./happenings.ts";
import type { PictureWord } from "./labels.ts";
import { ACTION_SHAPES, shapeOf } from "./marks.ts";
import { el, join, type Markup, num } from "./markup.ts";
import { textWidth } from "./measure.ts";
import { draw, rectangles, type Sheet, SIZE, write } from "./sheet.ts";
import { type Words, word } from "./words.ts";

/** What a mark means: the mark, drawn about a point, and its word. */
export interface KeyEntry {
  readonly text: string;
  mark(x: number, y: number): Markup;
}

/** Half the width of a mark in a key. */
const HALF = 9;

/** Writes entries one after another, in as many lines as they need; gives the height below them. */
export function writeKey(sheet: Sheet, entries: readonly KeyEntry[], top: number): number {
  let x = MARGIN;
  let y = top + 10;
  for (const { text, mark } of entries) {
    const width = 2 * HALF + 6 + textWidth(text, SIZE.small);
    if (x > MARGIN && x + width > sheet.width - MARGIN) {
      x = MARGIN;
      y += 18;
    }
    draw(sheet, "middle", mark(x + HALF, y - 3.5));
    write(sheet, { text, x: x + 2 * HALF + 6, y, size: SIZE.small, tone: "muted" });
    x += width + 16;
  }
  return y + (entries.length > 0 ? 14 : 0);
}

/** The marks that a timeline uses, each once. */
export function keyOf(
  evaluation: Evaluation<string>,
  happenings: readonly Happening[],
  hasHours: boolean,
  words: Words,
): KeyEntry[] {
  const { clocks, asOf } = evaluation;
  const kinds = new Set(clocks.flatMap(({ stretches }) => stretches.map(({ kind }) => kind)));
  const entries: KeyEntry[] = [];
  const add = (isUsed: boolean, name: PictureWord, mark: KeyEntry["mark"]) => {
    if (isUsed && !entries.some(({ text }) => text === word(words, name)))
      entries.push({ text: word(words, name), mark });
  };
  const bar = (look: string, half: number) => (x: number, y: number) =>
    el("path", { d: rectangles([[x - HALF, y - half, x + HALF, y + half]]), class: look });
  const dots = (x: number, y: number) =>
    el("path", {
      d: `M${num(x - HALF)} ${num(y)}H${num(x + HALF)}`,
      class: "stroke-good thick",
      "stroke-dasharray": "1 4",
    });
  add(hasHours, "open", bar("fill-band stroke-grid line", 5));
  add(kinds.has("running"), "running", (x, y) =>
    join([
      bar("fill-good", 1.25)(x, y),
      el("path", { d: rectangles([[x - 5, y - 5, x + 5, y + 5]]), class: "fill-good" }),
    ]),
  );
  add(kinds.has("paused"), "paused", bar("fill-surface stroke-good line", 3));
  add(kinds.has("fulfilled"), "between", dots);
  add(
    clocks.some(({ breachedAt, endedAt }) => breachedAt !== null && breachedAt < (endedAt ?? asOf)),
    "late",
    bar("late", 5),
  );
  add(
    clocks.some(({ endedAt, dueAt }) => endedAt === null && dueAt !== null && dueAt > asOf),
    "left",
    bar("stroke-good line dashed", 5),
  );
  add(
    clocks.some(({ dueAt, breachedAt }) => (dueAt ?? breachedAt) !== null),
    "due",
    (x, y) => el("path", { d: `M${num(x)} ${num(y - 7)}V${num(y + 7)}`, class: "stroke-ink thick" }),
  );
  add(
    clocks.some(({ breachedAt }) => breachedAt !== null),
    "breached",
    (x, y) =>
      el("path", {
        d: `M${num(x - 3)} ${num(y - 3)}L${num(x + 3)} ${num(y + 3)}M${num(x + 3)} ${num(y - 3)}L${num(x - 3)} ${num(y + 3)}`,
        class: "stroke-bad thick",
      }),
  );
  addEnds(evaluation, happenings, add);
  return entries;
}

type Add = (isUsed: boolean, name: PictureWord, mark: KeyEntry["mark"]) => void;

/** The marks of ends, notes and actions. */
function addEnds({ clocks, actions }: Evaluation<string>, happenings: readonly Happening[], add: Add): void {
  add(
    clocks.some(({ state }) => state === "fulfilled"),
    "fulfilled",
    (x, y) => el("circle", { cx: x, cy: y, r: 5, class: "fill-good" }),
  );
  add(
    clocks.some(({ state }) => state === "cancelled"),
    "cancelled",
    (x, y) => el("circle", { cx: x, cy: y, r: 4.5, class: "fill-surface stroke-good thick" }),
  );
  add(
    happenings.some(({ isHollow }) => isHollow),
    "internal",
    (x, y) => shapeOf("note", x, y),
  );
  for (const { status } of actions) {
    const shape = ACTION_SHAPES[status];
    add(true, shape, (x, y) => shapeOf(shape, x, y));
  }
}
