import { plainText } from "./words.ts";

/** No line of the demo is longer. */
export const WIDTH = 100;

/** What every column keeps as long as possible. */
const LEAST = 10;

const GAP = "  ";
const INDENT = "  ";

export type Style = "heading" | "late" | "warn" | "faint";

/** Colours a text, or leaves it alone. */
export type Paint = (style: Style, text: string) => string;

const CODES: Readonly<Record<Style, number>> = { heading: 1, late: 31, warn: 33, faint: 2 };

/** Colours for a terminal. */
export const inColour: Paint = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;

export const withoutColour: Paint = (_, text) => text;

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Gives way only when the others have no room left to give. */
  readonly keep?: boolean;
}

/** A cell, coloured after it is padded. */
export type Cell = string | { readonly text: string; readonly style: Style };

/** Lines of a table with aligned columns, none longer than `WIDTH`: the widest columns give way. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
): string[] {
  if (rows.length === 0) return [`${INDENT}None.`];
  const texts = rows.map((row) => row.map((cell) => plainText(typeof cell === "string" ? cell : cell.text)));
  const widths = columns.map(({ title }, i) =>
    Math.min(WIDTH, Math.max(displayWidth(title), ...texts.map((row) => displayWidth(row[i])))),
  );
  const room = WIDTH - INDENT.length - GAP.length * (columns.length - 1);
  narrow(widths, room, (i) => (columns[i].keep ? Number.POSITIVE_INFINITY : LEAST));
  narrow(widths, room, () => 0);
  const line = (cells: readonly string[], styles: readonly (Style | undefined)[]) =>
    INDENT +
    cells
      .map((text, i) => {
        const cell = pad(
          text,
          widths[i],
          i === cells.length - 1 && !columns[i].align ? null : columns[i].align,
        );
        const style = styles[i];
        return style ? paint(style, cell) : cell;
      })
      .join(GAP);
  const title = line(
    columns.map((column) => column.title),
    columns.map(() => "faint"),
  );
  const body = texts.map((row, r) =>
    line(
      row,
      rows[r].map((cell) => (typeof cell === "string" ? undefined : cell.style)),
    ),
  );
  return [title, ...body].map((text) => text.trimEnd());
}

/** A text that may be too long, broken at spaces into indented lines. */
export function paragraph(text: string, indent = INDENT): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of plainText(text)
    .split(" ")
    .map((part) => shortened(part, WIDTH - indent.length))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) <= WIDTH - indent.length) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((part) => (indent + part).trimEnd());
}

/** Cuts a text that is wider than `width`, with a sign that it is cut. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = "";
  for (const char of text) {
    if (displayWidth(cut + char) > width - 1) break;
    cut += char;
  }
  return `${cut}…`;
}

/** Takes from the widest column until all have room; `least` says what a column is left with. */
function narrow(widths: number[], room: number, least: (column: number) => number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const spare = widths.map((width, i) => (width > least(i) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) return;
    widths[widest]--;
    excess--;
  }
}

function pad(text: string, width: number, align: Column["align"] | null): string {
  const cut = shortened(text, width);
  if (align === null) return cut;
  const space = " ".repeat(width - displayWidth(cut));
  return align === "right" ? space + cut : cut + space;
}

/** Cells of a terminal that a text takes: East Asian characters and pictures take two, marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (code < 0x300) width += 1;
    else if (/\p{Mn}/u.test(char)) continue;
    else
      width +=
        code >= 0x1100 &&
        /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hira}\p{sc=Kana}\p{Emoji_Presentation}\uff00-\uff60]/u.test(char)
          ? 2
          : 1;
  }
  return width;
}
