import { SlaError } from "dueclock";
import { type CreditClaim, type CreditTerms, serviceCredits } from "dueclock/report";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const TERMS: CreditTerms = {
  currency: "EUR",
  bands: [
    { below: 9_900, credit: { share: 500 } },
    { below: 9_500, credit: { share: 1_000 } },
    { below: 9_000, credit: { amount: 500_000 } },
  ],
  cap: { share: 2_000 },
};
const claim = (met: number, missed: number, more: Partial<CreditClaim> = {}): CreditClaim => ({
  customer: "Acme",
  period: "2026-03",
  fee: 1_000_000,
  met,
  missed,
  ...more,
});
const one = (terms: CreditTerms, given: CreditClaim) => serviceCredits(terms, [given])[0];

describe("service credits (R3)", () => {
  it("are those of the lowest band that compliance lies below", () => {
    const credit = (met: number) => one(TERMS, claim(met, 1_000 - met)).credit;
    expect([1_000, 990, 989, 950, 949].map(credit)).toEqual([0, 0, 50_000, 50_000, 100_000]);
  });

  it("show their arithmetic line by line", () => {
    const given = claim(970, 40, { exclusions: [{ reason: "maintenance on 7 March", missed: 10, met: 2 }] });
    const { lines, ...rest } = one(TERMS, given);
    expect(rest).toEqual({
      customer: "Acme",
      period: "2026-03",
      met: 968,
      missed: 30,
      complianceBp: 9_699,
      band: 9_900,
      credit: 50_000,
    });
    expect(lines.map(({ text }) => text)).toEqual([
      "met 970, missed 40",
      "excluded (maintenance on 7 March): 10 missed, 2 met",
      "compliance = 968 / (968 + 30) = 96.99 %",
      "below 99.00 %",
      "5.00 % of 10000.00 EUR = 500.00 EUR",
      "credit: 500.00 EUR",
    ]);
    expect(lines[4]).toEqual({
      code: "share_of_fee",
      params: { fee: 1_000_000, share: 500, amount: 50_000 },
      text: "5.00 % of 10000.00 EUR = 500.00 EUR",
    });
  });

  it("tell bands by the fraction, not by how it rounds", () => {
    const { complianceBp, credit } = one(TERMS, claim(98_999, 1_001)); // 98.999 %
    expect([complianceBp, credit]).toEqual([9_900, 50_000]);
  });

  it("round shares of money half up", () => {
    const credit = (fee: number) =>
      one({ bands: [{ below: 10_000, credit: { share: 50 } }] }, claim(1, 1, { fee })).credit;
    expect([99, 100, 299, 300].map(credit)).toEqual([0, 1, 1, 2]); // 0.495, 0.5, 1.495, 1.5
  });

  it("are capped for a claim, and in all for a customer", () => {
    const terms = { ...TERMS, totalCap: 500_000 };
    const claims = [
      claim(1, 9, { period: "2026-01" }), // 5000.00, at most 2000.00
      claim(1, 9, { period: "2026-02", customer: "Other" }),
      claim(1, 9, { period: "2026-02" }),
      claim(1, 9, { period: "2026-03" }),
      claim(1, 9, { period: "2026-04" }),
    ];
    const statements = serviceCredits(terms, claims);
    expect(statements.map(({ credit }) => credit)).toEqual([200_000, 200_000, 200_000, 100_000, 0]);
    expect(statements[0].lines.map(({ text }) => text).slice(3)).toEqual([
      "fixed credit: 5000.00 EUR",
      "at most 2000.00 EUR for one claim",
      "credit: 2000.00 EUR",
    ]);
    expect(statements[3].lines.at(-2)?.text).toBe(
      "at most 5000.00 EUR in all, of which 4000.00 EUR were given before: 1000.00 EUR",
    );
  });

  it("are none where nothing, or too little, was judged", () => {
    const nothing = one(TERMS, claim(0, 0));
    expect(nothing).toMatchObject({ complianceBp: null, band: null, credit: 0 });
    expect(nothing.lines.map(({ text }) => text)).toEqual([
      "met 0, missed 0",
      "nothing was judged: no compliance, no credit",
      "credit: 0.00 EUR",
    ]);
    expect(one(TERMS, claim(99, 1)).lines.at(-2)?.text).toBe(
      "compliance is below none of the bands: no credit",
    );
    expect(one(TERMS, claim(0, 3, { exclusions: [{ reason: "storm", missed: 3 }] }))).toMatchObject({
      complianceBp: null,
      credit: 0,
    });
    const { lines, credit } = one({ ...TERMS, minimum: 10 }, claim(0, 9));
    expect([credit, lines.at(-2)?.text]).toEqual([0, "9 judged, fewer than 10: no credit"]);
  });

  it("write money of any minor unit", () => {
    const text = (minorDigits: number) =>
      one({ ...TERMS, currency: "X", minorDigits }, claim(97, 3, { fee: 700 })).lines.at(-1)?.text;
    expect([0, 2, 3].map(text)).toEqual(["credit: 35 X", "credit: 0.35 X", "credit: 0.035 X"]);
  });

  it("refuse what makes no sense, with all that is wrong", () => {
    const terms: CreditTerms = {
      bands: [
        { below: 0, credit: { share: 10_001 } },
        { below: 0, credit: { amount: 0.5 } },
      ],
      cap: { amount: -1 },
      totalCap: Number.NaN,
      minimum: 1.5,
    };
    const claims = [
      claim(-1, 1.5, { fee: 2 ** 60 }),
      claim(1, 1, { exclusions: [{ reason: " ", missed: 1 }] }),
      claim(1, 1, { exclusions: [{ reason: "storm", missed: 2 }] }),
    ];
    const issues = (() => {
      try {
        serviceCredits(terms, claims);
      } catch (error) {
        if (error instanceof SlaError) return error.issues;
      }
      return [];
    })();
    expect(issues.map(({ path }) => path.join("."))).toEqual([
      "bands.0.below", "bands.0.credit.share", "bands.1.below", "bands.1.below", "bands.1.credit.amount", "cap.amount", "totalCap",
      "minimum", "claims.0.fee", "claims.0.met", "claims.0.missed", "claims.1.exclusions.0.reason", "claims.2.exclusions",
    ]); // biome-ignore format: a list of paths
    const said = Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
    expect(said["claims.0.met"]).toBe("`-1` is no whole number of 0 and more");
    expect(said["bands.0.credit.share"]).toBe("`10001` is no whole number from 0 to 10000");
  });

  it("never grow with compliance, nor with more exclusions, and keep to the caps (law)", () => {
    const counts = fc.tuple(fc.nat({ max: 2_000 }), fc.nat({ max: 2_000 }), fc.nat({ max: 1e9 }));
    const terms: CreditTerms = { ...TERMS, bands: TERMS.bands.slice(0, 2) };
    fc.assert(
      fc.property(counts, ([met, missed, fee]) => {
        const credit = (met: number, missed: number, excluded = 0) =>
          one(terms, claim(met, missed, { fee, exclusions: [{ reason: "x", missed: excluded }] })).credit;
        const now = credit(met, missed);
        expect(now).toBeLessThanOrEqual(Math.ceil(fee / 5));
        if (met + missed > 0) expect(credit(met + 1, missed)).toBeLessThanOrEqual(now);
        if (met > 0 && missed > 0) expect(credit(met, missed, 1)).toBeLessThanOrEqual(now);
      }),
    );
  });
});
