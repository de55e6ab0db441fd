import type { Reading } from "../deadline/reading.ts";
import { clockLengthText, hostText, instantText, type Words, word } from "./words.ts";

/** How a clock stands, in a few words, and the tone to say them in. */
export interface Standing {
  readonly text: string;
  readonly tone: "good" | "bad" | "muted";
}

/** How one clock stands. */
export function standingOf(clock: Reading, words: Words): Standing {
  const { met, endedAt, state, exempted } = clock;
  if (exempted !== null) return muted(`${word(words, "exempted")}: ${hostText(exempted)}`);
  if (met === true) return { text: usedOf(clock, words, "metIn", "met"), tone: "good" };
  if (met === false && endedAt !== null)
    return { text: usedOf(clock, words, "missedIn", "missed"), tone: "bad" };
  if (met === false) return { text: overText(clock, words), tone: "bad" };
  if (state === "cancelled") return muted(word(words, "cancelled"));
  if (state === "scheduled")
    return muted(word(words, "scheduled", { at: instantText(words, clock.startedAt) }));
  return muted(openText(clock, words));
}

/** How the clocks of a row stand: the last one's words, after how many met and missed where there are several. */
export function standingOfAll(clocks: readonly Reading[], words: Words): Standing {
  const last = clocks[clocks.length - 1];
  if (clocks.length === 1) return standingOf(last, words);
  // A live clock is said apart
  const counted = last.endedAt === null ? clocks.slice(0, -1) : clocks;
  const missed = counted.filter(({ met, exempted }) => met === false && exempted === null).length;
  const met = counted.filter((clock) => clock.met === true && clock.exempted === null).length;
  const counts = [
    ...(met > 0 ? [word(words, "times", { count: met, what: word(words, "met") })] : []),
    ...(missed > 0 ? [word(words, "times", { count: missed, what: word(words, "missed") })] : []),
  ];
  const isOver = last.endedAt !== null && counts.length > 0;
  const said = isOver ? counts : [...counts, standingOf(last, words).text];
  const isBad = missed > 0 || (last.met === false && last.exempted === null);
  return { text: said.join(", "), tone: isBad ? "bad" : isOver ? "good" : "muted" };
}

function usedOf(clock: Reading, words: Words, full: "metIn" | "missedIn", short: "met" | "missed"): string {
  const { targetMs, elapsedMs, remainingMs, basis } = clock;
  // Up to a due time that pauses did not move, what was used says nothing of the target
  if (targetMs === null || elapsedMs + (remainingMs ?? 0) !== targetMs) return word(words, short);
  return word(words, full, {
    used: clockLengthText(words, elapsedMs, basis),
    target: clockLengthText(words, targetMs, basis),
  });
}

function overText({ remainingMs, basis }: Reading, words: Words): string {
  if (remainingMs === null || remainingMs >= 0) return word(words, "missed");
  return word(words, "missedOpen", { over: clockLengthText(words, remainingMs, basis) });
}

function openText(clock: Reading, words: Words): string {
  const { state, never, remainingMs, basis } = clock;
  if (never) return word(words, "neverDue");
  if (remainingMs === null) return word(words, state === "paused" ? "paused" : "noTarget");
  const left = clockLengthText(words, remainingMs, basis);
  return word(words, state === "paused" ? "pausedLeft" : "leftOf", { left });
}

function muted(text: string): Standing {
  return { text, tone: "muted" };
}
