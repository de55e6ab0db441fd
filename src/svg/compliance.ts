import type { ReportRow } from "../report/cell.ts";
import { complianceFacts, restatedText, sumOf } from "./complianceFacts.ts";
import { finish, MARGIN, writeHeading } from "./frame.ts";
import { type KeyEntry, writeKey } from "./key.ts";
import { el, num } from "./markup.ts";
import { textWidth } from "./measure.ts";
import { type PictureOptions, readOptions } from "./options.ts";
import { type Facet, facetsOf, labelsOf, type PeriodFigures, shareBefore, shareOf } from "./periods.ts";
import {
  draw,
  newSheet,
  rectangles,
  reserve,
  type Sheet,
  SIZE,
  titled,
  write,
  writeAtOneOf,
} from "./sheet.ts";
import { hostText, shareText, type Words, word } from "./words.ts";

export interface ComplianceOptions extends PictureOptions {
  /** A column of the rows, such as `agent`: a chart for each of its values, one above another. */
  readonly by?: string;
}

/** Charts that a picture shows at most; the rest is counted. */
const MAX_FACETS = 12;
/** Heights: of the shares, of the bars below them, and between two charts. */
const SHARES = 84;
const BARS = 56;
const APART = 34;

/**
 * Compliance by period as an SVG, from the rows of a report by period: the share met as a line, with what was met, missed
 * and is pending below it. Rows of one period are added; where none was judged the line has a gap; restated periods also
 * show what was said before. Beyond 12 values of `by` the rest is counted.
 * @throws SlaError for a width, an id, a scheme or a zone that cannot be.
 */
export function complianceChart(rows: readonly ReportRow[], options: ComplianceOptions = {}): string {
  const look = readOptions(options);
  const { words } = look;
  const sheet = newSheet(look.width);
  const facets = facetsOf(rows, options.by, words);
  const shown = facets.slice(0, MAX_FACETS);
  const all = facetsOf(rows, undefined, words)[0]?.periods ?? [];
  const heading = look.title === null ? word(words, "compliance") : hostText(look.title);
  const facts = complianceFacts(facets, all, words);
  let y = writeHeading(sheet, heading, facts[0]) + 14;
  const frame = { left: MARGIN + 40, right: sheet.width - MARGIN - 8, foot: footOf(shown) };
  for (const facet of shown) y = drawFacet({ sheet, words, ...frame }, facet, y);
  if (shown.length > 0) y = writePeriods({ sheet, words, ...frame }, shown[0].periods, y);
  if (facets.length > shown.length) {
    const more = word(words, "more", { count: facets.length - shown.length });
    write(sheet, { text: more, x: MARGIN, y: y + 12, tone: "muted" });
    y += 22;
  }
  const bottom = writeKey(sheet, all.length > 0 ? keyOf(all, words) : [], y + 8);
  return finish(sheet, bottom + 4, { heading, facts }, look);
}

/** Where a chart is drawn. */
interface Plot {
  readonly sheet: Sheet;
  readonly words: Words;
  readonly left: number;
  readonly right: number;
  /** The share at the foot of the lines. */
  readonly foot: number;
}

function drawFacet(plot: Plot, { name, periods }: Facet, top: number): number {
  const { sheet, words, left, right } = plot;
  let y = top;
  if (name !== null) {
    const share = shareOf(sumOf(periods));
    const said = share === null ? word(words, "noneJudged") : shareText(share, true);
    const room = sheet.width - 2 * MARGIN - textWidth(said, SIZE.normal) - 16;
    write(sheet, { text: name, x: MARGIN, y: y + 4, room });
    write(sheet, { text: said, x: sheet.width - MARGIN, y: y + 4, anchor: "end", tone: "muted" });
    y += 18;
  }
  const base = y + SHARES;
  for (const share of [plot.foot, (plot.foot + 1) / 2, 1]) {
    const at = heightOf(plot, share, base);
    draw(
      sheet,
      "back",
      el("path", { d: `M${num(left)} ${num(at)}H${num(right)}`, class: "stroke-grid line" }),
    );
    write(sheet, {
      text: shareText(share),
      x: left - 6,
      y: at + 4,
      size: SIZE.small,
      anchor: "end",
      tone: "muted",
    });
  }
  drawShares(plot, periods, base);
  drawCounts(plot, periods, base + 14);
  return base + 14 + BARS + APART;
}

