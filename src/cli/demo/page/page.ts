import { number } from "../cells.ts";
import type { Desk } from "../desk.ts";
import type { Source } from "../print.ts";
import type { Summary } from "../summary.ts";
import { fullTime, plural, zoneWords } from "../words.ts";
import { backtestSection } from "./backtest.ts";
import { breachSection } from "./breaches.ts";
import { complianceSection, heatSection } from "./compliance.ts";
import { type Contract, creditSection } from "./credits.ts";
import type { Draft } from "./draft.ts";
import type { PageData } from "./gather.ts";
import { el, type Html, host, hostText, join, rules, text } from "./html.ts";
import { keyFigures } from "./keyFigures.ts";
import { type Section, sectionHtml } from "./parts.ts";
import { pauseSection } from "./pauseAudit.ts";
import { promiseSection } from "./promises.ts";
import { queueSection } from "./queue.ts";
import { pageStyle } from "./style.ts";

/** What the page tells of. */
export interface PageParts {
  readonly summary: Summary;
  readonly page: PageData;
  readonly desk: Desk;
  readonly source: Source;
  readonly contract: Contract | null;
  readonly draft: Draft | null;
}

/** The whole report as one file: it loads nothing, needs no script, and the same input gives the same bytes. */
export function pageHtml(parts: PageParts): string {
  const { summary, page, desk, source, contract, draft } = parts;
  const { asOf } = summary;
  const sections: readonly Section[] = [
    keyFigures(summary),
    complianceSection(summary, page, desk),
    heatSection(page),
    queueSection(page, desk, asOf),
    breachSection(page, desk, asOf),
    pauseSection(page, desk, asOf),
    ...(contract ? [creditSection(contract, summary, desk)] : []),
    ...(draft ? [backtestSection(draft, desk)] : []),
    promiseSection(desk),
  ];
  const body = el(
    "body",
    {},
    el("header", {}, el("h1", {}, host(source.name)), about(parts)),
    contents(sections),
    el("main", {}, ...sections.map(sectionHtml)),
    el("footer", {}, text(closing(parts))),
  );
  return `<!doctype html>\n${el("html", { lang: "en" }, head(source.name), body)}\n`;
}

function head(name: string): Html {
  return el(
    "head",
    {},
    el("meta", { charset: "utf-8" }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", {
      "http-equiv": "Content-Security-Policy",
      content: "default-src 'none'; style-src 'unsafe-inline'",
    }),
    el("title", {}, text(`${hostText(name)} – service levels`)),
    el("style", {}, rules(pageStyle())),
  );
}

function about({ summary, page }: PageParts): Html {
  const zone = page.timeZone;
  const code = (value: string | null) => el("code", {}, text(value ?? "–"));
  return el(
    "p",
    { class: "about muted" },
    text("As of "),
    el(
      "time",
      { datetime: new Date(summary.asOf).toISOString() },
      text(`${fullTime(summary.asOf, zone)} in ${zoneWords(zone)}`),
    ),
    text(" · definition "),
    code(page.definition),
    text(" · semantics "),
    code(page.semantics === null ? null : String(page.semantics)),
  );
}

function contents(sections: readonly Section[]): Html {
  const links = sections.map(({ id, title }) => el("li", {}, el("a", { href: `#${id}` }, text(title))));
  return el("nav", { "aria-label": "Contents" }, el("ul", {}, join(links)));
}

function closing({ summary, source }: PageParts): string {
  const { tickets, notYetOpened, warnings } = summary;
  const odd = [...warnings.values()].reduce((sum, count) => sum + count, 0);
  const notes = [
    source.badLines > 0 ? `${plural(source.badLines, "line")} could not be read` : null,
    notYetOpened > 0 ? `${plural(notYetOpened, "ticket")} had no event yet` : null,
    odd > 0 ? `${number(odd)} warnings about odd histories, which are evaluated all the same` : null,
  ].filter((note) => note !== null);
  return `${[`${plural(tickets, "ticket")} evaluated by dueclock`, ...notes].join("; ")}.`;
}
