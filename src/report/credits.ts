import { error, type Issue, throwErrors } from "../diagnostics.ts";
import { type CreditLine, lineOf } from "./creditLines.ts";

/** The whole, in basis points. */
const WHOLE_BP = 10_000;

/** Digits of a minor unit at most: no currency of ISO 4217 has more than four. */
const MAX_MINOR_DIGITS = 6;

/** A part of the fee in basis points (500 = 5 %), or an amount in minor units (cents). */
export type CreditSize = { readonly share: number } | { readonly amount: number };

/** What a contract promises for missed targets. Whole numbers throughout: basis points, and minor units of money. */
export interface CreditTerms {
  /** Name of the money, for the lines. */
  readonly currency?: string;
  /** Digits of its minor unit, for the lines: 2 if left out, 6 at most. */
  readonly minorDigits?: number;
  /** The band with the lowest `below`, in basis points, that compliance lies under gives the credit. In any order. */
  readonly bands: readonly { readonly below: number; readonly credit: CreditSize }[];
  /** At most so much for one claim. */
  readonly cap?: CreditSize;
  /** At most so many minor units for all claims of one customer, in the order given: those of a contract year. */
  readonly totalCap?: number;
  /** Fewer judged clocks than this give no credit: 1 if left out. */
  readonly minimum?: number;
}

/** Clocks that do not count for a claim, for a reason both sides know: maintenance announced, the customer's own delay. */
export interface CreditExclusion {
  readonly reason: string;
  readonly missed: number;
  readonly met?: number;
}

/** One customer's, or supplier's, figures for one period: `met` and `missed` of a report's row. */
export interface CreditClaim {
  readonly customer: string;
  readonly period: string;
  /** What is paid for the period, in minor units. */
  readonly fee: number;
  readonly met: number;
  readonly missed: number;
  readonly exclusions?: readonly CreditExclusion[];
}

/** What is owed for a period, line by line, so that each figure can be followed. */
export interface CreditStatement {
  readonly customer: string;
  readonly period: string;
  /** After exclusions. */
  readonly met: number;
  readonly missed: number;
  /** In basis points, half up; null where nothing was judged. Bands are told by the fraction itself. */
  readonly complianceBp: number | null;
  /** The band's `below`; null where none applies. */
  readonly band: number | null;
  /** In minor units. */
  readonly credit: number;
  /** The arithmetic, line by line. */
  readonly lines: readonly CreditLine[];
}

/**
 * Credits for missed targets (semantics R3), a statement for each claim, in their order. Compliance = met / (met + missed)
 * after exclusions; it lies below a band where the fraction does, however it would round (decision 0062). Shares of money
 * are rounded half up to the minor unit. Timeliness only: availability and quality are not measured here.
 * @throws SlaError with all that is wrong with terms and claims.
 */
export function serviceCredits(terms: CreditTerms, claims: readonly CreditClaim[]): CreditStatement[] {
  const issues = [...termIssues(terms), ...claims.flatMap(claimIssues)];
  throwErrors(issues);
  const given = new Map<string, number>();
  return claims.map((claim) => {
    const before = given.get(claim.customer) ?? 0;
    const statement = statementOf(terms, claim, before);
    given.set(claim.customer, before + statement.credit);
    return statement;
  });
}

function statementOf(terms: CreditTerms, claim: CreditClaim, before: number): CreditStatement {
  const { customer, period, fee, exclusions = [] } = claim;
  const say = lineOf(terms);
  const met = claim.met - sumOf(exclusions, ({ met = 0 }) => met);
  const missed = claim.missed - sumOf(exclusions, ({ missed }) => missed);
  const judged = met + missed;
  const complianceBp = judged === 0 ? null : halfUp(met, WHOLE_BP, judged);
  const lines = [
    say("counted", { met: claim.met, missed: claim.missed }),
    ...exclusions.map(({ reason, missed, met = 0 }) => say("excluded", { reason, missed, met })),
    complianceBp === null ? say("nothing_judged", {}) : say("compliance", { met, missed, bp: complianceBp }),
  ];
  const result = { customer, period, met, missed, complianceBp };
  const { minimum = 1 } = terms;
  const none = { ...result, band: null, credit: 0 };
  const nothing = say("credit", { amount: 0 });
  if (judged === 0) return { ...none, lines: [...lines, nothing] };
  if (judged < minimum) return { ...none, lines: [...lines, say("too_few", { judged, minimum }), nothing] };
  const band = bandOf(terms, met, judged);
  if (!band) return { ...none, lines: [...lines, say("no_band", {}), nothing] };
  const promised = moneyOf(band.credit, fee);
  lines.push(say("band", { below: band.below }), sizeLine(say, band.credit, fee, promised));
  const cap = terms.cap ? moneyOf(terms.cap, fee) : promised;
  if (cap < promised) lines.push(say("capped", { amount: cap }));
  const left = Math.max(0, (terms.totalCap ?? Number.MAX_SAFE_INTEGER) - before);
  const credit = Math.min(promised, cap, left);
  if (credit < Math.min(promised, cap))
    lines.push(say("total_capped", { total: terms.totalCap ?? 0, before, amount: credit }));
  return { ...result, band: band.below, credit, lines: [...lines, say("credit", { amount: credit })] };
}

