import { api } from "./api.js";
import { local, metricName, words } from "./clock.js";
import { el, pictureSize, shorten, svg, table } from "./dom.js";

/** One ticket: its promises, when each clock ran, why this policy, what was sent, and what happened. */
export async function showTicket(place, id) {
  const path = `/v1/tickets/${encodeURIComponent(id)}`;
  const [{ verdict }, { events }] = await Promise.all([api(path), api(`${path}/events`)]);
  const subject = verdict.fields.subject ? `: ${verdict.fields.subject}` : "";
  place.append(
    el("h1", {}, `${id}${subject}`),
    clocksOf(verdict),
    el("h2", {}, "Timeline"),
    timelineOf(verdict, events),
    el("h2", {}, "Why"),
    whyOf(verdict),
    el("h2", {}, "Actions"),
    actionsOf(verdict),
    el("h2", {}, "History"),
    historyOf(events),
  );
}

function clocksOf({ clocks }) {
  const rows = clocks.map(
    ({ metric, instance, state, targetMs, elapsedMs, dueAt, breachedAt, met, basis }) => [
      `${metricName(metric)}${instance > 1 ? ` ${instance}` : ""}`,
      {
        of: breachedAt !== null ? `${state}, missed` : met ? "kept" : state,
        class: breachedAt !== null ? "late" : met ? "good" : "",
      },
      targetMs === null ? "–" : `${words(targetMs)}${basis === "business" ? " of business time" : ""}`,
      { of: elapsedMs === null ? "–" : words(elapsedMs), class: "number" },
      local(dueAt),
    ],
  );
  return table("Promises", ["Promise", "State", "Target", { of: "Used", class: "number" }, "Due"], rows);
}

const BAR = 34;

/** When each clock ran and waited, as bars from the first event until now; the table beside it says the same. */
function timelineOf({ clocks, asOf }, events) {
  if (clocks.length === 0) return el("p", {}, "No clock has started.");
  const [width, left] = pictureSize(150);
  const from = Math.min(...events.map(({ at }) => at), ...clocks.map(({ startedAt }) => startedAt));
  const ends = clocks.flatMap(({ dueAt, endedAt }) => (endedAt === null && dueAt !== null ? [dueAt] : []));
  const to = Math.max(asOf, ...ends, from + 60_000);
  const x = (at) => left + ((at - from) / (to - from)) * (width - left - 10);
  const bars = clocks.map(({ metric, instance, stretches, dueAt, endedAt }, i) => {
    const y = 8 + i * BAR;
    const name = `${metricName(metric)}${instance > 1 ? ` ${instance}` : ""}`;
    return svg(
      "g",
      {},
      svg("text", { x: 0, y: y + 15 }, shorten(name, left)),
      stretches
        .filter(({ kind }) => kind === "running" || kind === "paused")
        .map((one) => {
          const end = Math.min(one.to ?? endedAt ?? asOf, to);
          return svg("rect", {
            x: x(one.from),
            y,
            width: Math.max(1, x(end) - x(one.from)),
            height: 20,
            class: one.kind,
          });
        }),
      dueAt === null || dueAt > to
        ? null
        : svg("line", { x1: x(dueAt), x2: x(dueAt), y1: y - 4, y2: y + 24, class: "due" }),
    );
  });
  const height = 8 + clocks.length * BAR + 20;
  const axis = svg("line", { x1: x(asOf), x2: x(asOf), y1: 0, y2: height - 18, class: "axis" });
  const marks = [
    svg("text", { x: width < 600 ? 0 : left, y: height - 4 }, local(from)),
    svg("text", { x: width - 10, y: height - 4, "text-anchor": "end" }, local(to)),
  ];
  const label = `When each of ${clocks.length} clocks ran (blue) and waited (grey), and its due time (red)`;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", "aria-label": label },
    axis,
    bars,
    marks,
  );
  const rows = clocks.flatMap(({ metric, stretches }) =>
    stretches.map((one) => [
      metricName(metric),
      one.kind,
      local(one.from),
      one.to === null ? "now" : local(one.to),
      one.event,
    ]),
  );
  return el(
    "div",
    {},
    picture,
    el(
      "details",
      {},
      el("summary", {}, "As a table"),
      table("Stretches", ["Clock", "State", "From", "To", "Begun by"], rows),
    ),
  );
}

function whyOf({ policy, why }) {
  const rows = why.map(({ policy: id, matches, failed }) => [
    id,
    { of: matches ? "matches" : "does not match", class: matches ? "good" : "" },
    failed?.length ? `at ${failed.join(".")} of its condition` : "",
  ]);
  const head =
    policy === null
      ? "No policy governs this ticket."
      : `${policy.name} governs since ${local(policy.since)}, by the event ${policy.event}.`;
  return el(
    "div",
    {},
    el("p", {}, head),
    table("Policies in the order in which they are asked", ["Policy", "Answer", "Because"], rows),
  );
}

function actionsOf({ actions }) {
  if (actions.length === 0) return el("p", {}, "No action is planned.");
  const rows = actions.map(({ rule, step, metric, fireAt, status, deliveredAt, notify }) => [
    `${rule}${step === null ? "" : `, step ${step}`}`,
    metricName(metric),
    local(fireAt),
    { of: status, class: status === "retracted" ? "late" : "" },
    local(deliveredAt),
    notify.join(", "),
  ]);
  return table("Reminders and escalations", ["Rule", "Promise", "Fires", "Status", "Sent", "To"], rows);
}

function historyOf(events) {
  const rows = events.map((event) => {
    const { id, at, type, by, set, visibility } = event;
    const changes = Object.entries(set ?? {}).map(([field, value]) => `${field} = ${value}`);
    return [id, local(at), [type, by, visibility].filter(Boolean).join(", "), changes.join("; ")];
  });
  return table("Events", ["Id", "When", "What", "Changes"], rows);
}
