import type { Calendar } from "../calendar/compile.ts";
import type { Evaluation } from "../evaluation.ts";
import type { TicketHistory } from "../history/event.ts";
import type { Interval } from "../time/interval.ts";
import { type Canvas, drawClock, openHours } from "./bars.ts";
import type { NamedDates } from "./dates.ts";
import { domainOf } from "./domain.ts";
import { timelineFacts } from "./facts.ts";
import { finish, MARGIN, writeHeading } from "./frame.ts";
import { type Happening, happeningsOf } from "./happenings.ts";
import { drawHolidays, type NamedCalendar } from "./holidays.ts";
import { keyOf, writeKey } from "./key.ts";
import { MAX_ROWS, type Row, rowsOf } from "./lanes.ts";
import { type ActionShown, actionsShown, drawActions, drawHappenings, LINE_HEIGHT } from "./marks.ts";
import { el, num } from "./markup.ts";
import { textWidth } from "./measure.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import { standingOfAll } from "./outcome.ts";
import { type Scale, ticksOf, writeTicks, xOf } from "./scale.ts";
import { draw, newSheet, rectangles, reserve, SIZE, write, writeAtOneOf } from "./sheet.ts";
import { hostText, instantText, type Words, word } from "./words.ts";

export interface TimelineOptions extends PictureOptions {
  /** Gives the calendars whose hours are shown behind the clocks, by id: `(id) => calendarOf(sla, id)`. */
  readonly calendars?: (id: string) => Calendar | undefined;
  /** The definition, for the names of its holidays. */
  readonly definition?: NamedDates;
  /** Shows `[from, to)` only, in epoch milliseconds; from the first event to what is to come, if left out. */
  readonly from?: number;
  readonly to?: number;
}

/** Below this width labels stand above the bars, not beside them. */
const NARROW = 700;

/**
 * A ticket's story as an SVG: what happened, every clock with its business hours, pauses, due time and breach, the actions,
 * and `asOf`. Times are those of the first clock's calendar, unless `timeZone` says otherwise. Events after `asOf` are not
 * shown; beyond 60 rows of clocks the rest is counted.
 * @throws SlaError for a width, an id, a scheme or a zone that cannot be.
 */
export function ticketTimeline<M extends string>(
  history: TicketHistory,
  verdict: Evaluation<M>,
  options: TimelineOptions = {},
): string {
  const evaluation: Evaluation<string> = verdict;
  const main = evaluation.clocks.find(({ calendar }) => calendar !== null)?.calendar ?? null;
  const calendarBy = (id: string | null) => (id === null ? undefined : options.calendars?.(id));
  const look = readOptions(options, calendarBy(main)?.zone ?? null);
  const { words } = look;
  const sheet = newSheet(look.width);
  const rows = rowsOf(evaluation, words);
  const happenings = happeningsOf(history, evaluation.asOf, words);
  const domain = domainOf(evaluation, happenings, rows, options);
  const page = pageOf(look.width, rows, words, happenings.length > 0);
  const scale: Scale = { ...domain, left: page.left, right: page.right };
  const canvas: Canvas = { sheet, scale, words, asOf: evaluation.asOf };
  const heading =
    look.title === null
      ? word(words, "ticket", { ticket: hostText(evaluation.ticket) })
      : hostText(look.title);
  const facts = timelineFacts(evaluation, rows, words);
  const top = writeHeading(sheet, heading, facts[0]) + 34;
  const hours = openHours(scale, calendarBy(main));
  const open = (row: Row) => {
    const { calendar, basis } = row.clocks[row.clocks.length - 1];
    if (basis !== "business") return null;
    return calendar === main ? hours : openHours(scale, calendarBy(calendar));
  };
  const bands: Band[] = [];
  let y = drawLanes(canvas, page, happenings, top, bands, hours);
  for (const row of rows.slice(0, MAX_ROWS)) y = drawRow(canvas, page, row, open(row), y, bands);
  if (rows.length > MAX_ROWS) {
    write(sheet, {
      text: word(words, "more", { count: rows.length - MAX_ROWS }),
      x: MARGIN,
      y: y + 14,
      tone: "muted",
    });
    y += 24;
  }
  const actions = actionsShown(evaluation.actions, scale);
  y = drawActionLane(canvas, page, actions, y, bands, hours);
  const named =
    main === null ? null : { calendar: calendarBy(main), definition: options.definition, id: main };
  drawFrame(canvas, bands, named, { top, bottom: y });
  const bottom = writeKey(
    sheet,
    keyOf(
      { ...evaluation, actions: actions.filter(({ at }) => at <= scale.to).map(({ action }) => action) },
      happenings,
      hours !== null,
      words,
    ),
    y + 48,
  );
  return finish(sheet, bottom, { heading, facts }, look);
}

