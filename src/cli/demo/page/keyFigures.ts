import { reportRows } from "../../../report.ts";
import { number, percent } from "../cells.ts";
import type { Summary } from "../summary.ts";
import { el, type Html, text } from "./html.ts";
import { bad, type Section } from "./parts.ts";

/** What somebody who reads no further should know. */
export function keyFigures(summary: Summary): Section {
  const { tickets, categories, openClocks, compliance, actionCounts } = summary;
  const sum = (name: "met" | "missed") =>
    reportRows(compliance).reduce((total, row) => total + Number(row[name]), 0);
  const [met, missed] = [sum("met"), sum("missed")];
  const ended = (categories.get("solved") ?? 0) + (categories.get("closed") ?? 0);
  const open = [...openClocks.values()];
  const late = open.reduce((total, one) => total + one.late, 0);
  const paused = open.reduce((total, one) => total + one.paused, 0);
  const atRisk = open.reduce((total, one) => total + one.atRisk, 0);
  const figures: readonly (readonly [string, Html])[] = [
    ["Tickets", text(number(tickets))],
    ["Of these open", text(number(tickets - ended))],
    ["Promises judged", text(number(met + missed))],
    ["Kept in time", text(percent(met, met + missed))],
    ["Missed", bad(number(missed), missed > 0)],
    ["Late now", bad(number(late), late > 0)],
    ["At risk now", text(number(atRisk))],
    ["Paused now", text(number(paused))],
    ["Reminders due", text(number(actionCounts.reminder))],
    ["Escalations due", text(number(actionCounts.escalation))],
  ];
  const cells = figures.map(([name, figure]) =>
    el("div", {}, el("dt", {}, text(name)), el("dd", {}, figure)),
  );
  return { id: "figures", title: "Key figures", content: [el("dl", { class: "figures" }, ...cells)] };
}