/** Where a share lies above the foot of its chart. */
function heightOf({ foot }: Plot, share: number, base: number): number {
  return base - ((share - foot) / (1 - foot)) * (SHARES - 16);
}

/** Shares are shown from 50 % on where none is below, else from 0 %: the same in all charts of a picture. */
function footOf(facets: readonly Facet[]): number {
  const shares = facets.flatMap(({ periods }) => periods.flatMap((one) => [shareOf(one), shareBefore(one)]));
  return shares.some((share) => share !== null && share < 0.5) ? 0 : 0.5;
}

function centreOf({ left, right }: Plot, count: number, i: number): number {
  return left + ((i + 0.5) * (right - left)) / count;
}

/** The share met, as a line with a dot for each period; broken where none was judged. */
function drawShares(plot: Plot, periods: readonly PeriodFigures[], base: number): void {
  const { sheet, words } = plot;
  const yOf = (share: number) => heightOf(plot, share, base);
  const points = periods.map((one, i) => ({
    one,
    x: centreOf(plot, periods.length, i),
    share: shareOf(one),
    before: shareBefore(one),
  }));
  let d = "";
  let isDown = false;
  for (const { x, share } of points) {
    if (share !== null) d += `${isDown ? "L" : "M"}${num(x)} ${num(yOf(share))}`;
    isDown = share !== null;
  }
  if (d !== "") draw(sheet, "middle", el("path", { d, class: "stroke-good thick" }));
  const isCrowded = (plot.right - plot.left) / periods.length < 7;
  for (const { one, x, share, before } of points) {
    if (before !== null) {
      const tie = `M${num(x)} ${num(yOf(before))}V${num(yOf(share ?? before))}`;
      draw(sheet, "middle", el("path", { d: tie, class: "stroke-muted line" }));
      const title = restatedText(before, words);
      draw(
        sheet,
        "front",
        titled("circle", { cx: x, cy: yOf(before), r: 3.5, class: "fill-surface stroke-muted line" }, title),
      );
      reserve(sheet, { left: x - 4, right: x + 4, top: yOf(before) - 4, bottom: yOf(before) + 4 });
    }
    if (share === null || (isCrowded && before === null)) continue;
    const title = `${hostText(one.name ?? word(words, "noDate"))}: ${shareText(share, true)}`;
    draw(
      sheet,
      "front",
      titled("circle", { cx: x, cy: yOf(share), r: 3.5, class: "fill-good stroke-surface line" }, title),
    );
    reserve(sheet, { left: x - 4, right: x + 4, top: yOf(share) - 4, bottom: yOf(share) + 4 });
  }
  labelShares(plot, points, yOf);
}

function labelShares(
  { sheet }: Plot,
  points: readonly { readonly one: PeriodFigures; readonly x: number; readonly share: number | null }[],
  yOf: (share: number) => number,
): void {
  const judged = points.filter(
    (point): point is (typeof points)[number] & { share: number } => point.share !== null,
  );
  // The ends, then the worst, then what else there is room for
  const worst = [...judged].sort((a, b) => a.share - b.share)[0];
  const order = [judged[judged.length - 1], worst, judged[0], ...judged].filter(Boolean);
  for (const { one, x, share } of new Set(order)) {
    const text = `${shareText(share)}${one.isRestated ? "*" : ""}`;
    const line = { text, x, size: SIZE.small, anchor: "middle" as const, isHaloed: true };
    writeAtOneOf(sheet, [
      { ...line, y: yOf(share) - 7 },
      { ...line, y: yOf(share) + 15 },
    ]);
  }
}