/** What stands behind and around the rows: hours, holidays, `asOf` and the axis. */
function drawFrame(
  canvas: Canvas,
  bands: readonly Band[],
  named: NamedCalendar | null,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): void {
  const { sheet, scale, words } = canvas;
  drawBack(canvas, top, bottom, bands);
  drawAsOf(canvas, top, bottom);
  if (named !== null) drawHolidays(canvas, named, { top, bottom });
  const ticks = ticksOf(scale, words);
  for (const { at } of ticks) {
    const x = num(xOf(scale, at));
    draw(
      sheet,
      "back",
      el("path", { d: `M${x} ${num(bottom)}V${num(bottom + 4)}`, class: "stroke-muted line" }),
    );
  }
  writeTicks(sheet, scale, ticks, bottom + 2);
}

/** Where things stand: labels beside the plot, or above each bar on a narrow picture. */
interface Page {
  readonly isNarrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

interface Band {
  readonly top: number;
  readonly bottom: number;
  readonly hours: readonly Interval[] | null;
}

function pageOf(width: number, rows: readonly Row[], words: Words, hasLanes: boolean): Page {
  if (width < NARROW) return { isNarrow: true, left: MARGIN, right: width - MARGIN, width };
  const lanes = hasLanes ? (["requester", "agent", "others", "changes", "actions"] as const) : [];
  const names = [
    ...lanes.map((lane) => textWidth(word(words, lane), SIZE.normal)),
    ...rows.flatMap(({ label, detail }) => [textWidth(label, SIZE.normal), textWidth(detail, SIZE.small)]),
  ];
  const standings = rows.map(({ clocks }) => textWidth(standingOfAll(clocks, words).text, SIZE.normal));
  const most = (widths: readonly number[], limit: number) =>
    Math.min(
      limit,
      widths.reduce((max, one) => Math.max(max, one), 40),
    );
  return {
    isNarrow: false,
    left: MARGIN + most(names, width * 0.2) + 16,
    right: width - MARGIN - most(standings, width * 0.26) - 14,
    width,
  };
}

/** A lane of marks: its label, the line of the marks and its end. */
function laneOf({ isNarrow }: Page, y: number) {
  const middle = y + (isNarrow ? 28 : 14);
  return {
    label: isNarrow ? y + 15 : middle + 4,
    middle,
    bottom: (lines: number) => middle + 14 + lines * LINE_HEIGHT,
  };
}

function drawLanes(
  canvas: Canvas,
  page: Page,
  happenings: readonly Happening[],
  top: number,
  bands: Band[],
  hours: readonly Interval[] | null,
): number {
  let y = top;
  for (const lane of ["requester", "agent", "others", "changes"] as const) {
    const own = happenings.filter((one) => one.lane === lane);
    if (own.length === 0) continue;
    const place = laneOf(page, y);
    write(canvas.sheet, { text: word(canvas.words, lane), x: MARGIN, y: place.label });
    const bottom = place.bottom(drawHappenings(canvas, own, place.middle));
    bands.push({ top: y, bottom, hours });
    y = bottom;
  }
  return y;
}

/** The lane of actions, where there is something in it; gives where it ends. */
function drawActionLane(
  canvas: Canvas,
  page: Page,
  actions: readonly ActionShown[],
  y: number,
  bands: Band[],
  hours: readonly Interval[] | null,
): number {
  if (actions.length === 0) return y;
  const place = laneOf(page, y);
  write(canvas.sheet, { text: word(canvas.words, "actions"), x: MARGIN, y: place.label });
  const bottom = place.bottom(drawActions(canvas, actions, place.middle));
  bands.push({ top: y, bottom, hours });
  return bottom;
}

/** A row of clocks; gives where the next begins. */
function drawRow(
  canvas: Canvas,
  page: Page,
  row: Row,
  hours: readonly Interval[] | null,
  y: number,
  bands: Band[],
): number {
  const { sheet, words } = canvas;
  const { isNarrow, left, right, width } = page;
  const middle = y + (isNarrow ? 37 : 19);
  const bottom = middle + 26;
  const standing = standingOfAll(row.clocks, words);
  const label = row.detail !== "" && isNarrow ? `${row.label} · ${row.detail}` : row.label;
  const labelAt = isNarrow ? y + 17 : middle + (row.detail === "" ? 4 : -3);
  const said = textWidth(standing.text, SIZE.normal);
  const room = isNarrow ? Math.max(width * 0.4, width - 2 * MARGIN - said - 12) : left - MARGIN - 10;
  write(sheet, { text: label, x: MARGIN, y: labelAt, room });
  if (row.detail !== "" && !isNarrow)
    write(sheet, { text: row.detail, x: MARGIN, y: middle + 12, size: SIZE.small, tone: "muted", room });
  const { text, tone } = standing;
  const free = isNarrow
    ? width - 2 * MARGIN - Math.min(room, textWidth(label, SIZE.normal)) - 8
    : width - right - MARGIN - 8;
  write(sheet, {
    text,
    tone,
    isHaloed: isNarrow,
    x: isNarrow ? width - MARGIN : right + 14,
    y: isNarrow ? labelAt : middle + 4,
    anchor: isNarrow ? "end" : "start",
    room: free,
  });
  for (const clock of row.clocks) drawClock(canvas, clock, middle, hours);
  bands.push({ top: y, bottom, hours });
  return bottom;
}

/** Business hours behind each row, and a line between rows. */
function drawBack({ sheet, scale }: Canvas, top: number, bottom: number, bands: readonly Band[]): void {
  for (const { top: from, bottom: to, hours } of bands) {
    if (hours === null || hours.length === 0) continue;
    const boxes = hours.map(([start, end]) => [xOf(scale, start), from, xOf(scale, end), to] as const);
    draw(sheet, "back", el("path", { d: rectangles(boxes), class: "fill-band" }));
  }
  draw(
    sheet,
    "back",
    el("path", { d: `M${num(scale.left)} ${num(bottom)}H${num(scale.right)}`, class: "stroke-grid line" }),
  );
  for (const { top: at } of bands)
    if (at > top)
      draw(
        sheet,
        "back",
        el("path", { d: `M${num(scale.left)} ${num(at)}H${num(scale.right)}`, class: "stroke-grid line" }),
      );
}

function drawAsOf({ sheet, scale, words, asOf }: Canvas, top: number, bottom: number): void {
  if (asOf < scale.from || asOf > scale.to) return;
  const x = xOf(scale, asOf);
  draw(
    sheet,
    "back",
    el("path", { d: `M${num(x)} ${num(top - 16)}V${num(bottom)}`, class: "stroke-ink line" }),
  );
  const line = { text: word(words, "asOf", { at: instantText(words, asOf) }), y: top - 20, size: SIZE.small };
  writeAtOneOf(sheet, [
    { ...line, x, anchor: "middle" },
    { ...line, x: sheet.width - MARGIN, anchor: "end" },
    { ...line, x: MARGIN },
  ]);
  reserve(sheet, { left: x - 1, right: x + 1, top: top - 16, bottom: top });
}
