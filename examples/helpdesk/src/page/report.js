import { api, download } from "./api.js";
import { metricName } from "./clock.js";
import { clear, el, pictureSize, shorten, svg, table } from "./dom.js";

/** Kept and missed promises, as a chart and a table. */
export async function showReport(place) {
  const groups = el(
    "select",
    { id: "groups" },
    [
      ["policy,metric", "policy and promise"],
      ["metric", "promise"],
      ["agent", "who held it"],
    ].map(([value, text]) => el("option", { value }, text)),
  );
  const shown = el("div");
  const csv = el("button", { type: "button" }, "Compliance as CSV");
  const log = el("button", { type: "button" }, "Log as CSV");
  csv.addEventListener("click", () =>
    download(`/v1/reports/compliance?format=csv&groupBy=${groups.value}`, "compliance.csv"),
  );
  log.addEventListener("click", () => download("/v1/reports/log?format=csv", "log.csv"));
  place.append(
    el("h1", {}, "Report"),
    el("div", { class: "row end" }, el("div", {}, el("label", { for: "groups" }, "By"), groups), csv, log),
    shown,
  );
  const load = async () => {
    const { rows, tickets } = await api(`/v1/reports/compliance?groupBy=${groups.value}`);
    draw(shown, groups.value.split(","), rows, tickets);
  };
  groups.addEventListener("change", load);
  await load();
}

const BAR = 30;

function draw(place, dimensions, rows, tickets) {
  clear(place);
  const counted = rows.map((row) => ({
    ...row,
    name: dimensions
      .map((one) => (one === "metric" ? metricName(row[one]) : (row[one] ?? "none")))
      .join(": "),
  }));
  if (counted.length === 0) return place.append(el("p", {}, "Nothing has been promised yet."));
  const [full, beside] = pictureSize(300);
  // Where there is no room beside the bars, the names stand above them
  const isNarrow = full < 600;
  const left = isNarrow ? 0 : beside;
  const step = isNarrow ? BAR + 18 : BAR;
  const most = Math.max(...counted.map(({ met, missed }) => met + missed), 1);
  const width = (count) => (count / most) * (full - left - 70);
  const bars = counted.map(({ name, met, missed }, i) => {
    const y = 6 + i * step + step - BAR;
    return svg(
      "g",
      {},
      svg("text", { x: 0, y: isNarrow ? y - 5 : y + 15 }, shorten(name, isNarrow ? full : left)),
      svg("rect", { x: left, y, width: width(met), height: 20, class: "met" }),
      svg("rect", { x: left + width(met), y, width: width(missed), height: 20, class: "missed" }),
      svg("text", { x: left + width(met + missed) + 6, y: y + 15 }, shareOf(met, missed)),
    );
  });
  const label = `Promises kept (green) and missed (red) of ${tickets} tickets; the table below says the same`;
  place.append(
    svg(
      "svg",
      {
        viewBox: `0 0 ${full} ${counted.length * step + 10}`,
        class: "chart",
        role: "img",
        "aria-label": label,
      },
      bars,
    ),
  );
  const cells = counted.map(({ name, met, missed, pending }) => [
    name,
    { of: String(met), class: "number" },
    { of: String(missed), class: "number" },
    { of: String(pending ?? "–"), class: "number" },
    { of: shareOf(met, missed), class: "number" },
  ]);
  const number = (of) => ({ of, class: "number" });
  return place.append(
    table(
      `${tickets} tickets`,
      ["Group", number("Kept"), number("Missed"), number("Open"), number("Share kept")],
      cells,
    ),
  );
}

function shareOf(met, missed) {
  return met + missed === 0 ? "–" : `${Math.round((met / (met + missed)) * 100)} %`;
}
