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

/** A table of rows of cells. A cell is what it shows, or `{ of, class }`. On a phone each row becomes a card. */
export function table(caption, titles, rows) {
  const cell = (one, i) => {
    const { of, class: style = "" } =
      one !== null && typeof one === "object" && "of" in one ? one : { of: one };
    return el(
      i === 0 ? "th" : "td",
      { scope: i === 0 ? "row" : null, class: style, "data-title": titles[i].of ?? titles[i] },
      of,
    );
  };
  const head = titles.map((title) =>
    el("th", { scope: "col", class: title.class ?? null }, title.of ?? title),
  );
  return el(
    "table",
    { class: "cards" },
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, head)),
    el(
      "tbody",
      {},
      rows.map((row) => el("tr", {}, row.map(cell))),
    ),
  );
}
