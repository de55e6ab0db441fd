/*
 * docs/issues.md: complete, and true. Every code of the sources has a section, every section is of a code of the sources,
 * each example gives its code, and no retired code is used. (Its `ts` blocks are run with those of the other documents.)
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkSla, compileSla, type Definition, evaluateTicket, type TicketHistory } from "dueclock";
import { describe, expect, it } from "vitest";
import { ROOT, readSources, roomOf } from "../house/sources.ts";

const page = readFileSync(join(ROOT, "docs/issues.md"), "utf8");
const [body, retired] = page.split("## Retired codes");
const sections = [
  ...body.matchAll(/^### `([a-z.A-Z_]+)`\n\n\*(\w+)\* · (.+)\n\n(?:```(\w+)\n([\s\S]*?)```)?/gm),
].map(([, code, severity, text, language, example]) => ({ code, severity, text, language, example }));
const ROOMS =
  "definition|calendar|condition|metric|policy|version|target|action|history|snapshot|report|credits|ical|holidays|import";
const TYPES = ["action.delivered", "policy.assigned", "policy.released", "ical.js"];

/** Every text of the sources that has the form of a code. */
function codesOfSources(): string[] {
  const texts = readSources()
    .filter(({ path }) => !["cli", "testing", "preset", "explain"].includes(roomOf(path)))
    .flatMap(({ text }) =>
      [...text.matchAll(new RegExp(`"((?:${ROOMS})\\.[a-z_]+)"`, "g"))].map(([, code]) => code),
    );
  // Made of the name of a room and a reason
  const made = readSources().flatMap(({ path, text }) => [
    ...[...text.matchAll(/\brefused\(\s*"([a-z_]+)"/g)].map(([, reason]) => `report.${reason}`),
    ...[...text.matchAll(/\bcomplain\(\s*[\w.]+,\s*"([a-z_]+)"/g)].map(([, reason]) => `import.${reason}`),
    ...(path === "policy/target.ts" ? ["policy.unknown_calendar", "target.unknown_calendar"] : []),
  ]);
  return [...new Set([...texts, ...made])].filter((code) => !TYPES.includes(code)).sort();
}

/** Codes without an example here; each is shown by the tests of its room. */
const SHOWN_ELSEWHERE = ["calendar.too_many_dates", "metric.too_many_values"];

describe("the page of issues", () => {
  it("has a section for every code, and none for another", () => {
    expect(sections.map(({ code }) => code).sort()).toEqual(codesOfSources());
  });

  it("uses no retired code again", () => {
    const gone = [...retired.matchAll(/^\| `([\w.]+)`/gm)].map(([, code]) => code);
    expect(gone.filter((code) => codesOfSources().includes(code))).toEqual([]);
  });

  it("shows each code of definitions and histories by an example", () => {
    const bare = sections.filter(
      ({ code, example }) => !example && /^(def|cal|cond|met|pol|ver|tar|act|his)/.test(code),
    );
    expect(bare.map(({ code }) => code)).toEqual(SHOWN_ELSEWHERE);
    const silent = sections.filter(
      ({ code, language, example }) => language === "ts" && !example.includes(`"${code}"`),
    );
    expect(silent.map(({ code }) => code)).toEqual([]);
  });

  it.each(sections.filter(({ language }) => language === "json"))(
    "gives $code for its example",
    (section) => {
      const { code, severity, example } = section;
      const given = JSON.parse(example);
      const found = "events" in given ? warningsOf(given) : checkSla(given).issues;
      expect(found.map((one) => one.code)).toContain(code);
      const said = found.find((one) => one.code === code);
      expect(said && "severity" in said ? said.severity : "warning").toBe(severity);
    },
  );
});

function warningsOf(given: {
  definition?: Definition<string>;
  events: TicketHistory["events"];
  asOf?: number;
}) {
  const { definition = { policies: [{ id: "all", targets: { resolution: "8h" } }] }, events } = given;
  const asOf =
    given.asOf ?? Math.max(0, ...(events ?? []).map(({ at }) => (typeof at === "number" ? at : 0)));
  return evaluateTicket(compileSla(definition), { ticket: "T-1", events }, { asOf }).warnings;
}
