import { fingerprint } from "../time/fingerprint.ts";
import { el, join, type Markup, num, rules, text, unescaped } from "./markup.ts";
import type { Look } from "./options.ts";
import { DARK, LIGHT, type Palette } from "./palette.ts";
import { type Sheet, SIZE, write } from "./sheet.ts";

/** Room around a picture. */
export const MARGIN = 16;

/** Writes heading and subheading, and gives the height they take. */
export function writeHeading(sheet: Sheet, heading: string, subheading: string): number {
  write(sheet, {
    text: heading,
    x: MARGIN,
    y: 26,
    size: SIZE.heading,
    tone: "strong",
    room: sheet.width - 2 * MARGIN,
  });
  write(sheet, { text: subheading, x: MARGIN, y: 44, tone: "muted", room: sheet.width - 2 * MARGIN });
  return 56;
}

/** What a picture says in words: a heading, and the main facts as sentences. */
export interface Saying {
  readonly heading: string;
  readonly facts: readonly string[];
}

/** The whole picture: the sheet at its height, with its style, its name and its description. */
export function finish(sheet: Sheet, height: number, { heading, facts }: Saying, look: Look): string {
  const layers = (["back", "middle", "front", "text"] as const).map((layer) => join(sheet.layers[layer]));
  const description = facts.map((fact) => (/[.!?]$/.test(fact) ? fact : `${fact}.`)).join(" ");
  const body = join(layers);
  const id =
    look.id ?? `dueclock-${fingerprint([heading, description, look.scheme, body].join()).slice(0, 12)}`;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    id,
    role: "img",
    "aria-labelledby": `${id}-title ${id}-desc`,
    width: sheet.width,
    height: Math.ceil(height),
    viewBox: `0 0 ${num(sheet.width)} ${Math.ceil(height)}`,
  };
  const svg = el(
    "svg",
    attributes,
    el("title", { id: `${id}-title` }, text(heading)),
    el("desc", { id: `${id}-desc` }, text(description)),
    el("style", {}, rules(styleOf(id, look.scheme))),
    el("defs", {}, hatch(id, "late", "bad", 45, 1.6), hatch(id, "day", "grid", -45, 1)),
    el("rect", { class: "surface", width: sheet.width, height: Math.ceil(height) }),
    body,
  );
  return `${svg}\n`;
}

/** The words of a picture, for an `alt` beside it: its heading, and the main facts. */
export function pictureText(picture: string): { readonly title: string; readonly description: string } {
  const inner = (name: string) => unescaped(new RegExp(`<${name} [^>]*>([^<]*)<`).exec(picture)?.[1] ?? "");
  return { title: inner("title"), description: inner("desc") };
}

/** Stripes, so that what is late, or closed, differs by more than colour. */
function hatch(id: string, name: string, tone: string, angle: number, width: number): Markup {
  const side = name === "late" ? 5 : 7;
  return el(
    "pattern",
    {
      id: `${id}-${name}`,
      width: side,
      height: side,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${angle})`,
    },
    el("rect", { class: name === "late" ? "fill-late" : "fill-none", width: side, height: side }),
    el("rect", { class: name === "late" ? "fill-surface" : `fill-${tone}`, width, height: side }),
  );
}

function styleOf(id: string, scheme: Look["scheme"]): string {
  const own = (rule: string) => `#${id} ${rule}`;
  const plain = [
    `#${id}{max-width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}`,
    own(".strong{font-weight:600}"),
    own("path,#ID line,#ID circle,#ID rect{fill:none;stroke:none}".replaceAll("ID", id)),
    own("text.halo{paint-order:stroke;stroke-width:3;stroke-linejoin:round}"),
    own(".line{stroke-width:1}"),
    own(".thick{stroke-width:2}"),
    own(".dashed{stroke-dasharray:3 3}"),
    own(`.late{fill:url(#${id}-late)}`),
    own(`.day{fill:url(#${id}-day)}`),
  ];
  const light = coloursOf(own, LIGHT);
  const dark = coloursOf(own, DARK);
  if (scheme === "light") return [...plain, ...light].join("");
  if (scheme === "dark") return [...plain, ...dark].join("");
  return [...plain, ...light, `@media (prefers-color-scheme:dark){${dark.join("")}}`].join("");
}

function coloursOf(own: (rule: string) => string, palette: Palette): string[] {
  const { surface, band, grid, ink, muted, good, bad } = palette;
  const fills = { surface, band, grid, ink, muted, good, bad, late: bad };
  return [
    own(`text{fill:${ink}}`),
    ...Object.entries({ muted, good, bad, surface, strong: ink }).map(([name, colour]) =>
      own(`text.${name}{fill:${colour}}`),
    ),
    own(`text.halo{stroke:${surface}}`),
    own(`rect.surface{fill:${surface}}`),
    ...Object.entries(fills).map(([name, colour]) => own(`.fill-${name}{fill:${colour}}`)),
    ...Object.entries({ surface, grid, ink, muted, good, bad }).map(([name, colour]) =>
      own(`.stroke-${name}{stroke:${colour}}`),
    ),
    ...palette.hours.map((colour, step) => own(`.hours-${step}{fill:${colour}}`)),
    ...palette.heat.map((colour, step) => own(`.heat-${step}{fill:${colour}}`)),
  ];
}
