import { businessPeriods } from "../calendar/arithmetic.ts";
import type { Calendar } from "../calendar/compile.ts";
import type { Reading } from "../deadline/reading.ts";
import { type Interval, intersect } from "../time/interval.ts";
import { DAY, SUPPORTED_FROM, SUPPORTED_TO } from "../time/units.ts";
import { el } from "./markup.ts";
import { pixelsOf, type Scale, xOf } from "./scale.ts";
import { draw, isAcross, rectangles, reserve, type Sheet, SIZE, titled, writeAtOneOf } from "./sheet.ts";
import { instantText, timeText, type Words, wallOf, word } from "./words.ts";

/** What bars are drawn on. */
export interface Canvas {
  readonly sheet: Sheet;
  readonly scale: Scale;
  readonly words: Words;
  readonly asOf: number;
}

/** Half the height of a bar, and of the line that stands for a bar while nothing is used up. */
const FULL = 6;
const THIN = 1.25;
/** Half the height of a pause. */
const HOLLOW = 3;

/** Days narrower than this show no single hours. */
const HOURS_FROM = 10;

/** Business hours of the scale; null where days are too narrow to show them, or there is no calendar. */
export function openHours(scale: Scale, calendar: Calendar | undefined): Interval[] | null {
  const from = Math.ceil(Math.max(scale.from, SUPPORTED_FROM));
  const to = Math.floor(Math.min(scale.to, SUPPORTED_TO - 1));
  if (!calendar || from >= to || pixelsOf(scale, DAY) < HOURS_FROM) return null;
  return businessPeriods(calendar, from, to).map((period) => [period.from, period.to] as const);
}

/** A clock's bar: thick where it ran, striped where it was late, a line where it paused; then what is left, its due time and its end. */
export function drawClock(canvas: Canvas, clock: Reading, y: number, open: readonly Interval[] | null): void {
  const hours = clock.basis === "business" ? open : null;
  const until = clock.endedAt ?? canvas.asOf;
  for (const stretch of clock.stretches) {
    const whole: Interval = [stretch.from, Math.min(stretch.to ?? until, until)];
    for (const [part, isLate] of partsOf(whole, clock.breachedAt)) {
      drawPart(canvas, part, y, { kind: stretch.kind, isLate, hours });
    }
  }
  if (clock.endedAt === null) drawRest(canvas, clock, y);
  drawDue(canvas, clock, y);
  drawEnd(canvas, clock, y);
}

interface Look {
  readonly kind: "running" | "paused" | "fulfilled";
  readonly isLate: boolean;
  readonly hours: readonly Interval[] | null;
}

function drawPart(canvas: Canvas, part: Interval, y: number, { kind, isLate, hours }: Look): void {
  const { sheet, scale } = canvas;
  const inside = intersect([part], [[scale.from, scale.to]]);
  if (inside.length === 0) return;
  const tone = isLate ? "bad" : "good";
  const boxOf = ([from, to]: Interval, half: number) =>
    [xOf(scale, from), y - half, Math.max(xOf(scale, to), xOf(scale, from) + 0.75), y + half] as const;
  if (kind === "paused") {
    draw(
      sheet,
      "middle",
      el("path", { d: rectangles([boxOf(inside[0], HOLLOW)]), class: `fill-surface stroke-${tone} line` }),
    );
    return;
  }
  if (kind === "fulfilled") {
    const [left, , right] = boxOf(inside[0], 0);
    const d = `M${n(left)} ${n(y)}H${n(right)}`;
    draw(sheet, "middle", el("path", { d, class: `stroke-${tone} thick`, "stroke-dasharray": "1 4" }));
    return;
  }
  const counting = hours === null ? inside : intersect(inside, hours);
  draw(
    sheet,
    "middle",
    el("path", { d: rectangles(inside.map((one) => boxOf(one, THIN))), class: `fill-${tone}` }),
  );
  if (counting.length === 0) return;
  const name = isLate ? "late" : "fill-good";
  draw(sheet, "middle", el("path", { d: rectangles(counting.map((one) => boxOf(one, FULL))), class: name }));
}

/** A stretch cut at the breach. */
function partsOf([from, to]: Interval, breachedAt: number | null): [Interval, boolean][] {
  if (from >= to) return [];
  if (breachedAt === null || breachedAt >= to) return [[[from, to], false]];
  if (breachedAt <= from) return [[[from, to], true]];
  return [
    [[from, breachedAt], false],
    [[breachedAt, to], true],
  ];
}

