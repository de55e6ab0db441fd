import { error, SlaError } from "../diagnostics.ts";
import { type BudgetOptions, isSupported, type KnownAt, tableFor } from "./arithmetic.ts";
import type { Calendar } from "./compile.ts";
import { advance, measure, retreat } from "./lookup.ts";

/**
 * `addBusinessTime` for many starts at once: `ms[i]` after `ats[i]`, NaN for never. For reports over millions of
 * tickets: one check and one look-up of options for all. `out` may be either input.
 * @throws SlaError when the lengths differ, or an entry is no whole millisecond of the years 1970 to 2100.
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
  const end = options?.endOfBudget ?? "closing";
  for (let i = 0; i < ats.length; i++) {
    const at = ats[i];
    const amount = ms[i];
    if (!isSupported(at)) throw notAnInstant("ats", i);
    if (!Number.isSafeInteger(amount)) throw notAnAmount(i);
    const due =
      amount > 0 ? advance(table, at, amount, end) : amount < 0 ? retreat(table, at, -amount, end) : at;
    out[i] = due ?? Number.NaN;
  }
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
  for (let i = 0; i < froms.length; i++) {
    const from = froms[i];
    const to = tos[i];
    if (!isSupported(from)) throw notAnInstant("froms", i);
    if (!isSupported(to)) throw notAnInstant("tos", i);
    out[i] = to > from ? measure(table, from, to) : 0;
  }
  return out;
}

function checkLengths(arrays: readonly Float64Array[]): void {
  if (arrays.every(({ length }) => length === arrays[0].length)) return;
  throw new SlaError([error("calendar.unequal_lengths", [], "give as many entries in each list")]);
}

function notAnInstant(name: string, i: number): SlaError {
  return new SlaError([
    error("calendar.not_an_instant", [name, i], "give whole milliseconds of the years 1970 to 2100"),
  ]);
}

function notAnAmount(i: number): SlaError {
  return new SlaError([error("calendar.not_a_duration", ["ms", i], "give a whole number of milliseconds")]);
}
