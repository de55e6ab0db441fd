import { error, SlaError } from "../diagnostics.ts";
import { SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { type BudgetOptions, type KnownAt, readEnd, tableFor } from "./arithmetic.ts";
import type { Calendar } from "./compile.ts";
import { advance, type EndOfBudget, elapsedAt, instantAt, retreat } from "./lookup.ts";
import { cover, type PeriodTable } from "./table.ts";

/**
 * `addBusinessTime` for many starts at once: `ms[i]` after `ats[i]`, NaN for never. For reports over millions of
 * tickets: options are looked up once, entries checked in a pass of their own. `out` may be either input.
 * @throws SlaError when the lengths differ, or an entry is no whole millisecond of the years 1970 to 2100. `out` is as it
 * was then.
 */
export function addBusinessTimes(
  calendar: Calendar,
  ats: Float64Array,
  ms: Float64Array,
  options?: BudgetOptions & { readonly out?: Float64Array },
): Float64Array {
  const out = options?.out ?? new Float64Array(ats.length);
  checkLengths([ats, ms, out]);
  const table = tableFor(calendar, options);
  const spread = checkInstants("ats", ats);
  checkAmounts(ms);
  coverAll(table, [spread]);
  const end = readEnd(options?.endOfBudget);
  addAll(table, { ats: apart(ats, out), ms: apart(ms, out), end, out });
  return out;
}

/**
 * `businessTimeBetween` for many pairs at once: business time in `[froms[i], tos[i])`, in milliseconds; zero where it
 * does not run forward. `out` may be either input.
 * @throws SlaError as `addBusinessTimes`.
 */
export function businessTimesBetween(
  calendar: Calendar,
  froms: Float64Array,
  tos: Float64Array,
  options?: KnownAt & { readonly out?: Float64Array },
): Float64Array {
  const out = options?.out ?? new Float64Array(froms.length);
  checkLengths([froms, tos, out]);
  const table = tableFor(calendar, options);
  coverAll(table, [checkInstants("froms", froms), checkInstants("tos", tos)]);
  measureAll(table, apart(froms, out), apart(tos, out), out);
  return out;
}

/** How many entries go from the first pass of `addAll` to the second at once: 8 KiB, so that they stay in the cache. */
const STRETCH = 1_024;

interface Additions {
  readonly ats: Float64Array;
  readonly ms: Float64Array;
  readonly end: EndOfBudget;
  readonly out: Float64Array;
}

/**
 * In two passes, first how much business time there is before each end, then which instant that is: short loops of
 * look-ups that do not wait for each other, of which a processor has several under way (36 → 29 ns, checks included).
 */
function addAll(table: PeriodTable, additions: Additions): void {
  const { ats, ms } = additions;
  const targets = new Float64Array(Math.min(STRETCH, ats.length));
  for (let from = 0; from < ats.length; from += STRETCH) {
    const to = Math.min(from + STRETCH, ats.length);
    for (let i = from; i < to; i++) targets[i - from] = elapsedAt(table, ats[i]) + ms[i];
    reachAll(table, additions, targets, from, to);
  }
}

/** The second pass, over the entries `[from, to)`. The window may grow towards the past: its targets are void then. */
function reachAll(
  table: PeriodTable,
  { ats, ms, end, out }: Additions,
  targets: Float64Array,
  from: number,
  to: number,
): void {
  const ahead = end === "closing" ? 1 : 0; // as `advance` and `retreat` have it
  const { base, total } = table;
  const limit = SUPPORTED_TO;
  for (let i = from; i < to; i++) {
    const amount = ms[i];
    const target = targets[i - from];
    const key = target - (amount > 0 ? ahead : 1 - ahead);
    if (key >= 0 && key < total && amount !== 0 && table.base === base) {
      const due = instantAt(table, target, key);
      out[i] = due < limit ? due : Number.NaN;
    } else out[i] = addOne(table, ats[i], amount, end) ?? Number.NaN;
  }
}

/** For what ends outside the window, if ever. */
function addOne(table: PeriodTable, at: number, ms: number, end: EndOfBudget): number | null {
  if (ms === 0) return at;
  return ms > 0 ? advance(table, at, ms, end) : retreat(table, at, -ms, end);
}

function measureAll(table: PeriodTable, froms: Float64Array, tos: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const elapsed = elapsedAt(table, tos[i]) - elapsedAt(table, froms[i]);
    out[i] = (elapsed + Math.abs(elapsed)) / 2; // max(elapsed, 0) without a branch
  }
}

/** An input that writing to `out` changes only where it has been read: a copy where they share memory out of step. */
function apart(input: Float64Array, out: Float64Array): Float64Array {
  return input !== out && input.buffer === out.buffer ? input.slice() : input;
}

interface Spread {
  readonly first: number;
  readonly last: number;
}

/** Makes the window hold all instants, so that none is asked whether it does; none are given for no entries. */
function coverAll(table: PeriodTable, spreads: readonly Spread[]): void {
  for (const { first, last } of spreads) {
    if (first > last) continue;
    cover(table, first);
    cover(table, last);
  }
}

function checkLengths(arrays: readonly Float64Array[]): void {
  if (arrays.every(({ length }) => length === arrays[0].length)) return;
  throw new SlaError([error("calendar.unequal_lengths", [], "give as many entries in each list")]);
}

/** The first and the last of them, by time. `isSupported` written out: as a call it costs 4 ns an entry, so 2. */
function checkInstants(name: string, instants: Float64Array): Spread {
  const limit = SUPPORTED_TO;
  let first = limit;
  let last = -1;
  for (let i = 0; i < instants.length; i++) {
    const at = instants[i];
    if (!(at >= SUPPORTED_FROM && at < limit && Math.floor(at) === at)) throw notAnInstant(name, i);
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return { first, last };
}

function checkAmounts(ms: Float64Array): void {
  for (let i = 0; i < ms.length; i++) {
    if (!Number.isSafeInteger(ms[i])) throw notAnAmount(i);
  }
}

function notAnInstant(name: string, i: number): SlaError {
  return new SlaError([
    error("calendar.not_an_instant", [name, i], "give whole milliseconds of the years 1970 to 2100"),
  ]);
}

function notAnAmount(i: number): SlaError {
  return new SlaError([error("calendar.not_a_duration", ["ms", i], "give a whole number of milliseconds")]);
}
