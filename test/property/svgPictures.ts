/*
 * Reads pictures back as the laws of `svg.test.ts` need them: every element with its attributes, and where its texts and
 * shapes lie. Widths of texts are guessed here, apart from the code under test.
 */
import { SaxesParser } from "saxes";
import { expect } from "vitest";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of elements within. */
  text: string;
  /** With it. */
  whole: string;
}

/** The elements of a picture in order; throws where it is not well-formed. */
export function elementsOf(picture: string): Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (problem) => {
    throw problem;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: "", whole: "" };
    all.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const inner = open.at(-1);
    if (inner) inner.text += text;
    for (const element of open) element.whole += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(picture).close();
  return all;
}

/** What no picture goes beyond. */
const ELEMENTS = ["svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text"];
const ATTRIBUTES = [
  ...["xmlns", "id", "role", "aria-labelledby", "width", "height", "viewBox", "class"],
  ...["patternUnits", "patternTransform", "x", "y", "cx", "cy", "r", "d"],
  ...["font-size", "text-anchor", "stroke-dasharray"],
];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly of: string;
}

/** Hundredths of the font's size, of characters by their look: about what DejaVu Sans has, the widest of the fonts asked for. */
function advance(character: string): number {
  if (/^(?:\p{M}|\u200d|[\u2066-\u2069])$/u.test(character)) return 0;
  if (/[il'jIJ]/.test(character)) return 28;
  if (/[ ftr()[\]/\\.,:;|!·–-]/.test(character)) return 32;
  if (/["*`_cszL?]/.test(character)) return 50;
  if (/[MW%@m…]/.test(character)) return 86;
  return /[ABCDGHNOQRUVXZw]/.test(character) ? 67 : 59;
}

function textBox({ attributes, text }: Element): Box {
  const size = Number(attributes["font-size"]);
  const isStrong = (attributes.class ?? "").split(" ").includes("strong");
  const width =
    ([...text].reduce((sum, character) => sum + advance(character), 0) / 100) * size * (isStrong ? 1.1 : 1);
  const [x, y] = [Number(attributes.x), Number(attributes.y)];
  const anchor = attributes["text-anchor"] ?? "start";
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  // From the top of a capital to below a descender
  return { left, right: left + width, top: y - 0.76 * size, bottom: y + 0.22 * size, of: text };
}

function overlaps(boxes: readonly Box[]): string[] {
  return boxes.flatMap((a, i) =>
    boxes
      .slice(0, i)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.of} / ${b.of}`),
  );
}

/** Where a path, a circle or a rectangle lies, from its numbers; of paths only `M`, `L`, `H`, `V` and `Z` are known. */
function shapeBox({ name, attributes }: Element): Box | null {
  const n = (key: string) => Number(attributes[key] ?? 0);
  if (name === "circle") {
    const r = n("r");
    return { left: n("cx") - r, right: n("cx") + r, top: n("cy") - r, bottom: n("cy") + r, of: name };
  }
  if (name === "rect")
    return { left: n("x"), right: n("x") + n("width"), top: n("y"), bottom: n("y") + n("height"), of: name };
  if (name !== "path") return null;
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [whole, command, numbers] of attributes.d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const values = numbers.trim() === "" ? [] : numbers.trim().split(/[ ,]+/).map(Number);
    const wanted = { M: 2, L: 2, H: 1, V: 1, Z: 0 }[command];
    if (wanted !== values.length) throw new Error(`a path has ${whole}`);
    if (command === "V") ys.push(values[0]);
    else if (command !== "Z") xs.push(values[0]);
    if (command === "M" || command === "L") ys.push(values[1]);
  }
  const [left, right] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  const [top, bottom] = [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
  return { left, right, top, bottom, of: attributes.d };
}

/** Everything that holds of each picture. */
export function expectSound(picture: string): Element[] {
  const all = elementsOf(picture);
  const [root] = all;
  expect(all.filter(({ name }) => !ELEMENTS.includes(name))).toEqual([]);
  const attributes = new Set(all.flatMap((element) => Object.keys(element.attributes)));
  expect([...attributes].filter((name) => !ATTRIBUTES.includes(name))).toEqual([]);
  const classes = all.map((element) => element.attributes.class ?? "").join(" ");
  expect(classes).toMatch(/^[\w -]*$/);
  const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
  expect(root.attributes.viewBox).toBe(`0 0 ${width} ${height}`);
  expectNumbers(all);
  const texts = all.filter(({ name }) => name === "text").map(textBox);
  expect(overlaps(texts)).toEqual([]);
  const boxes = [...texts, ...all.map(shapeBox).filter((box) => box !== null)];
  expect(
    boxes.filter((box) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height),
  ).toEqual([]);
  expectIds(all);
  return all;
}

const LENGTHS = ["x", "y", "cx", "cy", "r", "width", "height", "font-size"];

function expectNumbers(all: readonly Element[]): void {
  for (const { attributes } of all) {
    const numbers = LENGTHS.flatMap((name) => attributes[name] ?? []);
    const path = (attributes.d ?? "").split(/[MLHVZ ]/).filter((part) => part !== "");
    const odd = [...numbers, ...path].filter((number) => !/^-?\d{1,7}(\.\d{1,2})?$/.test(number));
    expect(odd).toEqual([]);
  }
}

/** Ids are used once, and all that is referred to is there. */
function expectIds(all: readonly Element[]): void {
  const ids = all.flatMap(({ attributes }) => attributes.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const style = all.find(({ name }) => name === "style")?.text ?? "";
  const asked = [
    ...(all[0].attributes["aria-labelledby"] ?? "").split(" "),
    ...[...style.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id),
  ];
  expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
}
