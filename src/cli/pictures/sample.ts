import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  type CalendarDefinition,
  calendarOf,
  compileCalendar,
  compileSla,
  evaluateTicket,
  luxonZones,
  parseDefinition,
  type TicketHistory,
} from "../../index.ts";
import { addToReport, reportRows, startReport } from "../../report.ts";
import { breachHeatMap, calendarStrip, complianceChart, ticketTimeline } from "../../svg.ts";
import { SAMPLE_AS_OF } from "../demo/sampleDefinition.ts";

const SAMPLE = new URL("../../../examples/helpdesk-week/", import.meta.url);

/** The ticket whose story the demo tells, and the width of the pictures in the documents. */
const TICKET = "T-1002";
const WIDTH = 880;
/** Two days before the report, when some of its days were over. */
const EARLIER = SAMPLE_AS_OF - 2 * 86_400_000;

/** The pictures of the documents by file name, made from the sample week. */
export async function samplePictures(): Promise<ReadonlyMap<string, string>> {
  const read = (name: string) => readFile(fileURLToPath(new URL(name, SAMPLE)), "utf8");
  const definition = parseDefinition(JSON.parse(await read("definition.json")));
  const tickets = (await read("tickets.jsonl"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as TicketHistory);
  const sla = compileSla(definition);
  const zones = luxonZones();
  const verdicts = tickets.map((history) => evaluateTicket(sla, history, { asOf: SAMPLE_AS_OF }));
  const rowsAt = (asOf: number) => {
    const report = startReport({ period: "day", timeZone: "Europe/Berlin" }, zones);
    for (const history of tickets) addToReport(report, evaluateTicket(sla, history, { asOf }));
    return report;
  };
  const history = tickets.find(({ ticket }) => ticket === TICKET) as TicketHistory;
  const evaluation = evaluateTicket(sla, history, { asOf: SAMPLE_AS_OF });
  const story = (width: number) =>
    ticketTimeline(history, evaluation, {
      width,
      calendars: (id) => calendarOf(sla, id),
      definition,
      title: `${TICKET} · Search finds no archived orders`,
    });
  const { berlin } = definition.calendars as Readonly<Record<string, CalendarDefinition>>;
  const { holidayLists = {} } = definition;
  const rows = reportRows(rowsAt(SAMPLE_AS_OF), { earlier: rowsAt(EARLIER) });
  const support = compileCalendar(berlin, { holidayLists });
  return new Map([
    ["timeline.svg", story(WIDTH)],
    ["timeline-phone.svg", story(360)],
    ["compliance.svg", complianceChart(rows, { width: WIDTH })],
    ["calendar.svg", calendarStrip(support, { year: 2026, definition: berlin, holidayLists, width: WIDTH })],
    ["breaches.svg", breachHeatMap(verdicts, { width: WIDTH, timeZone: "Europe/Berlin", zones })],
  ]);
}
