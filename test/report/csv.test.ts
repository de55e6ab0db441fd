import { parse as parseCsv } from "csv-parse/sync";
import { type ReportRow, toCsv } from "dueclock/report";
import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";

/** What a spreadsheet may take for a formula, as the documentation of `toCsv` says how to undo its guard. */
const GUARDED = /^'+[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^'+[\t\r\n]/u;
const unguarded = (text: string) => (GUARDED.test(text) ? text.slice(1) : text);

const HOSTILE = [
  "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n", "＝1", "＋1", "－1", "＠x", "﹦1", " =1", "\u202e=1", "\ufeff=1", "'=1", "''-",
  '"', '""', ",", "a,b", "a\r\nb", "\u200f\u202eevil", "\u0000", "\u0007", " lead", "trail ", "'", "O'Brien", "ünïcödé 🕰", "",
]; // biome-ignore format: a list of texts

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map((two) => two.join("")),
);
const cell = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const rows: fc.Arbitrary<ReportRow[]> = fc
  .uniqueArray(
    text.filter((name) => !/^\d+$/.test(name)),
    { minLength: 1, maxLength: 5 },
  )
  .chain((names) =>
    fc.array(
      fc
        .tuple(...names.map(() => cell))
        .map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]]))),
      { minLength: 1, maxLength: 8 },
    ),
  );

/** The texts that a reader of CSV can know of: null is empty, numbers and truths as JavaScript writes them. */
const textsOf = (rows: readonly ReportRow[]) => [
  Object.keys(rows[0]),
  ...rows.map((row) => Object.values(row).map((one) => (one === null ? "" : String(one)))),
];

describe("CSV", () => {
  it("read back by csv-parse equals the rows", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const read = parseCsv(toCsv(given), { record_delimiter: "\r\n" }) as string[][];
        expect(read.map((line) => line.map(unguarded))).toEqual(textsOf(given));
      }),
      { numRuns: Number(process.env.DUECLOCK_RUNS ?? 1_000) },
    );
  });

  it("read back by papaparse equals the rows", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { data, errors } = Papa.parse<string[]>(toCsv(given), { newline: "\r\n", delimiter: "," });
        expect(errors).toEqual([]);
        expect(data.slice(0, -1).map((line) => line.map(unguarded))).toEqual(textsOf(given)); // the last is the end
      }),
      { numRuns: Number(process.env.DUECLOCK_RUNS ?? 1_000) },
    );
  });

  it("has no cell that a spreadsheet takes for a formula, in names either", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const texts = [
          Object.keys(given[0]),
          ...given.map((row) => Object.values(row).filter((one) => typeof one === "string")),
        ].flat();
        for (const one of texts) {
          const line = toCsv([{ a: one }], { header: false });
          const [[shown]] = parseCsv(line, { record_delimiter: "\r\n" }) as string[][];
          expect(shown).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
          expect(shown).not.toMatch(/^[\t\r\n]/);
        }
      }),
    );
  });

  it("leaves numbers alone, whatever their sign, and quotes what RFC 4180 says", () => {
    const row = {
      number: -5,
      share: 0.5,
      truth: true,
      nothing: null,
      quote: 'say "hi"',
      comma: "a,b",
      line: "a\nb",
      plain: "a b",
      minus: "-5",
    };
    expect(toCsv([row])).toBe(
      'number,share,truth,nothing,quote,comma,line,plain,minus\r\n-5,0.5,true,,"say ""hi""","a,b","a\nb",a b,\'-5\r\n',
    );
  });

  it("takes the columns asked for, and parts without a header", () => {
    const rows = [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ];
    expect(toCsv(rows, { columns: ["b", "toString", "a"] })).toBe("b,toString,a\r\n2,,1\r\n4,,3\r\n");
    expect(toCsv(rows.slice(0, 1)) + toCsv(rows.slice(1), { header: false })).toBe(toCsv(rows));
    expect(toCsv([], { columns: ["a"] })).toBe("a\r\n");
  });
});
