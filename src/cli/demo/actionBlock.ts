import type { DayOffset, FieldPatch } from "../../index.ts";
import { number, text } from "./cells.ts";
import type { Desk } from "./desk.ts";
import type { Summary } from "./summary.ts";
import { type Cell, type Column, type Paint, paragraph, table } from "./table.ts";
import { durationWords, metricWords, plural, shortTime, zoneWords } from "./words.ts";

const COLUMNS: readonly Column[] = [
  { title: "Ticket" },
  { title: "Because", keep: true },
  { title: "Tell" },
  { title: "Change" },
  { title: "Since", keep: true },
];

/** The reminders and escalations that the helpdesk should perform now. */
export function actionBlock(summary: Summary, desk: Desk, paint: Paint): string[] {
  const { actions, actionCounts } = summary;
  if (actions.count() === 0) return ["  Nothing to do."];
  const rows = actions.items.map(({ ticket, fields, action, fireAt }): Cell[] => {
    const zone = desk.zoneOf(action.policy);
    return [
      ticket,
      whatHappened(action.metric, action.rule, desk),
      action.notify.map((who) => recipient(who, text(fields.assignee))).join(", "),
      changes(action.set),
      `${shortTime(fireAt, zone, summary.asOf)} ${zoneWords(zone)}`,
    ];
  });
  const more = actions.count() - rows.length;
  const kinds = `${plural(actionCounts.reminder, "reminder")} and ${plural(actionCounts.escalation, "escalation")}`;
  return [
    ...table(COLUMNS, rows, paint),
    ...(more > 0 ? [`  and ${number(more)} more`] : []),
    ...paragraph(
      `${kinds}, those of open clocks first; the clocks of ${number(actionCounts.ended)} have ended since.`,
    ),
  ];
}

/** Which promise, and how far along: `first response, 30 min late`. */
function whatHappened(metric: string, rule: string, desk: Desk): string {
  const fire = desk.rules.get(rule)?.fire;
  const what = metricWords(metric);
  if (!fire) return what;
  if ("at" in fire) return `${what}, ${fire.at.replace("%", " %")} used`;
  if ("before" in fire) return `${what}, ${offsetWords(fire.before)} left`;
  if ("afterStart" in fire) return `${what}, ${offsetWords(fire.afterStart)} used`;
  return `${what}, ${offsetWords(fire.after)} late`;
}

function offsetWords(offset: string | number | DayOffset): string {
  return typeof offset === "object" ? plural(offset.businessDays, "business day") : durationWords(offset);
}

function recipient(who: string, assignee: string): string {
  if (who === "assignee") return assignee === "" ? "the assignee" : assignee;
  if (who.startsWith("user:")) return who.slice("user:".length);
  if (who.startsWith("group:")) return `group ${who.slice("group:".length)}`;
  return who.replaceAll(".", " ");
}

function changes(set: FieldPatch | null): string {
  return Object.entries(set ?? {})
    .map(([field, value]) => (value === null ? `clear ${field}` : `${field} ${String(value)}`))
    .join(", ");
}