/** Bars of what was met, is pending (hollow) and was missed (striped), one upon another. */
function drawCounts(plot: Plot, periods: readonly PeriodFigures[], top: number): void {
  const { sheet, words, left, right } = plot;
  const most = periods.reduce((max, { met, missed, pending }) => Math.max(max, met + missed + pending), 1);
  const half = Math.min(16, ((right - left) / periods.length) * 0.36);
  const bottom = top + BARS;
  const tall = (count: number) => (count / most) * BARS;
  draw(
    sheet,
    "back",
    el("path", { d: `M${num(left)} ${num(bottom)}H${num(right)}`, class: "stroke-muted line" }),
  );
  write(sheet, {
    text: String(most),
    x: left - 6,
    y: top + 4,
    size: SIZE.small,
    anchor: "end",
    tone: "muted",
  });
  draw(
    sheet,
    "back",
    el("path", { d: `M${num(left - 3)} ${num(top)}H${num(left)}`, class: "stroke-muted line" }),
  );
  for (const [i, { name, met, missed, pending }] of periods.entries()) {
    const x = centreOf(plot, periods.length, i);
    const title = `${hostText(name ?? word(words, "noDate"))}: ${word(words, "judged", { met, missed, pending })}`;
    let y = bottom;
    for (const [count, look] of [
      [met, "fill-good"],
      [pending, "fill-surface stroke-muted line"],
      [missed, "late"],
    ] as const) {
      if (count === 0) continue;
      const box = [x - half, y - tall(count), x + half, y] as const;
      draw(sheet, "middle", titled("path", { d: rectangles([box]), class: look }, title));
      y -= tall(count);
    }
    if (missed > 0 && half >= 5)
      write(sheet, { text: String(missed), x, y: y - 3, size: SIZE.small, anchor: "middle", tone: "bad" });
  }
}

function writePeriods(plot: Plot, periods: readonly PeriodFigures[], y: number): number {
  const { sheet, words, left, right } = plot;
  const labels = periods.map((one) => labelsOf(one.name, one.isGap, words));
  const dates = labels.filter((_, i) => periods[i].name !== null);
  const width = dates.reduce((max, { label }) => Math.max(max, textWidth(label, SIZE.small)), 0) + 8;
  const every = Math.max(1, Math.ceil(width / ((right - left) / periods.length)));
  const at = y - APART;
  const isNamed = (i: number) => labels[i].label !== "" && (periods[i].name === null || i % every === 0);
  // What has no date first, then the dates that there is room for
  const order = [...labels.keys()].sort((a, b) => rankOf(periods[a]) - rankOf(periods[b]));
  for (const i of order.filter(isNamed)) {
    const x = centreOf(plot, periods.length, i);
    const { label } = labels[i];
    write(sheet, { text: label, x, y: at + 14, size: SIZE.small, anchor: "middle", tone: "muted" });
  }
  const named = labels.map(({ context }, i) => ({ context, i })).filter(({ context }) => context !== "");
  const starts = named.filter(({ context }, n) => context !== named[n - 1]?.context);
  for (const { context, i } of starts) {
    const x = centreOf(plot, periods.length, i);
    const own = textWidth(labels[i].label, SIZE.small) / 2;
    write(sheet, { text: context, x: x - own, y: at + 28, size: SIZE.small });
  }
  return at + 36;
}

function rankOf({ name }: PeriodFigures): number {
  return name === null ? 0 : 1;
}

function keyOf(all: readonly PeriodFigures[], words: Words): KeyEntry[] {
  const { met, missed, pending } = sumOf(all);
  const box =
    (look: string): KeyEntry["mark"] =>
    (x, y) =>
      el("path", { d: rectangles([[x - 6, y - 5, x + 6, y + 5]]), class: look });
  const entries: (KeyEntry | false)[] = [
    met > 0 && { text: word(words, "met"), mark: box("fill-good") },
    missed > 0 && { text: word(words, "missed"), mark: box("late") },
    pending > 0 && { text: word(words, "pending"), mark: box("fill-surface stroke-muted line") },
    all.some(({ isRestated }) => isRestated) && {
      text: `* ${word(words, "restated")}`,
      mark: (x, y) => el("circle", { cx: x, cy: y, r: 3.5, class: "fill-surface stroke-muted line" }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
