import { el, type Markup, text } from "./markup.ts";
import { shorten, textWidth } from "./measure.ts";

/** What a picture is drawn on: shapes in three layers, texts on top, and what room the texts take. */
export interface Sheet {
  readonly width: number;
  readonly layers: Readonly<Record<Layer, Markup[]>>;
  /** What room is taken, by the cells of a grid that a box touches: looking through all of it for each text took minutes. */
  readonly taken: Map<string, Box[]>;
}

/** From the bottom up. */
export type Layer = "back" | "middle" | "front" | "text";

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A line of text. `tone` is a class of the style. */
export interface Line {
  readonly text: string;
  readonly x: number;
  /** Its baseline. */
  readonly y: number;
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly tone?: "ink" | "muted" | "good" | "bad" | "surface" | "strong";
  /** Widest that it may be; it is shortened to that, and then has the whole as its title. */
  readonly room?: number;
  /** Whether lines behind it stop around it. */
  readonly isHaloed?: boolean;
  /** What it says on hovering, beside the whole of a shortened text. */
  readonly title?: string;
}

export const SIZE = { heading: 15, normal: 12, small: 10.5 } as const;

/** Free room to the left and right of a text. */
const GAP = 3;

export function newSheet(width: number): Sheet {
  return { width, layers: { back: [], middle: [], front: [], text: [] }, taken: new Map() };
}

export function draw(sheet: Sheet, layer: Layer, ...shapes: readonly Markup[]): void {
  sheet.layers[layer].push(...shapes);
}

/** Keeps texts away from a shape. */
export function reserve({ taken }: Sheet, box: Box): void {
  for (const cell of cellsOf(box)) {
    const there = taken.get(cell);
    if (there) there.push(box);
    else taken.set(cell, [box]);
  }
}

/** Side of a cell of the grid, in pixels. */
const CELL = 64;

function* cellsOf({ left, right, top, bottom }: Box): Generator<string> {
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield `${x} ${y}`;
}

/** Writes a line where nothing else is written and it lies on the sheet; whether it did. What is left out stands in the description. */
export function write(sheet: Sheet, line: Line): boolean {
  const { size = SIZE.normal, anchor = "start", tone = "ink" } = line;
  const isStrong = tone === "strong";
  const factor = isStrong ? 1.13 : 1;
  const shown = shorten(line.text, size * factor, roomOf(sheet, line));
  if (shown === "") return false;
  const box = boxOf(line, textWidth(shown, size * factor), size);
  if (box.left < 0 || box.right > sheet.width || !isFree(sheet, box, GAP)) return false;
  reserve(sheet, box);
  const title = line.title ?? (shown === line.text ? null : line.text);
  const attributes = {
    x: line.x,
    y: line.y,
    "font-size": size,
    "text-anchor": anchor === "start" ? null : anchor,
    class: classOf(tone, line.isHaloed === true),
  };
  draw(
    sheet,
    "text",
    el("text", attributes, ...(title === null ? [] : [el("title", {}, text(title))]), text(shown)),
  );
  return true;
}

function classOf(tone: NonNullable<Line["tone"]>, isHaloed: boolean): string | null {
  const classes = [...(tone === "ink" ? [] : [tone]), ...(isHaloed ? ["halo"] : [])];
  return classes.length === 0 ? null : classes.join(" ");
}

/** Writes the line at the first place of several that is free for the whole of it, else for some of it; which one it was. */
export function writeAtOneOf<L extends Line>(sheet: Sheet, lines: readonly L[]): L | null {
  const whole = lines.filter((line) => textWidth(line.text, line.size ?? SIZE.normal) <= roomOf(sheet, line));
  return [...whole, ...lines].find((line) => write(sheet, line)) ?? null;
}

/** A shape that says something on hovering. */
export function titled(name: string, attributes: Parameters<typeof el>[1], title: string): Markup {
  return el(name, attributes, el("title", {}, text(title)));
}

/** Whether the whole of a text would lie across an upright line. */
export function isAcross({ text, x, size = SIZE.normal, anchor = "start" }: Line, upright: number): boolean {
  const width = textWidth(text, size);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return left < upright + GAP && upright - GAP < left + width;
}

/** Rectangles as one path, each `[left, top, right, bottom]`. */
export function rectangles(boxes: readonly (readonly [number, number, number, number])[]): string {
  return boxes
    .map(([left, top, right, bottom]) => {
      const [l, t, r, b] = [left, top, right, bottom].map((value) => Math.round(value * 100) / 100);
      return `M${l} ${t}H${r}V${b}H${l}Z`;
    })
    .join("");
}

function roomOf({ width }: Sheet, { x, anchor = "start", room = Number.POSITIVE_INFINITY }: Line): number {
  const there = anchor === "start" ? width - x : anchor === "end" ? x : 2 * Math.min(x, width - x);
  return Math.min(room, there);
}

/** Whether nothing is written in a box, nor beside it within a gap. */
export function isFree({ taken }: Sheet, box: Box, gap = 0): boolean {
  const wide = { ...box, left: box.left - gap, right: box.right + gap };
  for (const cell of cellsOf(wide))
    if (taken.get(cell)?.some((other) => overlap(box, other, gap))) return false;
  return true;
}

function boxOf({ x, y, anchor = "start" }: Line, width: number, size: number): Box {
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - size * 0.95, bottom: y + size * 0.27 };
}

function overlap(a: Box, b: Box, gap: number): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom && b.top < a.bottom;
}
