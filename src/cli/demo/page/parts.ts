import { el, type Html, join, picture, text } from "./html.ts";

/** Widths at which the pictures are made, for screens and for phones. */
const WIDE = 912;
const PHONE = 360;

/** A part of the page under a heading of the second order. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: readonly Html[];
}

export function sectionHtml({ id, title, content }: Section): Html {
  return el("section", { "aria-labelledby": id }, el("h2", { id }, text(title)), ...content);
}

export interface Column {
  readonly title: string;
  /** `number`: at the end of its column, on one line; `line`: on one line; `words`: with room for several. */
  readonly as?: "number" | "line" | "words";
}

/** A row, whose first cell names it; `isSum` for a row that sums up those above. */
export interface Row {
  readonly cells: readonly Html[];
  readonly isSum?: boolean;
}

/** A table that scrolls in a box of its own where it is too wide. Columns that are empty in every row are left out. */
export function table(id: string, caption: string, columns: readonly Column[], rows: readonly Row[]): Html {
  const shown = columns.map((_, i) => i === 0 || rows.some(({ cells }) => cells[i] !== ""));
  const kept = <T>(list: readonly T[]) => list.filter((_, i) => shown[i]);
  const own = kept(columns);
  const head = own.map(({ title, as = null }) => el("th", { scope: "col", class: as }, text(title)));
  const body = rows.map(({ cells, isSum = false }) =>
    el(
      "tr",
      { class: isSum ? "sum" : null },
      ...kept(cells).map((cell, i) =>
        el(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: own[i].as ?? null }, cell),
      ),
    ),
  );
  return el(
    "div",
    { class: "box", role: "region", tabindex: 0, "aria-labelledby": `${id}-caption` },
    el(
      "table",
      {},
      el("caption", { id: `${id}-caption` }, text(caption)),
      el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...body),
    ),
  );
}

/** A picture, drawn for both widths; the style shows one of them. */
export function figure(draw: (width: number) => string): Html {
  return el(
    "figure",
    {},
    el("div", { class: "wide" }, picture(draw(WIDE))),
    el("div", { class: "narrow" }, picture(draw(PHONE))),
  );
}

export function paragraph(value: string, kind: "muted" | null = null): Html {
  return el("p", { class: kind }, text(value));
}

export function list(items: readonly Html[]): Html {
  return el("ul", {}, ...items.map((item) => el("li", {}, item)));
}

export function details(summary: string, ...content: readonly Html[]): Html {
  return el("details", {}, el("summary", {}, text(summary)), ...content);
}

/** What is late, or got worse: in another colour, and bold. */
export function bad(value: string, isBad = true): Html {
  return isBad ? el("span", { class: "bad" }, text(value)) : text(value);
}

export function listOr(none: string, rows: readonly Row[], made: () => Html): Html {
  return rows.length === 0 ? paragraph(none) : join([made()]);
}
