import type { Action, ActionStatus } from "../action/settle.ts";
import type { Canvas } from "./bars.ts";
import { type Happening, instantOfAction } from "./happenings.ts";
import { el, type Markup, num } from "./markup.ts";
import { type Scale, xOf } from "./scale.ts";
import { draw, isAcross, isFree, reserve, SIZE, titled, writeAtOneOf } from "./sheet.ts";
import { hostText, instantText, type Words, word } from "./words.ts";

/** Marks closer than this become one. */
const NEAR = 6;
/** Lines of labels that a lane with labels has. */
const LABEL_LINES = 4;
const LINES_BELOW = Array.from({ length: LABEL_LINES - 1 }, (_, line) => line + 1);
export const LINE_HEIGHT = 13;
/** Widest that the label of a mark may be: so much, or this part of the plot. */
const LABEL_ROOM = 150;
const LABEL_SHARE = 0.55;

/** Several marks at about the same place. */
interface Cluster {
  readonly x: number;
  readonly at: number;
  readonly shape: string;
  readonly labels: readonly string[];
}

/** Draws what happened in a lane: messages as discs (hollow for notes), changes as strokes with what changed beside them. Gives how many lines of labels lie below. */
export function drawHappenings(canvas: Canvas, happenings: readonly Happening[], y: number): number {
  const { sheet, words } = canvas;
  const clusters = clustersOf(
    canvas,
    happenings.map(({ at, lane, label, isHollow }) => {
      const shape = lane === "changes" ? "change" : isHollow ? "note" : "message";
      return { at, shape, label };
    }),
  );
  for (const cluster of clusters) draw(sheet, "front", markOf(cluster, y, words));
  return labelAll(
    canvas,
    clusters.filter(({ shape }) => shape === "change"),
    y,
  );
}

/** How the marks of actions look, and the word that stands beside one in the key. */
export const ACTION_SHAPES = {
  delivered: "actionDelivered",
  due: "actionDue",
  scheduled: "actionScheduled",
  retracted: "actionRetracted",
  lapsed: "actionNot",
  unmet: "actionNot",
  skipped: "actionNot",
} as const satisfies Record<ActionStatus, string>;

/** Draws actions where they were performed or fire, with the names of their rules beside them; as `drawHappenings`. What lies beyond the scale is named with its date. */
export function drawActions(canvas: Canvas, actions: readonly ActionShown[], y: number): number {
  const { sheet, scale, words } = canvas;
  const marks = actions.map(({ at, action }) => {
    return { at, shape: ACTION_SHAPES[action.status] as string, label: hostText(action.rule) };
  });
  const clusters = clustersOf(canvas, marks);
  for (const cluster of clusters) draw(sheet, "front", markOf(cluster, y, words));
  const lines = labelAll(canvas, clusters, y);
  const [next, ...others] = marks.filter(({ at }) => at > scale.to);
  if (!next) return lines;
  const more = others.length > 0 ? ` +${others.length}` : "";
  const text = `${next.label} ${instantText(words, next.at)}${more} →`;
  const line = { text, x: scale.right, anchor: "end" as const, size: SIZE.small, tone: "muted" as const };
  const places = [0, ...LINES_BELOW].map((one) => ({
    ...line,
    one,
    y: y + 4 + one * LINE_HEIGHT,
    isHaloed: true,
  }));
  return Math.max(lines, writeAtOneOf(sheet, places)?.one ?? 0);
}

/** An action with the instant at which it is shown. */
export interface ActionShown {
  readonly at: number;
  readonly action: Action<string>;
}

/** Actions that a timeline shows, in time: those on its scale, and after them those that are still to come. */
export function actionsShown(actions: readonly Action<string>[], { from, to }: Scale): ActionShown[] {
  return actions
    .flatMap((action) => {
      const at = instantOfAction(action);
      return at === null || at < from || (at > to && action.status !== "scheduled") ? [] : [{ at, action }];
    })
    .sort((a, b) => a.at - b.at);
}

function clustersOf(
  { scale }: Canvas,
  marks: readonly { readonly at: number; readonly shape: string; readonly label: string }[],
): Cluster[] {
  const clusters: { x: number; at: number; shape: string; labels: string[] }[] = [];
  const last = new Map<string, (typeof clusters)[number]>();
  for (const { at, shape, label } of marks) {
    if (at < scale.from || at > scale.to) continue;
    const x = xOf(scale, at);
    const before = last.get(shape);
    if (before && x - before.x < NEAR) before.labels.push(label);
    else {
      const cluster = { x, at, shape, labels: [label] };
      clusters.push(cluster);
      last.set(shape, cluster);
    }
  }
  return clusters;
}

