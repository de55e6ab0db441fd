import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

const README = new URL("../../README.md", import.meta.url);

/** What was measured, and what came out. */
export type Figures = readonly (readonly [what: string, value: string | number])[];

/** On what machine, when, and how busy it was before: without it no figure says anything. */
export function machine(): readonly [string, string] {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return [
    "machine; its load before; day",
    `${cpus().length} × ${model.trim()}, ${memory} GB, Node ${process.versions.node}; ${loadavg()[0].toFixed(1)}; ${date}`,
  ];
}

/** Prints figures as a table; into the README too, between the marks of that name, where that is wanted. */
export function publish(name: string, figures: Figures, isForReadme: boolean): void {
  const table = ["| | |", "|---|---|", ...figures.map(([what, value]) => `| ${what} | ${plain(value)} |`)];
  console.log(table.join("\n"));
  if (!isForReadme) return;
  const [begin, end] = [`<!-- ${name}: measured -->`, `<!-- ${name}: end -->`];
  const text = readFileSync(README, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the figures of ${name}`);
  writeFileSync(README, `${text.slice(0, from + begin.length)}\n${table.join("\n")}\n${text.slice(to)}`);
}

function plain(value: string | number): string {
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : value;
}

/** The least number that so many of the numbers are not above. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
