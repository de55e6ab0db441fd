import { error, type Issue } from "../diagnostics.ts";

/** How large a definition of unknown origin may be. */
export interface Limits {
  /** Characters of its JSON, about: 1,000,000 if left out. */
  readonly maxSize?: number;
  /** Policies of all sets and versions: 1,000. */
  readonly maxPolicies?: number;
  /** Calendars: 1,000. */
  readonly maxCalendars?: number;
  /** Holidays, special hours and closures of all calendars and lists: 50,000. */
  readonly maxDates?: number;
}

const DEFAULTS: Required<Limits> = {
  maxSize: 1_000_000,
  maxPolicies: 1_000,
  maxCalendars: 1_000,
  maxDates: 50_000,
};

/** What of a draft is larger than the limits; asked before anything else is read of it. */
export function limitIssues(draft: unknown, limits: Limits = {}): Issue[] {
  const { maxSize, maxPolicies, maxCalendars, maxDates } = { ...DEFAULTS, ...limits };
  const size = sizeOf(draft, maxSize);
  if (size > maxSize) {
    const message = `the definition is larger than ${maxSize} characters of JSON`;
    return [error("definition.too_large", [], message)];
  }
  const issues: Issue[] = [];
  const check = (count: number, most: number, path: Issue["path"], what: string) => {
    if (count > most)
      issues.push(error("definition.too_many", path, `${count} ${what} are more than the ${most} allowed`));
  };
  check(policiesOf(draft), maxPolicies, ["policies"], "policies");
  const calendars = entriesOf(draft, "calendars");
  check(calendars.length, maxCalendars, ["calendars"], "calendars");
  const dates = [...calendars, ...entriesOf(draft, "holidayLists")].reduce(
    (sum: number, one) => sum + datesOf(one),
    0,
  );
  check(dates, maxDates, ["calendars"], "holidays, special hours and closures");
  return issues;
}

/** About as many characters as the JSON has; stops counting beyond `most`, and at nothing but plain data. */
function sizeOf(root: unknown, most: number): number {
  const stack: unknown[] = [root];
  let size = 0;
  while (stack.length > 0 && size <= most) {
    const value = stack.pop();
    size += 2;
    if (typeof value === "string") size += value.length;
    else if (typeof value === "number") size += 4;
    else if (Array.isArray(value)) for (const part of value) stack.push(part);
    else if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        size += key.length + 2;
        stack.push(part);
      }
    }
  }
  return size;
}

function policiesOf(draft: unknown): number {
  const lists = [
    draft,
    ...listOf(draft, "policySets"),
    ...listOf(draft, "versions"),
    ...listOf(draft, "versions").flatMap((version) => listOf(version, "policySets")),
  ];
  return lists.reduce((sum: number, holder) => sum + listOf(holder, "policies").length, 0);
}

function datesOf(holder: unknown): number {
  if (Array.isArray(holder)) return holder.length;
  const own =
    listOf(holder, "holidays").length +
    listOf(holder, "closures").length +
    entriesOf(holder, "specialHours").length;
  return listOf(holder, "versions").reduce((sum: number, version) => sum + datesOf(version), own);
}

function memberOf(holder: unknown, key: string): unknown {
  const isObject = typeof holder === "object" && holder !== null && Object.hasOwn(holder, key);
  return isObject ? (holder as Record<string, unknown>)[key] : undefined;
}

function listOf(holder: unknown, key: string): readonly unknown[] {
  const list = memberOf(holder, key);
  return Array.isArray(list) ? list : [];
}

function entriesOf(holder: unknown, key: string): readonly unknown[] {
  const record = memberOf(holder, key);
  return typeof record === "object" && record !== null ? Object.values(record) : [];
}
