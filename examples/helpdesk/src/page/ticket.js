import { api, picture } from "./api.js";
import { local, metricName, words } from "./clock.js";
import { $, el, table } from "./dom.js";

/** One ticket: its promises, when each clock ran, why so, what was sent, and what happened. */
export async function showTicket(place, id) {
  const path = `/v1/tickets/${encodeURIComponent(id)}`;
  const [{ verdict }, { events }, { said }] = await Promise.all(
    [path, `${path}/events`, `${path}/explanation`].map((one) => api(one)),
  );
  const subject = verdict.fields.subject ? `: ${verdict.fields.subject}` : "";
  const timeline = el("div");
  const leave = await showTimeline(timeline, path);
  place.append(
    el("h1", {}, `${id}${subject}`),
    clocksOf(verdict),
    el("h2", {}, "Timeline"),
    timeline,
    stretchesOf(verdict),
    el("h2", {}, "Why"),
    whyOf(said, verdict),
    el("h2", {}, "Actions"),
    actionsOf(verdict),
    el("h2", {}, "History"),
    historyOf(events),
  );
  return leave;
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

const SETTLED = 250;

/** The story as the server draws it, to the width there is; drawn again when that changes. Gives what ends it. */
async function showTimeline(place, path) {
  const timeZone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  let shown = null;
  let drawn = 0;
  const draw = async () => {
    const width = Math.max(240, $("#main").firstElementChild.clientWidth);
    if (width === drawn) return;
    drawn = width;
    const { url, words: alt } = await picture(`${path}/timeline.svg?width=${width}&timeZone=${timeZone}`);
    place.replaceChildren(el("img", { class: "picture", src: url, alt }));
    if (shown !== null) URL.revokeObjectURL(shown);
    shown = url;
  };
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw().catch(() => {}), SETTLED);
  };
  await draw();
  window.addEventListener("resize", later);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("resize", later);
    if (shown !== null) URL.revokeObjectURL(shown);
  };
}

function stretchesOf({ clocks }) {
  const rows = clocks.flatMap(({ metric, stretches }) =>
    stretches.map((one) => [
      metricName(metric),
      one.kind,
      local(one.from),
      one.to === null ? "now" : local(one.to),
      one.event,
    ]),
  );
  const titles = ["Clock", "State", "From", "To", "Begun by"];
  return el("details", {}, el("summary", {}, "The clocks as a table"), table("Stretches", titles, rows));
}

/** The sentences of the ticket, and those of each clock, of which the first is its name; open where it was missed. */
function whyOf(said, { clocks }) {
  const list = (sentences) =>
    el(
      "ul",
      {},
      sentences.map((one) => el("li", {}, one)),
    );
  const missed = new Set(clocks.filter(({ breachedAt }) => breachedAt !== null).map(({ id }) => id));
  return el(
    "div",
    { class: "why" },
    said.map(({ clock, sentences: [first, ...rest] }) =>
      clock === null
        ? list([first, ...rest].filter(Boolean))
        : el(
            "details",
            { open: missed.has(clock) ? "" : null },
            el("summary", {}, first.replace(/:$/, "")),
            list(rest),
          ),
    ),
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
    const what = type === "action.delivered" ? "action performed" : type;
    return [
      local(at),
      [what, by, visibility].filter(Boolean).join(", "),
      changes.join("; "),
      { of: id, class: "faint" },
    ];
  });
  return table("Events", ["When", "What", "Changes", "Id"], rows, "history");
}
