import { type CreditStatement, type CreditTerms, reportRows, serviceCredits } from "../../../report.ts";
import type { Desk } from "../desk.ts";
import type { Summary } from "../summary.ts";
import { el, host, text } from "./html.ts";
import { list, paragraph, type Section } from "./parts.ts";

/** What a contract gives back for missed promises of a policy. */
export interface Contract {
  readonly policy: string;
  readonly period: string;
  /** Paid for the period, in minor units. */
  readonly fee: number;
  readonly terms: CreditTerms;
}

/** Made up, as the sample is: what its gold customers get back for the week. */
export const SAMPLE_CONTRACT: Contract = {
  policy: "gold",
  period: "the sample week",
  fee: 120_000,
  terms: {
    currency: "EUR",
    bands: [
      { below: 9_500, credit: { share: 500 } },
      { below: 9_000, credit: { share: 1_000 } },
      { below: 8_000, credit: { share: 2_000 } },
    ],
    cap: { share: 1_500 },
  },
};

/** What is to be given back, with the arithmetic. */
export function creditSection(contract: Contract, summary: Summary, desk: Desk): Section {
  const { period, credit, lines } = creditOf(contract, summary, desk);
  const { currency = "", minorDigits = 2 } = contract.terms;
  const amount = (credit / 10 ** minorDigits).toFixed(minorDigits);
  return {
    id: "credits",
    title: "Service credits",
    content: [
      paragraph(
        "By the terms of a contract that is made up, as the sample is: a share of the fee where fewer than 95 %, 90 % or 80 % of promises were met.",
      ),
      el(
        "p",
        {},
        host(desk.policyName(contract.policy)),
        text(`, ${period}: `),
        el("strong", {}, text(`${amount} ${currency}`)),
        text(" to give back."),
      ),
      list(lines.map((line) => text(line.text))),
    ],
  };
}

function creditOf(
  { policy, period, fee, terms }: Contract,
  { compliance }: Summary,
  desk: Desk,
): CreditStatement {
  const own = reportRows(compliance).filter((row) => row.policy === policy);
  const sum = (name: "met" | "missed") => own.reduce((total, row) => total + Number(row[name]), 0);
  const claim = { customer: desk.policyName(policy), period, fee, met: sum("met"), missed: sum("missed") };
  return serviceCredits(terms, [claim])[0];
}
