import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CalendarDefinition,
  type Definition,
  luxonZones,
  type TicketHistory,
  type ZoneTable,
} from "dueclock";
import fc from "fast-check";
import { cases } from "../../src/testing/arbitraries/cases.ts";
import { ROOT } from "../house/sources.ts";
import { ZONES } from "../property/arbitraries.ts";
import type { Questions } from "./answer.ts";

const SEED = 20_261_125;
const CASES = 400;

/** The sample week's tickets, cases of the oracle (always the same ones), and a calendar in each odd zone. */
export function questions(): Questions {
  const week = join(ROOT, "examples/helpdesk-week");
  const sample = JSON.parse(readFileSync(join(week, "definition.json"), "utf8")) as Definition<string>;
  const histories = readFileSync(join(week, "tickets.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as TicketHistory);
  const drawn = fc.sample(cases, { numRuns: CASES, seed: SEED });
  const day = [
    ["09:00", "12:30"],
    ["13:00", "24:00"],
  ] as const;
  const calendars = ZONES.map(
    (timeZone): CalendarDefinition => ({
      timeZone,
      weeklyHours: { mon: day, tue: day, wed: day, thu: [["22:00", "06:00"]], sun: [["00:00", "06:00"]] },
      holidays: ["12-25", { from: "2026-05-01", to: "2026-05-03" }],
    }),
  );
  const asOf = Date.UTC(2026, 4, 15, 14);
  const asked = [
    ...histories.map((history) => ({ definition: 0, history, asOf })),
    ...drawn.map(({ history, asOf }, i) => ({ definition: i + 1, history, asOf })),
  ];
  const definitions = [sample, ...drawn.map(({ definition }) => definition)];
  return { zones: pinned([...calendars, ...definitions]), tickets: asked, definitions, calendars };
}

/** Tables of every zone that is named anywhere, as this machine has them today: each runtime gets these and no others. */
function pinned(named: readonly unknown[]): Record<string, ZoneTable> {
  const ids = [...JSON.stringify(named).matchAll(/"timeZone":"([^"]+)"/g)].map(([, id]) => id);
  const tables = [...new Set(ids)].map((id) => [id, luxonZones().zone(id)] as const);
  return Object.fromEntries(tables.flatMap(([id, table]) => (table ? [[id, table]] : [])));
}
