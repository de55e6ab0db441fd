import type { Weekday } from "../time/civil.ts";
import type { CellFormat } from "./cell.ts";
import type { ReportPeriod } from "./period.ts";

/**
 * What a clock may be grouped and filtered by. `agent`, `department` and `supplier` are whom `blame` names; `priority`
 * and `{ field }` are ticket fields as `fieldsAt` says, which the definition lists in `report.fields`; `weekday` (`mon`) and
 * `hour` (0 to 23) are of the instant by which the clock counts, in the report's zone; `isOpen`: not ended.
 */
export type Dimension =
  | "metric"
  | "level"
  | "policy"
  | "policySet"
  | "per"
  | "agent"
  | "department"
  | "supplier"
  | "priority"
  | "category"
  | "outcome"
  | "state"
  | "isOpen"
  | "weekday"
  | "hour"
  | { readonly field: string };

/** Keeps the clocks whose value is listed, or is not. */
export type Filter =
  | { readonly of: Dimension; readonly in: readonly (string | number | boolean | null)[] }
  | { readonly of: Dimension; readonly notIn: readonly (string | number | boolean | null)[] };

/** A column: what it shows (`of`, a name of a row without columns), under which title, and how it is written. */
export interface Column {
  readonly of: string;
  readonly title?: string;
  readonly as?: CellFormat;
}

/** What a report counts, by what, and how it is shown. Plain JSON; every member may be left out. */
export interface ReportLayout {
  /** `compliance` (default): figures by group. `log`: a row for each clock. */
  readonly kind?: "compliance" | "log";
  /** Which instant puts a clock into a period: `dueAt` if left out. A clock without one is in the period null. */
  readonly countBy?: "dueAt" | "endedAt" | "startedAt";
  /** Compliance by period; null (default) for all in one. */
  readonly period?: ReportPeriod | null;
  /** The zone of periods, weekdays, hours and written times; `UTC` if left out. */
  readonly timeZone?: string;
  /** `mon` if left out. */
  readonly weekStartsOn?: Weekday;
  readonly groupBy?: readonly Dimension[];
  readonly filters?: readonly Filter[];
  /** Only clocks whose `countBy` instant lies in `[from, to)`, epoch milliseconds. */
  readonly from?: number | null;
  readonly to?: number | null;
  /** Whether outcomes are of clocks (default), or of tickets: missed where one of its clocks was, then pending, then met. */
  readonly count?: "clocks" | "tickets";
  /** Lengths in the target's own basis (default), or by the wall clock. */
  readonly basis?: "target" | "wall";
  /**
   * To whom a clock belongs: a breach to whoever held the ticket at it, any other clock to whoever held it at its end, or
   * holds it (`breach`, default); every clock to the latter (`end`); or to whoever had most of the time used (`longest`).
   */
  readonly blame?: "breach" | "end" | "longest";
  /**
   * As at when fields and `priority` are read: `asOf` (default), or each clock's `end`, and `asOf` while it is open. A rating
   * (`satisfaction`) is always that at `asOf`.
   */
  readonly fieldsAt?: "asOf" | "end";
  /** A ticket field with a rating; satisfied are those of at least `good`, or among those listed. */
  readonly satisfaction?: {
    readonly field: string;
    readonly good: number | readonly (string | number | boolean)[];
  } | null;
  /** By names of rows without columns; then by period and groups, or by ticket and clock. Null comes last. */
  readonly order?: readonly { readonly by: string; readonly descending?: boolean }[];
  /** Left out: all there is. */
  readonly columns?: readonly Column[] | null;
  /** Rows that a log keeps, the first by its order: 10,000 if left out. */
  readonly limit?: number;
  /** Groups that a report may have: 100,000 if left out. More is an error. */
  readonly maxGroups?: number;
}

/** A layout in which nothing is left out. */
export type FullLayout = { readonly [K in keyof ReportLayout]-?: Exclude<ReportLayout[K], undefined> };

export const DEFAULTS: FullLayout = {
  kind: "compliance",
  countBy: "dueAt",
  period: null,
  timeZone: "UTC",
  weekStartsOn: "mon",
  groupBy: [],
  filters: [],
  from: null,
  to: null,
  count: "clocks",
  basis: "target",
  blame: "breach",
  fieldsAt: "asOf",
  satisfaction: null,
  order: [],
  columns: null,
  limit: 10_000,
  maxGroups: 100_000,
};

const FIELD = "field.";

/** The name under which a dimension stands in a row. */
export function dimensionName(dimension: Dimension): string {
  return typeof dimension === "string" ? dimension : `${FIELD}${dimension.field}`;
}

/** The field that a name in a row stands for; null where it stands for something else. */
export function fieldNamed(name: string): string | null {
  return name.startsWith(FIELD) ? name.slice(FIELD.length) : null;
}

/** The compliance report as LiveAgent lays it out: nine columns, by day (semantics R2). */
export const LIVE_AGENT_COMPLIANCE = {
  kind: "compliance",
  period: "day",
  countBy: "dueAt",
  columns: [
    { of: "period", title: "Date" },
    { of: "met", title: "Fulfilled" },
    { of: "metAverageMs", title: "Average time fulfilled", as: "hms" },
    { of: "metMaxMs", title: "Maximum time fulfilled", as: "hms" },
    { of: "metMinMs", title: "Minimum time fulfilled", as: "hms" },
    { of: "missed", title: "Missed" },
    { of: "missedAverageMs", title: "Average time missed", as: "hms" },
    { of: "missedMaxMs", title: "Maximum time missed", as: "hms" },
    { of: "missedMinMs", title: "Minimum time missed", as: "hms" },
  ],
} as const satisfies ReportLayout;

/** The SLA log as LiveAgent lays it out: nine columns, a row for each clock. Its level is our policy; the field `requester` is read. */
export const LIVE_AGENT_LOG = {
  kind: "log",
  order: [{ by: "startedAt" }],
  columns: [
    { of: "field.requester", title: "Requester" },
    { of: "ticket", title: "Ticket" },
    { of: "department", title: "Department" },
    { of: "agent", title: "Agent" },
    { of: "policy", title: "Level" },
    { of: "startedAt", title: "SLA start", as: "local" },
    { of: "dueAt", title: "Due", as: "local" },
    { of: "endedAt", title: "Closed", as: "local" },
    { of: "remainingMs", title: "Remaining or overdue", as: "remaining" },
  ],
} as const satisfies ReportLayout;

/** Open clocks by who holds them now: how many run, wait, are at risk or late, and when the next is due. */
export const WORKLOAD = {
  kind: "compliance",
  blame: "end",
  groupBy: ["agent"],
  filters: [{ of: "isOpen", in: [true] }],
  columns: ["agent", "open", "paused", "atRisk", "late", "nextDueAt"].map((of) => ({ of })),
} as const satisfies ReportLayout;
