/** A line of a statement: a code with its figures, and the sentence in English. */
export interface CreditLine {
  readonly code: CreditLineCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/** What a line of a statement of credits is. */
export type CreditLineCode =
  | "counted"
  | "excluded"
  | "compliance"
  | "nothing_judged"
  | "too_few"
  | "no_band"
  | "band"
  | "share_of_fee"
  | "fixed"
  | "capped"
  | "total_capped"
  | "credit";

type Params = CreditLine["params"];

interface Money {
  readonly currency?: string;
  readonly minorDigits?: number;
}

/** Makes lines of figures, with money as `1234.50 EUR` and basis points as `98.76 %`. */
export function lineOf({
  currency = "",
  minorDigits = 2,
}: Money): (code: CreditLineCode, params: Params) => CreditLine {
  const money = (value: string | number) => `${decimal(value, minorDigits)} ${currency}`.trim();
  return (code, params) => ({ code, params, text: textOf(code, params, money) });
}

function textOf(code: CreditLineCode, p: Params, money: (value: string | number) => string): string {
  switch (code) {
    case "counted":
      return `met ${p.met}, missed ${p.missed}`;
    case "excluded":
      return `excluded (${p.reason}): ${p.missed} missed${Number(p.met) > 0 ? `, ${p.met} met` : ""}`;
    case "compliance":
      return `compliance = ${p.met} / (${p.met} + ${p.missed}) = ${percent(p.bp)}`;
    case "nothing_judged":
      return "nothing was judged: no compliance, no credit";
    case "too_few":
      return `${p.judged} judged, fewer than ${p.minimum}: no credit`;
    case "no_band":
      return "compliance is below none of the bands: no credit";
    case "band":
      return `below ${percent(p.below)}`;
    case "share_of_fee":
      return `${percent(p.share)} of ${money(p.fee)} = ${money(p.amount)}`;
    case "fixed":
      return `fixed credit: ${money(p.amount)}`;
    case "capped":
      return `at most ${money(p.amount)} for one claim`;
    case "total_capped":
      return `at most ${money(p.total)} in all, of which ${money(p.before)} were given before: ${money(p.amount)}`;
    case "credit":
      return `credit: ${money(p.amount)}`;
  }
}

function percent(bp: string | number): string {
  return `${decimal(bp, 2)} %`;
}

/** A whole number of 0 and more with its last digits after the point. */
function decimal(value: string | number, digits: number): string {
  const text = String(value).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
