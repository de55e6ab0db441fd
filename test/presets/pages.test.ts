import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = new URL("../../docs/presets/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name !== "README.md");

/** In this order; a system may have a part of its own before what the preset reproduces. */
const PARTS = [
  "What an administrator sets, and where it goes",
  "What it reproduces",
  "What it does not, by choice",
  "For lack of evidence",
];

describe("the page of a system", () => {
  it.each(pages)("has the same parts in the same order in %s, each with something in it", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const [, ...sections] = text.split(/^## /m);
    const headings = sections.map((section) => section.split("\n", 1)[0]);
    expect(headings.filter((heading) => PARTS.includes(heading))).toEqual(PARTS);
    expect(headings.slice(-3)).toEqual(PARTS.slice(1));
    for (const section of sections) expect(section).toMatch(/^(- |\| |```)/m);
  });

  it.each(pages)("begins with a ticket whose figures are asserted in %s", (name) => {
    const [opening] = readFileSync(new URL(name, folder), "utf8").split(/^## /m);
    expect(opening).toMatch(/^# .+\n\n`\w+\(/);
    expect(opening).toMatch(/```ts\n[\s\S]*\/\/ => [\s\S]*```/);
  });
});
