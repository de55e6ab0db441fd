import { clean } from "./markup.ts";

/**
 * Widths of ASCII in hundredths of the font's size, those of DejaVu Sans, the widest of the fonts that the pictures ask
 * for (as Chromium 153 measures them, rounded up). What is not listed is taken for as wide as it is high.
 */
const WIDTHS: readonly (readonly [width: number, characters: string])[] = [
  [30, "'ijlIJ"],
  [35, " ,./:;\\|f"],
  [41, "()[]tr-!"],
  [52, '"*_`sz'],
  [55, "?cL"],
  [60, "Fkvxy"],
  [63, "PTYaoeESbdghnpqu"],
  [64, "$0123456789{}"],
  [68, "KAV"],
  [73, "BRXZCU"],
  [79, "HNDG&OQ"],
  [86, "w#+<=>^~M"],
  [100, "%mW@"],
  [40, "·–"],
  [70, "×"],
];

const WIDTH_OF = new Map(
  WIDTHS.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);

/** Letters with accents, Greek and Cyrillic: the widest of them. */
const LETTER = 1.1;
const OTHER = 1.3;
/** Ligatures that hold a sentence, long dashes, cuneiform. */
const WIDEST = 12;

/** How wide a text can be at most, in the unit of `size`, in any of the fonts asked for. */
export function textWidth(value: string, size: number): number {
  let width = 0;
  for (const character of value) width += characterWidth(character);
  return width * size;
}

function characterWidth(character: string): number {
  const known = WIDTH_OF.get(character);
  if (known !== undefined) return known / 100;
  if (/^(?:\p{M}|\u200d|\u2068|\u2069)$/u.test(character)) return 0;
  if (/^[\ufdf0-\ufdfd\u2e3a\u2e3b\ua9c5\u{12000}-\u{1254f}]$/u.test(character)) return WIDEST;
  return /^[\u00c0-\u052f]$/u.test(character) ? (/^\p{Ll}$/u.test(character) ? 0.85 : LETTER) : OTHER;
}

/** Marks that may stand on one letter; more would reach into the lines above and below. */
const MAX_MARKS = 2;

/** A text cut to a width, with an ellipsis; empty where not even one letter would fit. A letter keeps its marks. */
export function shorten(value: string, size: number, width: number): string {
  const letters = lettersOf(value);
  const whole = letters.join("");
  if (textWidth(whole, size) <= width) return whole;
  let kept = "";
  for (const letter of letters) {
    if (textWidth(`${kept}${letter}…`, size) > width) break;
    kept += letter;
  }
  return kept === "" ? "" : `${kept.trimEnd()}…`;
}

/** Letters with their marks, joiners and variations; few enough marks that they stay in their line. */
function lettersOf(value: string): string[] {
  const letters = clean(value).match(/[\s\S](?:\p{M}|\u200d[\s\S]?)*/gu) ?? [];
  return letters.map((letter) => {
    let marks = 0;
    return [...letter].filter((one) => !/^\p{M}$/u.test(one) || ++marks <= MAX_MARKS).join("");
  });
}
