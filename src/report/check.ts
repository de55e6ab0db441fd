import { error, type Issue, shown } from "../diagnostics.ts";
import { WEEKDAYS } from "../time/civil.ts";
import { isInstant } from "../time/units.ts";
import { FIGURE_NAMES } from "./figures.ts";
import { dimensionName, type FullLayout, fieldNamed } from "./layout.ts";
import { LOG_NAMES } from "./log.ts";

const CHOICES = {
  kind: ["compliance", "log"],
  countBy: ["dueAt", "endedAt", "startedAt"],
  period: [null, "day", "week", "month", "quarter", "year"],
  weekStartsOn: WEEKDAYS,
  count: ["clocks", "tickets"],
  basis: ["target", "wall"],
  blame: ["breach", "end", "longest"],
  fieldsAt: ["asOf", "end"],
} as const;

const NAMED_DIMENSIONS: readonly string[] = [
  "metric", "level", "policy", "policySet", "per", "agent", "department", "supplier", "priority", "category", "outcome",
  "state", "isOpen", "weekday", "hour",
]; // biome-ignore format: a list of names

/** Everything that is wrong with a layout, but for its zone. */
export function checkLayout(layout: FullLayout): Issue[] {
  const issues: Issue[] = [];
  const wrong: Wrong = (path, message) => issues.push(error("report.bad_layout", path, message));
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value: unknown = layout[name as keyof typeof CHOICES];
    if (!(choices as readonly unknown[]).includes(value))
      wrong([name], `\`${String(value)}\` is none of ${listed(choices)}`);
  }
  for (const name of ["limit", "maxGroups"] as const)
    if (!Number.isSafeInteger(layout[name]) || layout[name] < 1)
      wrong([name], "give a whole number of 1 and more");
  for (const name of ["from", "to"] as const)
    if (layout[name] !== null && !isInstant(layout[name]))
      wrong([name], "give whole milliseconds since 1970");
  for (const name of ["groupBy", "filters", "order"] as const)
    if (!Array.isArray(layout[name])) wrong([name], "give a list");
  if (layout.columns !== null && !Array.isArray(layout.columns)) wrong(["columns"], "give a list, or null");
  if (issues.length > 0) return issues; // what follows reads those lists
  for (const name of ["filters", "order", "columns"] as const)
    for (const [i, one] of (layout[name] ?? []).entries())
      if (typeof one !== "object" || one === null) wrong([name, i], "give an object");
  if (issues.length > 0) return issues;
  checkRating(layout, wrong);
  for (const [i, one] of layout.groupBy.entries()) checkDimension(one, ["groupBy", i], wrong);
  for (const [i, one] of layout.filters.entries()) {
    checkDimension(one.of, ["filters", i, "of"], wrong);
    if (!Array.isArray("in" in one ? one.in : one.notIn))
      wrong(["filters", i], "give `in` or `notIn`, a list");
  }
  const names = layout.groupBy.map(dimensionName);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i) wrong(["groupBy", i], `\`${name}\` is there already`);
  checkNames(layout, wrong);
  return issues;
}

type Wrong = (path: Issue["path"], message: string) => void;

function listed(names: readonly (string | null)[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function checkDimension(value: unknown, path: Issue["path"], wrong: Wrong): void {
  if (typeof value === "object" && value !== null && typeof (value as { field?: unknown }).field === "string")
    return;
  if (NAMED_DIMENSIONS.includes(value as string)) return;
  const what = typeof value === "string" ? `\`${shown(value)}\`` : "this";
  wrong(
    path,
    `${what} is nothing to group or filter by; there are ${listed(NAMED_DIMENSIONS)} and \`{ field: … }\``,
  );
}

function checkRating({ satisfaction }: FullLayout, wrong: Wrong): void {
  if (satisfaction === null) return;
  if (typeof satisfaction?.field !== "string") wrong(["satisfaction", "field"], "name a field");
  const good: unknown = satisfaction?.good;
  if (!Number.isFinite(good) && !Array.isArray(good))
    wrong(["satisfaction", "good"], "give a number, or a list");
}

function checkNames(layout: FullLayout, wrong: Wrong): void {
  const known = layout.kind === "log" ? [...LOG_NAMES, "priority", "weekday", "hour"] : FIGURE_NAMES;
  const groups = layout.groupBy.map(dimensionName);
  const isKnown = (name: unknown) =>
    typeof name === "string" &&
    (known.includes(name) || groups.includes(name) || (layout.kind === "log" && fieldNamed(name) !== null));
  const fields = layout.kind === "log" ? " and `field.…`" : "";
  const unknown = (name: unknown) =>
    `rows have no \`${shown(String(name))}\`; they have ${listed([...new Set([...known, ...groups])])}${fields}`;
  const titles = new Set<string>();
  for (const [i, { of, title = of }] of (layout.columns ?? []).entries()) {
    if (!isKnown(of)) wrong(["columns", i, "of"], unknown(of));
    if (titles.has(title)) wrong(["columns", i], `another column is called \`${title}\``);
    titles.add(title);
  }
  for (const [i, { by }] of layout.order.entries()) if (!isKnown(by)) wrong(["order", i, "by"], unknown(by));
}