/** What is left until the due time: an open frame. */
function drawRest({ sheet, scale, asOf }: Canvas, { dueAt, startedAt }: Reading, y: number): void {
  const from = Math.max(asOf, startedAt);
  if (dueAt === null || dueAt <= from || from >= scale.to) return;
  const [left, right] = [xOf(scale, from), xOf(scale, dueAt)];
  const edge = dueAt > scale.to ? "" : `V${n(y + FULL - 0.5)}`;
  const back = dueAt > scale.to ? `M${n(right)} ${n(y + FULL - 0.5)}H${n(left)}` : `H${n(left)}`;
  draw(
    sheet,
    "middle",
    el("path", {
      d: `M${n(left)} ${n(y - FULL + 0.5)}H${n(right)}${edge}${back}`,
      class: "stroke-good line dashed",
    }),
  );
}

function drawDue({ sheet, scale, words, asOf }: Canvas, clock: Reading, y: number): void {
  const { dueAt, breachedAt } = clock;
  const at = dueAt ?? breachedAt;
  if (at === null) return;
  const isBeyond = at > scale.to || at < scale.from;
  const x = xOf(scale, at);
  const isMissed = breachedAt !== null;
  const tone = isMissed ? "bad" : "ink";
  const saying = word(words, "dueAt", { at: instantText(words, at) });
  if (!isBeyond) {
    draw(
      sheet,
      "front",
      titled(
        "path",
        { d: `M${n(x)} ${n(y - FULL - 4)}V${n(y + FULL + 4)}`, class: `stroke-${tone} thick` },
        saying,
      ),
    );
    reserve(sheet, { left: x - 1, right: x + 1, top: y - FULL - 4, bottom: y + FULL + 4 });
  }
  if (breachedAt !== null && breachedAt >= scale.from && breachedAt <= scale.to)
    drawCross(
      sheet,
      xOf(scale, breachedAt),
      y - FULL - 6,
      `${word(words, "breached")} ${instantText(words, breachedAt)}`,
    );
  const isNear = wallOf(words.zone, at).day === wallOf(words.zone, clock.startedAt).day;
  const time = isNear && !isBeyond ? timeText(words, at) : instantText(words, at);
  const label = `${word(words, "dueAt", { at: time })}${at > scale.to ? " →" : ""}`;
  const line = {
    y: y + FULL + 14,
    size: SIZE.small,
    tone: isMissed ? ("bad" as const) : ("muted" as const),
    text: label,
  };
  const places = [
    { ...line, x, anchor: "middle" as const, room: 400 },
    { ...line, x: Math.min(x + 1, scale.right), anchor: "end" as const, room: 400 },
    { ...line, x: Math.max(x - 1, scale.left), anchor: "start" as const, room: 400 },
  ];
  const now = xOf(scale, asOf);
  const crossed = places.filter((place) => isAcross(place, now));
  const clear = places.filter((place) => !crossed.includes(place));
  writeAtOneOf(sheet, [...clear, ...crossed.map((place) => ({ ...place, isHaloed: true }))]);
}

/** Where the target was missed. */
function drawCross(sheet: Sheet, x: number, y: number, title: string): void {
  const d = `M${n(x - 3)} ${n(y - 3)}L${n(x + 3)} ${n(y + 3)}M${n(x + 3)} ${n(y - 3)}L${n(x - 3)} ${n(y + 3)}`;
  draw(sheet, "front", titled("path", { d, class: "stroke-bad thick" }, title));
}

/** A clock's end: a disc where it was fulfilled, a ring where it was cancelled. */
function drawEnd({ sheet, scale, words }: Canvas, { endedAt, state, breachedAt }: Reading, y: number): void {
  if (endedAt === null || endedAt < scale.from || endedAt > scale.to) return;
  const tone = breachedAt === null ? "good" : "bad";
  const isCancelled = state === "cancelled";
  const title = `${word(words, isCancelled ? "cancelled" : "fulfilled")} ${instantText(words, endedAt)}`;
  const look = isCancelled ? `fill-surface stroke-${tone} thick` : `fill-${tone} stroke-surface thick`;
  draw(sheet, "front", titled("circle", { cx: xOf(scale, endedAt), cy: y, r: 5, class: look }, title));
}

function n(value: number): number {
  return Math.round(value * 100) / 100;
}
