export const $ = (selector) => document.querySelector(selector);

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; what is no element goes in as text. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function clear(element) {
  element.replaceChildren();
}

/** Says something to who cannot see it. */
export function say(text) {
  $("#said").textContent = text;
}

/** How wide a picture is, and how much of that its names have: drawn to size, so that letters stay readable on a phone. */
export function pictureSize(most) {
  const width = Math.min(900, $("#main").clientWidth - 24);
  return [width, Math.min(most, Math.round(width * 0.38))];
}

/** A name that fits into so many pixels of a picture. */
export function shorten(name, pixels) {
  const fits = Math.floor(pixels / 7);
  return name.length > fits ? `${name.slice(0, fits - 1)}…` : name;
}

/**
 * A table of rows of cells. A cell is what it shows, or `{ of, class }`. On a phone each row becomes a card, for which browsers
 * forget that it is a table: the roles say it again.
 */
export function table(caption, titles, rows, style = "") {
  const cell = (one, i) => {
    const { of, class: style = "" } =
      one !== null && typeof one === "object" && "of" in one ? one : { of: one };
    return el(
      i === 0 ? "th" : "td",
      {
        scope: i === 0 ? "row" : null,
        role: i === 0 ? "rowheader" : "cell",
        class: style,
        "data-title": titles[i].of ?? titles[i],
      },
      of,
    );
  };
  const head = titles.map((title) =>
    el("th", { scope: "col", role: "columnheader", class: title.class ?? null }, title.of ?? title),
  );
  return el(
    "table",
    { class: `cards ${style}`.trim(), role: "table" },
    el("caption", {}, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head)),
    el(
      "tbody",
      { role: "rowgroup" },
      rows.map((row) => el("tr", { role: "row" }, row.map(cell))),
    ),
  );
}
