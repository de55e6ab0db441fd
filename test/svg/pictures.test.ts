import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { samplePictures } from "../../src/cli/pictures/sample.ts";
import { ROOT } from "../house/sources.ts";

describe("the pictures of the sample week", async () => {
  const pictures = [...(await samplePictures())];

  it.each(pictures)("%s is well-formed XML without scripts and references to elsewhere", (_, picture) => {
    const names = new Set<string>();
    const parser = new SaxesParser();
    parser.on("error", (problem) => expect.unreachable(problem.message));
    parser.on("opentag", ({ name }) => names.add(name));
    parser.write(picture).close();
    const known = ["svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text"];
    expect([...names].filter((name) => !known.includes(name))).toEqual([]);
    expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|href|NaN|Infinity/,
    );
    expect(picture).not.toMatch(/\d\.\d{3}/);
  });

  it.each(pictures)("%s in docs/pictures is what `npm run pictures` makes today", (name, picture) => {
    expect(readFileSync(join(ROOT, "docs/pictures", name), "utf8")).toBe(picture);
  });
});
