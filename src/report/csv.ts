import type { Cell, ReportRow } from "./cell.ts";

/** How the file is written. */
export interface CsvOptions {
  /** Columns by name, in this order; those of the first row, if left out. */
  readonly columns?: readonly string[];
  /** Whether the names are the first line: true, if left out. Without it, parts written one after another make one file. */
  readonly header?: boolean;
}

/**
 * Rows as CSV by RFC 4180: commas, lines ended by CR LF, quotes where needed, UTF-8 without a mark. Null is an empty cell.
 * A text that a spreadsheet would take for a formula gets an apostrophe in front, as does one that would otherwise look as if
 * it had got one: take one apostrophe off what matches `^'+` and a formula's first character, and the text is back.
 */
export function toCsv(rows: readonly ReportRow[], options: CsvOptions = {}): string {
  const columns = options.columns ?? (rows.length > 0 ? Object.keys(rows[0]) : []);
  if (columns.length === 0) return "";
  const lines = rows.map((row) =>
    columns.map((name) => csvCell(Object.hasOwn(row, name) ? row[name] : null)),
  );
  const all = options.header === false ? lines : [columns.map(csvCell), ...lines];
  // The only cell of a line is quoted where it is empty: an empty line is no row to many readers
  return all.map((cells) => `${cells.length === 1 && cells[0] === "" ? '""' : cells.join(",")}\r\n`).join("");
}

/**
 * What spreadsheets take for the start of a formula: = + - @, tab and line breaks, also the wide and small forms, also behind
 * spaces and characters that are not shown (OWASP, "CSV Injection"; right-to-left and byte-order marks hide one as well).
 */
const FORMULA = /^'*[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|^'*[\t\r\n]/u;

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell); // a number or a truth is no formula, whatever its sign
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
