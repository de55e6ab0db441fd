import type { Cell, ReportRow } from "../report/cell.ts";
import { DAY } from "../time/units.ts";
import { hostText, metricName, monthName, type Words, word } from "./words.ts";

/** What a chart knows of one period: counts of one or several rows, added. */
export interface PeriodFigures {
  /** As the report names it; null for what has no instant, and of a gap. */
  readonly name: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly met: number;
  readonly missed: number;
  readonly pending: number;
  /** A period that no row speaks of, between two that have one. */
  readonly isGap: boolean;
  readonly isRestated: boolean;
  readonly metBefore: number;
  readonly missedBefore: number;
}

/** Rows of one value of `by`, by period. */
export interface Facet {
  readonly name: string | null;
  readonly periods: readonly PeriodFigures[];
}

/** Periods without a row that are shown as empty between two that have one. */
const MAX_GAP = 24;

/** Rows by the values of a column, in the order in which they first come; rows of one period are added. */
export function facetsOf(rows: readonly ReportRow[], by: string | undefined, words: Words): Facet[] {
  const facets = new Map<string, { name: string | null; rows: ReportRow[] }>();
  for (const row of rows) {
    const value = by === undefined ? null : (row[by] ?? null);
    const key = JSON.stringify([by === undefined ? null : value]);
    const facet = facets.get(key);
    if (facet) facet.rows.push(row);
    else
      facets.set(key, {
        name: by === undefined ? null : valueText(by, value, words),
        rows: [row],
      });
  }
  const slots = slotsOf(rows);
  return [...facets.values()].map(({ name, rows: own }) => {
    const byPeriod = rowsByPeriod(own);
    const ofSlot = ({ key }: Slot) => (key === null ? [] : (byPeriod.get(key) ?? []));
    return { name, periods: slots.map((slot) => figuresOf(slot, ofSlot(slot))) };
  });
}

function rowsByPeriod(rows: readonly ReportRow[]): Map<string, ReportRow[]> {
  const found = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const there = found.get(key);
    if (there) there.push(row);
    else found.set(key, [row]);
  }
  return found;
}

/** What tells periods apart: the name, or that there is none. */
function keyOf({ period }: ReportRow): string {
  return JSON.stringify(typeof period === "string" ? period : null);
}

function valueText(by: string, value: Cell, words: Words): string {
  if (value === null) return "–";
  return by === "metric" ? metricName(words, String(value)) : hostText(value);
}

/** met / (met + missed); null where none was judged. */
export function shareOf({ met, missed }: Pick<PeriodFigures, "met" | "missed">): number | null {
  return met + missed === 0 ? null : met / (met + missed);
}

/** What was said before of a restated period; null where it was not restated, or nothing had been judged. */
export function shareBefore({ isRestated, metBefore, missedBefore }: PeriodFigures): number | null {
  return isRestated ? shareOf({ met: metBefore, missed: missedBefore }) : null;
}

/** A period's own label, and what it shares with its neighbours. */
export function labelsOf(
  name: string | null,
  isGap: boolean,
  words: Words,
): { label: string; context: string } {
  if (isGap) return { label: "", context: "" };
  if (name === null) return { label: word(words, "noDate"), context: "" };
  const [, year, month, day] = /^(-?\d{4,6})-(\d\d)(?:-(\d\d))?$/.exec(name) ?? [];
  if (day !== undefined)
    return {
      label: String(Number(day)),
      context: word(words, "monthYear", { month: monthName(words, Number(month)), year }),
    };
  if (month !== undefined) return { label: monthName(words, Number(month)), context: year };
  const quarter = /^(-?\d{4,6})-Q([1-4])$/.exec(name);
  if (quarter) return { label: word(words, "quarter", { quarter: quarter[2] }), context: quarter[1] };
  return { label: hostText(name), context: "" };
}

interface Slot {
  readonly key: string | null;
  readonly name: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** The periods of all rows in time, with the empty ones between them; that of what has no instant last. */
function slotsOf(rows: readonly ReportRow[]): Slot[] {
  const known = new Map<string, Slot>();
  for (const row of rows) {
    const name = typeof row.period === "string" ? row.period : null;
    const key = keyOf(row);
    if (!known.has(key)) known.set(key, { key, name, from: instant(row.from), to: instant(row.to) });
  }
  const order = ({ name, from }: Slot) => (name === null ? Number.POSITIVE_INFINITY : (from ?? 0));
  const sorted = [...known.values()].sort((a, b) => {
    const [one, other] = [order(a), order(b)];
    return one === other ? 0 : one - other;
  });
  return sorted.flatMap((slot, i) => [...gapBefore(sorted[i - 1], slot), slot]);
}

function gapBefore(last: Slot | undefined, next: Slot): Slot[] {
  if (!last || last.from === null || last.to === null || next.from === null) return [];
  const length = last.to - last.from;
  const missing = length >= DAY / 2 ? Math.round((next.from - last.to) / length) : 0;
  return Array.from({ length: Math.min(Math.max(missing, 0), MAX_GAP) }, () => ({
    key: null,
    name: null,
    from: null,
    to: null,
  }));
}

function figuresOf({ key, name, from, to }: Slot, own: readonly ReportRow[]): PeriodFigures {
  const sum = (column: string) => own.reduce((total, row) => total + count(row[column]), 0);
  const isRestated = own.some(({ restated }) => restated === true);
  const before = (column: "met" | "missed") =>
    own.reduce(
      (total, row) => total + count(row.restated === true ? row[`${column}Before`] : row[column]),
      0,
    );
  return {
    name,
    from,
    to,
    met: sum("met"),
    missed: sum("missed"),
    pending: sum("pending"),
    isGap: key === null,
    isRestated,
    metBefore: before("met"),
    missedBefore: before("missed"),
  };
}

function count(cell: Cell | undefined): number {
  return typeof cell === "number" && cell > 0 && Number.isFinite(cell) ? cell : 0;
}

function instant(cell: Cell | undefined): number | null {
  return typeof cell === "number" && Number.isFinite(cell) ? cell : null;
}
