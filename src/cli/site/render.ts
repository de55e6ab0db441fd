import { dirname, join, relative } from "node:path";
import MarkdownIt from "markdown-it";
import type { Page } from "./pages.ts";

/** A heading as links name it, as code hosts do. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\d\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

/** Where a link of a page leads in the site; files that are no page (sources, JSON) lead to `elsewhere`. */
export type Elsewhere = (path: string) => string;

/** A document as a page that needs no server and no script: links are relative, the menu is in it. */
export function renderPage(page: Page, pages: readonly Page[], elsewhere: Elsewhere): string {
  const bySource = new Map(pages.map((one) => [one.source, one]));
  const up = (target: string) => relative(dirname(page.target), target) || target;
  const md = new MarkdownIt({ html: false, linkify: false });
  const escaped = md.utils.escapeHtml;
  const attribute = (token: { attrGet(name: string): string | null }, name: string) =>
    token.attrGet(name) ?? "";
  md.renderer.rules.heading_open = (tokens, i) => {
    const title = tokens[i + 1].content.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    return `<${tokens[i].tag} id="${escaped(anchorOf(title))}">`;
  };
  md.renderer.rules.link_open = (tokens, i) => {
    const href = attribute(tokens[i], "href");
    return `<a href="${escaped(linkOf(href))}">`;
  };
  md.renderer.rules.table_open = () => '<div class="wide"><table>';
  md.renderer.rules.table_close = () => "</table></div>";
  md.renderer.rules.fence = (tokens, i) => {
    const { info, content } = tokens[i];
    return `<pre class="${escaped(info)}"><code>${info === "ts" ? coloured(escaped(content)) : escaped(content)}</code></pre>\n`;
  };
  const linkOf = (href: string): string => {
    if (/^[a-z]+:/.test(href) || href.startsWith("#")) return href;
    const [path, heading] = href.split("#");
    const source = join(dirname(page.source), decodeURI(path)).replaceAll("\\", "/").replace(/\/$/, "");
    const to = bySource.get(source) ?? bySource.get(`${source}/README.md`);
    if (to) return `${up(to.target)}${heading ? `#${heading}` : ""}`;
    const first = pages.find((one) => one.source.startsWith(`${source}/`));
    return first && source.startsWith("docs/") ? up(first.target) : elsewhere(source);
  };
  const body = md.render(page.text);
  return layout(page, menuOf(page, pages, up, escaped), body, up, escaped);
}

/** Comments, texts and numbers in their own colour; what `=>` asserts stands out. Works on escaped code. */
function coloured(code: string): string {
  return code.replace(
    /(\/\/ =&gt;[^\n]*)|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(&quot;(?:(?!&quot;)[^\n\\]|\\.)*&quot;|`[^`]*`)|\b(import|export|from|const|let|type|interface|function|return|if|else|for|of|new|as|try|catch|throw|null|true|false|undefined|typeof|instanceof)\b/g,
    (all, answer, comment, text, word) => {
      const kind = answer ? "answer" : comment ? "comment" : text ? "text" : word ? "word" : null;
      return kind ? `<span class="${kind}">${all}</span>` : all;
    },
  );
}

type Text = (text: string) => string;

function menuOf(page: Page, pages: readonly Page[], up: Text, escaped: Text): string {
  const sections = [...new Set(pages.map(({ section }) => section))];
  const list = (section: string) =>
    pages
      .filter((one) => one.section === section)
      .map((one) => {
        const here = one === page ? ' aria-current="page"' : "";
        return `<li><a href="${up(one.target)}"${here}>${escaped(one.source === "README.md" ? "Overview" : one.title)}</a></li>`;
      })
      .join("\n");
  const api = `<li><a href="${up("reference/index.html")}">API, entry by entry</a></li>`;
  return sections
    .map((section) => {
      const open = section === page.section || section === "Start" || section === "Guides" ? " open" : "";
      const extra = section === "Reference" ? api : "";
      return `<details${open}><summary>${section}</summary><ul>${extra}${list(section)}</ul></details>`;
    })
    .join("\n");
}

function layout(page: Page, menu: string, body: string, up: Text, escaped: Text): string {
  const title = page.source === "README.md" ? "dueclock" : `${escaped(page.title)} · dueclock`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${up("style.css")}">
</head>
<body>
<a class="skip" href="#text">To the text</a>
<nav aria-label="Documents"><p class="name"><a href="${up("index.html")}">dueclock</a></p>
${menu}
</nav>
<main id="text">
${body}
</main>
</body>
</html>
`;
}
