/**
 * `npm run docs`: the documents as a static site in `docs/site`, beside the API that typedoc has put into
 * `docs/site/reference`. It reads from a folder as well as from a server.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPages } from "./site/pages.ts";
import { renderPage } from "./site/render.ts";
import { STYLE } from "./site/style.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = join(root, "docs/site");
const pages = readPages(root);
for (const page of pages) {
  const file = join(site, page.target);
  mkdirSync(dirname(file), { recursive: true });
  const elsewhere = (path: string) => `${"../".repeat(page.target.split("/").length + 1)}${path}`;
  writeFileSync(file, renderPage(page, pages, elsewhere));
}
writeFileSync(join(site, "style.css"), STYLE);
console.log(`${pages.length} pages in docs/site; open docs/site/index.html`);