/**
 * Each mark's label beside it; where that is taken, further down, tied to its mark. From the last to the first, so that no
 * tie crosses a label. Gives how many lines the labels take.
 */
function labelAll({ sheet, words, scale, asOf }: Canvas, clusters: readonly Cluster[], y: number): number {
  for (const { x } of clusters) reserve(sheet, { left: x - 2, right: x + 2, top: y - 5, bottom: y + 5 });
  let most = 0;
  for (const cluster of [...clusters].reverse()) {
    const text = labelOf(cluster, words);
    const places = text === "" ? [] : placesOf(cluster, text, y, scale);
    const free = places.filter(({ tie }) => tie === null || isFree(sheet, tie));
    const now = xOf(scale, asOf);
    const place = writeAtOneOf(
      sheet,
      free.map((one) => ({ ...one, isHaloed: isAcross(one, now) })),
    );
    if (!place) continue;
    most = Math.max(most, place.line);
    if (!place.tie) continue;
    reserve(sheet, place.tie);
    const d = `M${num(cluster.x)} ${num(y + 6)}V${num(place.y)}`;
    draw(sheet, "middle", el("path", { d, class: "stroke-muted line" }));
  }
  return most;
}

/** Beside the mark, to its right and left, then line by line below to its right, and to its left. */
function placesOf({ x }: Cluster, text: string, y: number, { left, right }: Scale) {
  const base = { text, size: SIZE.small };
  const order = (["start", "end"] as const).flatMap((anchor) =>
    LINES_BELOW.map((line) => ({ anchor, line })),
  );
  const places = [{ anchor: "start", line: 0 } as const, { anchor: "end", line: 0 } as const, ...order];
  return places
    .map(({ anchor, line }) => {
      const aside = line === 0 ? 8 : 4;
      const baseline = y + 4 + line * LINE_HEIGHT;
      const most = Math.max(LABEL_ROOM, LABEL_SHARE * (right - left));
      const room = Math.min(most, anchor === "start" ? right - x - aside : x - left - aside);
      const tie = line === 0 ? null : { left: x - 1, right: x + 1, top: y + 6, bottom: baseline };
      return { ...base, anchor, line, tie, room, x: anchor === "start" ? x + aside : x - aside, y: baseline };
    })
    .filter(({ room }) => room >= 40);
}

function labelOf({ labels }: Cluster, words: Words): string {
  const named = [...new Set(labels.filter((label) => label !== ""))];
  if (named.length === 0) return "";
  if (labels.length > 1 && named.length === 1)
    return word(words, "times", { count: labels.length, what: named[0] });
  return named.length > 1 ? `${named[0]} +${labels.length - 1}` : named[0];
}

function markOf({ x, at, shape, labels }: Cluster, y: number, words: Words): Markup {
  const what = labels
    .filter((label) => label !== "")
    .slice(0, 12)
    .join("; ");
  const count = labels.length > 1 ? `${labels.length} × ` : "";
  const title = [`${count}${instantText(words, at)}`, what].filter((part) => part !== "").join(": ");
  return shapeOf(shape, x, y, title);
}

/** The mark of a shape by its name; also for the key. */
export function shapeOf(shape: string, x: number, y: number, title: string | null = null): Markup {
  const make = (name: string, attributes: Parameters<typeof el>[1]) =>
    title === null ? el(name, attributes) : titled(name, attributes, title);
  const square = (size: number) =>
    `M${num(x - size)} ${num(y - size)}H${num(x + size)}V${num(y + size)}H${num(x - size)}Z`;
  const slash = `M${num(x - 4)} ${num(y + 4)}L${num(x + 4)} ${num(y - 4)}`;
  switch (shape) {
    case "message":
      return make("circle", { cx: x, cy: y, r: 4, class: "fill-ink stroke-surface line" });
    case "note":
      return make("circle", { cx: x, cy: y, r: 3.5, class: "fill-surface stroke-ink line" });
    case "change":
      return make("path", { d: `M${num(x)} ${num(y - 5)}V${num(y + 5)}`, class: "stroke-ink thick" });
    case "actionDelivered":
      return make("path", { d: square(3.5), class: "fill-ink" });
    case "actionDue":
      return make("path", {
        d: `M${num(x)} ${num(y - 6)}L${num(x + 6)} ${num(y + 5)}H${num(x - 6)}Z`,
        class: "fill-bad",
      });
    case "actionScheduled":
      return make("path", { d: square(3.5), class: "fill-surface stroke-ink line" });
    case "actionRetracted":
      return make("path", { d: `${square(3.5)}${slash}`, class: "fill-muted stroke-bad thick" });
    default:
      return make("path", { d: `${square(3.5)}${slash}`, class: "fill-surface stroke-muted line" });
  }
}
