import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A document of the repository, and where it goes in the site. */
export interface Page {
  /** Path below the repository, such as `docs/guides/actions.md`. */
  readonly source: string;
  /** Path below the site, such as `guides/actions.html`. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
  readonly section: string;
}

/** In the order of the menu; a document that no line names goes to its folder's section. */
const SECTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["Start", ["README.md", "docs/quick-start.md", "docs/concepts.md", "examples/README.md"]],
  ["Guides", ["docs/guides/"]],
  ["Reference", ["docs/issues.md", "docs/glossary.md", "docs/laws.md", "docs/facts.md", "docs/changelog.md"]],
  ["Presets", ["docs/presets/README.md", "docs/presets/"]],
  ["Why", ["docs/questions.md", "docs/limits.md", "docs/comparison.md", "docs/design.md", "docs/decisions/"]],
  ["Taking part", ["docs/contributing.md", "docs/security.md", "docs/style.md", "bench/README.md"]],
];

/** Every document, by section and in the order of the menu. */
export function readPages(root: string): Page[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((path) => `docs/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md") && !/^docs\/site\//.test(path))
    .sort();
  const left = new Set(["README.md", "examples/README.md", "bench/README.md", ...docs]);
  const pages = SECTIONS.flatMap(([section, names]) =>
    names.flatMap((name) =>
      [...left]
        .filter((path) => (name.endsWith("/") ? path.startsWith(name) : path === name))
        .map((source) => {
          left.delete(source);
          return pageOf(root, source, section);
        }),
    ),
  );
  if (left.size > 0) throw new Error(`no section of the site takes ${[...left].join(", ")}`);
  return pages;
}

function pageOf(root: string, source: string, section: string): Page {
  const text = readFileSync(join(root, source), "utf8");
  const title = /^# (.+)$/m.exec(text)?.[1] ?? source;
  return { source, target: targetOf(source), title: title.replaceAll("`", ""), text, section };
}

/** `docs/guides/actions.md` is `guides/actions.html`; the README is the first page. */
export function targetOf(source: string): string {
  if (source === "README.md") return "index.html";
  return source
    .replace(/^docs\//, "")
    .replace(/README\.md$/, "index.html")
    .replace(/\.md$/, ".html");
}
