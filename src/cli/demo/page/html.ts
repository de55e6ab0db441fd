import { plainText } from "../words.ts";

/** A piece of HTML that is well formed, as XML too. Only this file makes them. */
export type Html = string & { readonly __brand: "html" };

export type Attributes = Readonly<Record<string, string | number | null>>;

/** An element; an attribute that is null is left out. */
export function el(name: string, attributes: Attributes = {}, ...children: readonly Html[]): Html {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join("");
  if (VOID.includes(name)) return `<${name}${written} />` as Html;
  return `<${name}${written}>${children.join("")}</${name}>` as Html;
}

/** Text of ours, escaped. */
export function text(value: string): Html {
  return escaped(value) as Html;
}

/** A host's text: on one line, cut where it is long, and with its direction kept to itself. Nothing for an empty one. */
export function host(value: string): Html {
  const shown = hostText(value);
  return shown === "" ? text("") : el("bdi", { class: shown.length <= SHORT ? "short" : null }, text(shown));
}

/** The same as plain text, where there is no element for it. */
export function hostText(value: string): string {
  const letters = [...plainText(value).trim()];
  return letters.length > MAX_LENGTH ? `${letters.slice(0, MAX_LENGTH - 1).join("")}…` : letters.join("");
}

/** A picture of `dueclock/svg`, which escapes what it shows. */
export function picture(svg: string): Html {
  return svg.trim() as Html;
}

/** Style rules of ours: without `<`, `>` and `&`, so that they need no escaping. */
export function rules(css: string): Html {
  return css as Html;
}

export function join(pieces: readonly Html[]): Html {
  return pieces.join("") as Html;
}

const VOID: readonly string[] = ["meta"];

const MAX_LENGTH = 120;

/** Texts up to this length keep to one line in tables. */
const SHORT = 16;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(value: string): string {
  return value.replace(/\p{C}/gu, " ").replace(/[&<>"]/g, (character) => ENTITIES[character]);
}
