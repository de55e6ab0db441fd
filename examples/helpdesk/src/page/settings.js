import { api, Refused } from "./api.js";
import { local, metricName } from "./clock.js";
import { clear, el, say, table } from "./dom.js";

const STARTER = {
  calendars: {
    office: {
      timeZone: "Europe/Berlin",
      weeklyHours: Object.fromEntries(
        ["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]]),
      ),
    },
  },
  policies: [
    {
      id: "standard",
      name: "Standard",
      calendar: "office",
      targets: { firstResponse: "4h", resolution: "16h" },
    },
  ],
  report: { fields: ["subject", "priority"] },
};
const PAUSE = 350;

/** The definition as a form: every issue beside its field, and what a change would do to open tickets, before it is released. */
export async function showSettings(place) {
  const { version, definition } = await current();
  const draft = structuredClone(definition);
  const fields = fieldsOf(draft);
  const general = el("div");
  const preview = el("section", { "aria-labelledby": "preview-title" });
  const button = el(
    "button",
    { type: "submit" },
    version === 0 ? "Release" : `Release as version ${version + 1}`,
  );
  const form = el(
    "form",
    { novalidate: "" },
    general,
    sections(fields),
    el(
      "div",
      { class: "row" },
      button,
      el(
        "span",
        { class: "faint" },
        version === 0 ? "Nothing is released yet." : `Version ${version} is in force.`,
      ),
    ),
  );
  place.append(el("h1", {}, "Settings"), form, preview);

  const tested = el("div", { role: "status" });
  const test = el("button", { type: "button" }, "Backtest over all stored tickets");
  test.addEventListener("click", async () => {
    tested.replaceChildren(el("p", { class: "faint" }, "Evaluating…"));
    try {
      showBacktest(tested, await api("/v1/definitions/backtest", { definition: draft, limit: 0 }));
    } catch (problem) {
      tested.replaceChildren(el("p", { class: "late" }, problem.message));
    }
  });
  if (version > 0) place.append(el("h2", {}, "Backtest"), test, tested);

  let turn = 0;
  const check = async () => {
    const mine = ++turn;
    const broken = fields.filter((field) => !take(draft, field));
    const told =
      broken.length > 0
        ? {
            issues: broken.map(({ path }) => ({
              path: path.join("."),
              message: "is no JSON",
              severity: "error",
            })),
            preview: null,
          }
        : await api("/v1/definitions/check", { definition: draft });
    if (mine !== turn) return;
    showIssues(fields, general, told.issues);
    const errors = told.issues.filter(({ severity }) => severity === "error").length;
    button.disabled = errors > 0;
    showPreview(preview, told.preview);
    say(
      errors > 0
        ? `${errors} errors`
        : `No errors; ${told.preview.changed.length} of ${told.preview.tickets} tickets would change`,
    );
  };
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const told = await api("/v1/definitions", { definition: draft, over: version });
      say(`Version ${told.version} is released`);
      clear(place);
      place.append(el("p", { role: "status", class: "good" }, `Version ${told.version} is in force.`));
      await showSettings(place);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      showIssues(
        fields,
        general,
        problem.issues.length > 0
          ? problem.issues
          : [{ path: "", message: problem.message, severity: "error" }],
      );
    }
  });
  await check();
  return () => clearTimeout(timer);
}

async function current() {
  try {
    return await api("/v1/definitions/current");
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { version: 0, definition: STARTER };
  }
}

/** What of a definition can be edited: by its path, in groups. What is no plain text is edited as JSON. */
function fieldsOf(draft) {
  const fields = [];
  const add = (group, label, path, choices = null) => {
    const value = path.reduce((at, key) => at?.[key], draft);
    const isText = value === undefined || typeof value === "string";
    fields.push({ group, label, path, choices, isText, input: null, issues: el("div"), initial: value });
  };
  const calendars = Object.keys(draft.calendars ?? {});
  for (const [i, policy] of (draft.policies ?? []).entries()) {
    const group = `Policy ${policy.name ?? policy.id}`;
    add(group, "Name", ["policies", i, "name"]);
    add(group, "Hours", ["policies", i, "calendar"], ["", ...calendars]);
    for (const metric of Object.keys(policy.targets))
      add(group, `Target: ${metricName(metric)}`, ["policies", i, "targets", metric]);
    if (policy.if !== undefined) add(group, "Condition", ["policies", i, "if"]);
    if (policy.actions !== undefined) add(group, "Reminders and escalations", ["policies", i, "actions"]);
  }
  for (const id of calendars) {
    const group = `Hours ${id}`;
    add(group, "Time zone", ["calendars", id, "timeZone"]);
    add(group, "Week", ["calendars", id, "weeklyHours"]);
    if (draft.calendars[id].holidays !== undefined) add(group, "Holidays", ["calendars", id, "holidays"]);
  }
  return fields;
}