/** The lowest band that met / judged lies under, compared as fractions. */
function bandOf(
  { bands }: CreditTerms,
  met: number,
  judged: number,
): CreditTerms["bands"][number] | undefined {
  return [...bands]
    .sort((a, b) => a.below - b.below)
    .find(({ below }) => BigInt(met) * BigInt(WHOLE_BP) < BigInt(below) * BigInt(judged));
}

function moneyOf(size: CreditSize, fee: number): number {
  return "share" in size ? halfUp(fee, size.share, WHOLE_BP) : size.amount;
}

function sizeLine(say: ReturnType<typeof lineOf>, size: CreditSize, fee: number, amount: number): CreditLine {
  return "share" in size ? say("share_of_fee", { fee, share: size.share, amount }) : say("fixed", { amount });
}

/** a × b ÷ c, rounded half up; none negative, c above 0. */
function halfUp(a: number, b: number, c: number): number {
  return Number((2n * BigInt(a) * BigInt(b) + BigInt(c)) / (2n * BigInt(c)));
}

function sumOf<T>(list: readonly T[], value: (one: T) => number): number {
  return list.reduce((sum, one) => sum + value(one), 0);
}

type Wrong = (path: Issue["path"], message: string) => Issue[];

const wrong: Wrong = (path, message) => [error("credits.bad_input", path, message)];

function whole(path: Issue["path"], value: unknown, most = Number.MAX_SAFE_INTEGER, least = 0): Issue[] {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return [];
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} and more` : `from ${least} to ${most}`;
  return wrong(path, `\`${String(value)}\` is no whole number ${range}`);
}

function size(path: Issue["path"], given: CreditSize): Issue[] {
  return "share" in given
    ? whole([...path, "share"], given.share, WHOLE_BP)
    : whole([...path, "amount"], given.amount);
}

function termIssues({ bands, cap, totalCap, minimum, minorDigits }: CreditTerms): Issue[] {
  return [
    ...bands.flatMap(({ below, credit }, i) => [
      ...whole(["bands", i, "below"], below, WHOLE_BP, 1),
      ...(bands.findIndex((band) => band.below === below) < i
        ? wrong(["bands", i, "below"], `another band lies below ${below}`)
        : []),
      ...size(["bands", i, "credit"], credit),
    ]),
    ...(cap ? size(["cap"], cap) : []),
    ...(totalCap === undefined ? [] : whole(["totalCap"], totalCap)),
    ...(minimum === undefined ? [] : whole(["minimum"], minimum)),
    ...(minorDigits === undefined ? [] : whole(["minorDigits"], minorDigits, MAX_MINOR_DIGITS)),
  ];
}

function claimIssues({ fee, met, missed, exclusions = [] }: CreditClaim, i: number): Issue[] {
  const issues = [
    ...whole(["claims", i, "fee"], fee),
    ...whole(["claims", i, "met"], met),
    ...whole(["claims", i, "missed"], missed),
    ...exclusions.flatMap((one, e) => [
      ...whole(["claims", i, "exclusions", e, "missed"], one.missed),
      ...whole(["claims", i, "exclusions", e, "met"], one.met ?? 0),
      ...(typeof one.reason !== "string" || one.reason.trim() === ""
        ? wrong(["claims", i, "exclusions", e, "reason"], "an exclusion needs a reason")
        : []),
    ]),
  ];
  if (issues.length > 0) return issues;
  const isTooMuch =
    sumOf(exclusions, (one) => one.missed) > missed || sumOf(exclusions, (one) => one.met ?? 0) > met;
  return isTooMuch ? wrong(["claims", i, "exclusions"], "more is excluded than there is") : [];
}
