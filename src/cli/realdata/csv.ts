/** Rows of a CSV text by column name (RFC 4180: quoted cells may hold commas, quotes and line ends). */
export function* parseCsv(text: string): Generator<Readonly<Record<string, string>>> {
  const rows = cells(text);
  const header = rows.next().value;
  if (!header) return;
  for (const row of rows) yield Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""]));
}

function* cells(text: string): Generator<string[], undefined> {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`the CSV is broken at character ${at}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === ",") continue;
    yield row;
    row = [];
  }
  if (row.length > 0) yield row;
}
