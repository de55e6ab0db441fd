/** Longest name of a host's that a sentence has, in characters. */
const MAX_NAME = 120;

/**
 * Data as sentences may have it: within every text each control character, line end, direction mark and other invisible
 * character becomes a space, a quotation mark an apostrophe, so that no name ends its own quotation or turns the text
 * around it; and what is too long is cut.
 */
export function harmless<T>(data: T): T {
  if (typeof data === "string") return text(data) as T;
  if (Array.isArray(data)) return data.map(harmless) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, harmless(value)])) as T;
}

function text(given: string): string {
  // Cut first: a hostile text may have millions of characters, each a space later
  const start = given.length > 2 * MAX_NAME ? given.slice(0, 2 * MAX_NAME + 1) : given;
  const plain = start
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ")
    .replace(/["“”„‟«»‹›]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
  const characters = [...plain];
  const isCut = characters.length > MAX_NAME || start !== given;
  return isCut ? `${characters.slice(0, MAX_NAME - 1).join("")}…` : plain;
}
