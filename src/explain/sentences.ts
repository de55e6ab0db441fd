import { ENGLISH } from "./english.ts";
import { harmless } from "./harmless.ts";
import type { Codes, Statement, StatementCode } from "./statement.ts";
import type { SentenceTable } from "./table.ts";

/**
 * Statements as sentences, one each, by a table: in English, if it is left out. What a host or its users named stands in
 * quotation marks, and is harmless: of one line, without control characters and direction marks, cut where it is long.
 */
export function sentences(
  { statements }: { readonly statements: readonly Statement[] },
  table: SentenceTable = ENGLISH,
): string[] {
  return statements.map((statement) => tell(statement, table));
}

function tell<C extends StatementCode>(
  statement: { code: C; params: Codes[C] },
  table: SentenceTable,
): string {
  const sentence = table[statement.code] as (params: Codes[C], say: SentenceTable) => string;
  return sentence(harmless(statement.params), table);
}
