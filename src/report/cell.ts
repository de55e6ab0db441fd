import { formatDate } from "../time/civil.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../time/units.ts";
import { offsetAt, type ZoneTable } from "../time/zone.ts";

/** What a row holds under one name. */
export type Cell = string | number | boolean | null;

/** A row of a report: cells by name, in the order of the columns. Plain JSON. */
export type ReportRow = Readonly<Record<string, Cell>>;

/**
 * How a number is written: an instant as local date and time; a length as hours, minutes and seconds; a remaining length
 * so, with `overdue` where it is negative; or as it is.
 */
export type CellFormat = "local" | "hms" | "remaining" | "plain";

/** By number, text and truth; null after everything. */
export function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0;
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  if (rankA !== rankB) return rankA - rankB;
  return (a as string) < (b as string) ? -1 : 1;
}

/** A cell as its column writes it; what is no number stays as it is. */
export function written(cell: Cell, format: CellFormat, zone: ZoneTable): Cell {
  if (typeof cell !== "number") return cell;
  switch (format) {
    case "plain":
      return cell;
    case "local":
      return localTime(zone, cell);
    case "hms":
      return hoursMinutesSeconds(cell);
    case "remaining":
      return cell < 0 ? `${clockFace(-cell)} overdue` : clockFace(cell);
  }
}

/** `2026-03-02 09:00:00`; milliseconds are cut. */
function localTime(zone: ZoneTable, at: number): string {
  const wall = at + offsetAt(zone, at);
  const day = Math.floor(wall / DAY);
  return `${formatDate(day)} ${clockFace(wall - day * DAY)}`;
}

/** `26:05:09`, `-00:00:01`; milliseconds are cut. */
function hoursMinutesSeconds(ms: number): string {
  return (ms <= -SECOND ? "-" : "") + clockFace(Math.abs(ms));
}

function clockFace(ms: number): string {
  const parts = [Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE), Math.floor((ms % MINUTE) / SECOND)];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function rankOf(cell: Cell): number {
  return cell === null ? 3 : ["number", "string", "boolean"].indexOf(typeof cell);
}
