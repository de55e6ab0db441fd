import { error, SlaError } from "../diagnostics.ts";
import type { Evaluation } from "../evaluation.ts";
import { type Outcome, outcomeOf, type ReportedClock } from "../outcome.ts";
import { WEEKDAYS, weekdayOf } from "../time/civil.ts";
import { DAY, HOUR } from "../time/units.ts";
import { localDayAt, offsetAt, type ZoneTable } from "../time/zone.ts";
import type { Cell } from "./cell.ts";
import type { Dimension, Filter, FullLayout } from "./layout.ts";

/** One clock of a verdict, as a report sees it. */
export interface Subject {
  readonly evaluation: Evaluation;
  readonly clock: ReportedClock;
  readonly outcome: Outcome;
  /** The instant by which it counts; null where it has none. */
  readonly at: number | null;
  readonly holder: ReportedClock["heldBy"];
  /** The fields of the verdict, or those as at the clock's end. */
  readonly fields: Evaluation["fields"];
}

export function subjectOf(layout: FullLayout, evaluation: Evaluation, clock: ReportedClock): Subject {
  return {
    evaluation,
    clock,
    outcome: outcomeOf(clock),
    at: clock[layout.countBy],
    holder: holderOf(layout.blame, clock),
    fields: layout.fieldsAt === "end" ? clock.fields : evaluation.fields,
  };
}

/** Whether the layout's filters let it pass. */
export function passes({ filters, from, to }: FullLayout, zone: ZoneTable, subject: Subject): boolean {
  const { at } = subject;
  if (from !== null && (at === null || at < from)) return false;
  if (to !== null && (at === null || at >= to)) return false;
  return filters.every((filter) => isListed(filter, cellOf(filter.of, zone, subject)));
}

export function cellOf(dimension: Dimension, zone: ZoneTable, subject: Subject): Cell {
  const { evaluation, clock, outcome, at, holder } = subject;
  if (typeof dimension !== "string") return fieldOf(subject.fields, dimension.field);
  switch (dimension) {
    case "metric":
    case "level":
    case "policy":
    case "policySet":
    case "per":
    case "state":
      return clock[dimension];
    case "agent":
      return holder.assignee;
    case "department":
      return holder.group;
    case "supplier":
      return holder.supplier;
    case "priority":
      return fieldOf(subject.fields, "priority");
    case "category":
      return evaluation.category;
    case "outcome":
      return outcome;
    case "isOpen":
      return clock.endedAt === null;
    case "weekday":
      return at === null ? null : WEEKDAYS[weekdayOf(localDayAt(zone, at))];
    case "hour":
      return at === null ? null : hourOf(at + offsetAt(zone, at));
  }
}

/**
 * A field that the verdict carries.
 * @throws SlaError where it carries none of that name: a group of nobody would pass for an answer.
 */
export function fieldOf(fields: Evaluation["fields"], name: string): Cell {
  if (Object.hasOwn(fields, name)) return fields[name];
  const message = `the verdict carries no field \`${name}\`; list it in \`report.fields\` of the definition`;
  throw new SlaError([error("report.missing_field", [], message)]);
}

function holderOf(blame: FullLayout["blame"], clock: ReportedClock): ReportedClock["heldBy"] {
  switch (blame) {
    case "breach":
      return clock.breachedBy ?? clock.heldBy;
    case "end":
      return clock.heldBy;
    case "longest":
      return longest(clock) ?? clock.heldBy;
  }
}

/** Who had most of the time used; of several the first. */
function longest({ attribution }: ReportedClock): ReportedClock["heldBy"] | undefined {
  return attribution.reduce<ReportedClock["attribution"][number] | undefined>(
    (most, one) => (most !== undefined && most.elapsedMs >= one.elapsedMs ? most : one),
    undefined,
  );
}

function isListed(filter: Filter, value: Cell): boolean {
  return "in" in filter ? filter.in.includes(value) : !filter.notIn.includes(value);
}

function hourOf(wall: number): number {
  return Math.floor((wall - Math.floor(wall / DAY) * DAY) / HOUR);
}
