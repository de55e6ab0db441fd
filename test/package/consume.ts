import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/*
 * Uses the built package by its own name, as ESM and as CommonJS, from four entries. Run by `npm run check` after
 * the build; the package resolves its own name by its `exports`, as a host would.
 */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const BODY = `
  const calendar = main.compileCalendar({ timeZone: "Europe/Warsaw", weeklyHours: { mon: [["09:00", "17:00"]] } });
  const at = Date.UTC(2026, 2, 2, 8);
  if (main.addBusinessTime(calendar, at, 3_600_000) !== at + 3_600_000) throw new Error("wrong answer");
  const definition = { policies: [{ id: "all", targets: { firstResponse: "4h" } }] };
  const sla = main.compileSla(definition);
  const history = { ticket: "T-1", events: [{ id: "e1", at, type: "created", by: "requester" }] };
  const verdict = core.evaluateTicket(sla, history, { asOf: at });
  if (verdict.urgency?.dueAt !== at + 4 * 3_600_000) throw new Error("wrong verdict");
  const told = backtest.backtest([history], { current: sla, draft: main.checkSla({ policies: [{ id: "all", targets: { firstResponse: "2h" } }] }), asOf: at });
  if (told.total.earlier.count !== 1) throw new Error("wrong backtest");
  const picture = svg.ticketTimeline(history, verdict);
  if (svg.pictureText(picture).title !== "Ticket T-1") throw new Error("wrong picture");
  const late = explain.explain(sla, history, { asOf: at + 5 * 3_600_000 });
  if (!explain.sentences(late).some((text) => text.includes("when the promised 4 hours ran out"))) throw new Error("wrong explanation");
  try {
    main.compileSla({ policies: [{ id: "a", targets: { firstResponse: 0 } }] });
    throw new Error("no error");
  } catch (error) {
    if (!(error instanceof main.SlaError) || !(error instanceof core.SlaError)) throw error;
  }
`;

const programs = {
  esm: [
    "--input-type=module",
    "-e",
    `import * as main from "dueclock"; import * as core from "dueclock/core"; import * as backtest from "dueclock/backtest"; import * as svg from "dueclock/svg"; import * as explain from "dueclock/explain"; ${BODY}`,
  ],
  cjs: [
    "--input-type=commonjs",
    "-e",
    `const main = require("dueclock"); const core = require("dueclock/core"); const backtest = require("dueclock/backtest"); const svg = require("dueclock/svg"); const explain = require("dueclock/explain"); ${BODY}`,
  ],
  mixed: [
    "--input-type=module",
    "-e",
    `import { createRequire } from "node:module"; import * as main from "dueclock"; const core = createRequire(import.meta.url)("dueclock/core"); const backtest = createRequire(import.meta.url)("dueclock/backtest"); const svg = createRequire(import.meta.url)("dueclock/svg"); const explain = createRequire(import.meta.url)("dueclock/explain"); ${BODY}`,
  ],
};

for (const [name, args] of Object.entries(programs)) {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  console.log(`the built package works from ${name}`);
}
