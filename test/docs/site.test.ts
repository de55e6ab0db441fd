import { describe, expect, it } from "vitest";
import { readPages } from "../../src/cli/site/pages.ts";
import { renderPage } from "../../src/cli/site/render.ts";
import { ROOT } from "../house/sources.ts";

const pages = readPages(ROOT);
const rendered = new Map(
  pages.map((page) => [page.target, renderPage(page, pages, (path) => `repository:${path}`)]),
);

describe("the site of the documents", () => {
  it("has every document, each at an address of its own", () => {
    expect(pages.length).toBeGreaterThan(70);
    expect(rendered.size).toBe(pages.length);
  });

  it("links only to pages and headings that are there, without a server", () => {
    const dead = [...rendered].flatMap(([target, html]) =>
      [...html.matchAll(/<a href="([^"]+)"/g)]
        .map(([, href]) => href)
        .filter((href) => !/^(https?:|repository:)/.test(href))
        .filter((href) => !isThere(target, href))
        .map((href) => `${target}: ${href}`),
    );
    expect(dead).toEqual([]);
  });

  it("needs no script, and nothing from another host", () => {
    const foreign = [...rendered].filter(([, html]) =>
      /<script|(?:src|href)="https?:[^"]*\.(?:js|css)"/.test(html),
    );
    expect(foreign.map(([target]) => target)).toEqual([]);
  });
});

function isThere(from: string, href: string): boolean {
  const { pathname, hash } = new URL(href, `file:///${from}`);
  const html = rendered.get(pathname.slice(1));
  if (html === undefined) return pathname.startsWith("/reference/"); // typedoc's
  return hash === "" || html.includes(`id="${decodeURIComponent(hash.slice(1))}"`);
}
