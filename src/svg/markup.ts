/** A piece of SVG that is well formed. Only this file makes them. */
export type Markup = string & { readonly __brand: "markup" };

/** Attributes by name; one that is null or undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** An element. Numbers are written with two decimals at most, texts escaped. */
export function el(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? num(value) : escaped(String(value))}"`)
    .join("");
  const inner = children.join("");
  return markup(inner === "" ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`);
}

/** Text of an element, escaped. */
export function text(value: string): Markup {
  return markup(escaped(value));
}

/** Style rules, which this room writes itself: nothing in them is escaped, and nothing of a host's gets into them. */
export function rules(css: string): Markup {
  return markup(css);
}

/** Pieces one after another. */
export function join(pieces: readonly Markup[]): Markup {
  return markup(pieces.join(""));
}

/** A number with two decimals at most, never in exponent form; what is not finite would be our mistake, and is 0. */
export function num(value: number): string {
  if (!Number.isFinite(value)) return "0";
  const rounded = Math.round(Math.min(Math.max(value, -1e9), 1e9) * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/**
 * A host's text on one line, without what would disturb its neighbours: control characters and marks of direction left out,
 * white space as single spaces.
 */
export function clean(value: string): string {
  return value
    .replace(/[\s\u0085]+/gu, " ")
    .replace(NOT_XML, "")
    .replace(/[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .trim();
}

/** A cleaned text that keeps its direction to itself: what is written from right to left turns nothing around beside it. */
export function isolated(value: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(value)
    ? `\u2068${value}\u2069`
    : value;
}

/** Undoes `text`. */
export function unescaped(value: string): string {
  return value.replace(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof CHARACTERS) => CHARACTERS[name]);
}

const CHARACTERS = { lt: "<", gt: ">", quot: '"', amp: "&" } as const;

function escaped(value: string): string {
  return value.replace(NOT_XML, "").replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

/** Control characters, lone surrogates, noncharacters: XML cannot hold them, or had better not. */
const NOT_XML = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function markup(value: string): Markup {
  return value as Markup;
}