function sections(fields) {
  const groups = [...new Set(fields.map(({ group }) => group))];
  return groups.map((group) => {
    const own = fields.filter((field) => field.group === group);
    return el("fieldset", {}, el("legend", {}, group), el("div", { class: "fields" }, own.map(control)));
  });
}

function control(field) {
  const { path, label, choices, isText, initial, issues } = field;
  const id = path.join(".");
  const shown = isText ? (initial ?? "") : compact(initial);
  if (choices && isText) {
    const options = choices.map((one) =>
      el(
        "option",
        { value: one, selected: one === shown ? "" : null },
        one === "" ? "around the clock" : one,
      ),
    );
    field.input = el("select", { id }, options);
  } else {
    field.input = isText
      ? el("input", { id, autocomplete: "off", spellcheck: "false" })
      : el("textarea", { id, spellcheck: "false" });
    field.input.value = shown;
    if (!isText) field.input.rows = Math.min(12, shown.split("\n").length + 1);
  }
  issues.id = `${id}-issues`;
  return el("div", {}, el("label", { for: id }, label), field.input, issues);
}

const LINE = 72;

/** JSON as people write it: what fits into a line stands in one. */
function compact(value, indent = "") {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
  if (value === null || typeof value !== "object" || indent.length + line.length <= LINE) return line;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(
    ([key, one]) => `${inner}${isList ? "" : `${JSON.stringify(key)}: `}${compact(one, inner)}`,
  );
  const [open, close] = isList ? "[]" : "{}";
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

/** Puts what a field holds into the draft; false where it is no JSON. */
function take(draft, { path, isText, input, initial }) {
  const holder = path.slice(0, -1).reduce((at, key) => at[key], draft);
  const key = path[path.length - 1];
  try {
    const value = isText ? input.value : JSON.parse(input.value);
    if (value === "" && initial === undefined) delete holder[key];
    else if (value === "" && key === "calendar") delete holder[key];
    else holder[key] = value;
    return true;
  } catch {
    return false;
  }
}

/** Each issue beside the field that it is about, by the longest path; the others above all. */
function showIssues(fields, general, issues) {
  clear(general);
  for (const { issues: place, input } of fields) {
    clear(place);
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  for (const issue of issues) {
    const about = fields
      .filter(({ path }) => `${issue.path}.`.startsWith(`${path.join(".")}.`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    const text = el("p", { class: issue.severity === "error" ? "issue" : "issue advice" }, issue.message);
    if (!about) {
      general.append(text);
      continue;
    }
    about.issues.append(text);
    about.input.setAttribute("aria-describedby", about.issues.id);
    if (issue.severity === "error") about.input.setAttribute("aria-invalid", "true");
  }
}

const SHOWN = 20;

function showPreview(place, preview) {
  clear(place);
  place.append(el("h2", { id: "preview-title" }, "Preview"));
  if (preview === null)
    return place.append(el("p", { class: "faint" }, "There is none while there are errors."));
  const { tickets, changed } = preview;
  place.append(
    el(
      "p",
      { id: "preview-count" },
      `${changed.length} of the ${tickets} most urgent open tickets would change.`,
    ),
  );
  if (changed.length === 0) return undefined;
  const said = ({ metric, dueAt, breached }) =>
    metric === null
      ? "nothing promised"
      : `${metricName(metric)}, ${local(dueAt)}${breached > 0 ? `, ${breached} missed` : ""}`;
  const rows = changed
    .slice(0, SHOWN)
    .map(({ ticket, before, after }) => [
      ticket,
      said(before),
      said(after),
      { of: after.actions > 0 ? `${after.actions} at once` : "", class: "number" },
    ]);
  return place.append(table("", ["Ticket", "Now", "Then", { of: "Actions", class: "number" }], rows));
}

function showBacktest(place, { tickets, changed, total }) {
  const row = (name, { added, gone, moved }) => [
    name,
    ...[added, gone, moved].map((of) => ({ of: String(of), class: "number" })),
  ];
  const titles = ["Under the draft", ...["more", "fewer", "moved"].map((of) => ({ of, class: "number" }))];
  const { current, draft } = total;
  place.replaceChildren(
    el(
      "p",
      {},
      `${changed.tickets} of ${tickets} tickets would have been treated otherwise; ${draft.missed} promises missed instead of ${current.missed}.`,
    ),
    table("Over all stored tickets", titles, [
      row("promises missed", total.breaches),
      row("actions", total.actions),
    ]),
  );
}
