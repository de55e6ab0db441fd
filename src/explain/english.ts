import { DESCRIPTION } from "./englishDescription.ts";
import { EXPLANATION } from "./englishExplanation.ts";
import { PHRASES } from "./englishPhrases.ts";
import type { SentenceTable } from "./table.ts";

/** The sentences in English; to be spread into a table of another language, or of other words. */
export const ENGLISH: SentenceTable = { ...PHRASES, ...EXPLANATION, ...DESCRIPTION };
