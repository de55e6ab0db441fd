import { cut } from "./facts.ts";
import { type Facet, type PeriodFigures, shareBefore, shareOf } from "./periods.ts";
import { hostText, shareText, type Words, word } from "./words.ts";

/** What a compliance chart shows, for those who do not see it. */
export function complianceFacts(
  facets: readonly Facet[],
  all: readonly PeriodFigures[],
  words: Words,
): string[] {
  const total = sumOf(all);
  if (all.length === 0) return [word(words, "nothing")];
  const say = (name: string, figures: PeriodFigures) => {
    const share = shareOf(figures);
    const before = shareBefore(figures);
    const parts = [
      share === null ? word(words, "noneJudged") : shareText(share, true),
      word(words, "judged", { met: figures.met, missed: figures.missed, pending: figures.pending }),
      ...(figures.isRestated ? [restatedText(before, words)] : []),
    ];
    return `${name === "" ? "" : `${name}: `}${parts.join(", ")}`;
  };
  const named = facets.filter(({ name }) => name !== null);
  return [
    say("", { ...total, isRestated: false }),
    ...cut(
      named.map(({ name, periods }) => say(name ?? "", { ...sumOf(periods), isRestated: false })),
      words,
    ),
    ...cut(
      all
        .filter(({ isGap }) => !isGap)
        .map((one) => say(one.name === null ? word(words, "noDate") : hostText(one.name), one)),
      words,
      40,
    ),
  ];
}

export function restatedText(before: number | null, words: Words): string {
  return before === null
    ? word(words, "restated")
    : word(words, "restatedFrom", { share: shareText(before, true) });
}

export function sumOf(periods: readonly PeriodFigures[]): PeriodFigures {
  const sum = (of: "met" | "missed" | "pending") => periods.reduce((total, one) => total + one[of], 0);
  return {
    name: null, from: null, to: null, isGap: false, isRestated: false, metBefore: 0, missedBefore: 0,
    met: sum("met"), missed: sum("missed"), pending: sum("pending"),
  }; // biome-ignore format: a table
}
