import type {
  ActionDefinition,
  CalendarDefinition,
  Condition,
  Definition,
  Fire,
  PolicyDefinition,
  Target,
} from "../core.ts";
import { createRandom, type Random } from "./random.ts";

/** The Monday in whose week the stories of the simulator take place: 2 March 2026, 00:00 in UTC. */
export const MONDAY = Date.UTC(2026, 2, 2);

const HOUR = 3_600_000;
const METRICS = ["firstResponse", "nextResponse", "resolution", "ownership"] as const;
const CONDITIONS: readonly Condition[] = [
  { field: "priority", is: "urgent" },
  { field: "assignee", exists: true },
  { fact: "done", is: false },
];
type Metric = (typeof METRICS)[number];

/** Figures drawn anew for each edition of a desk: the same promises and rules, other amounts. */
interface Draws {
  readonly shape: Random;
  readonly figures: Random;
  /** Whether ids of policies are others than in the first edition. */
  readonly isRenamed: boolean;
  readonly hasCalendar: boolean;
}

/**
 * A desk's definition, by its number: promises of several metrics with calendars, and rules of every kind. Its second
 * edition is what somebody made of it while tickets were open: other amounts and offsets, a rule less, a policy renamed.
 */
export function deskDefinition(number: number, edition: 0 | 1): Definition {
  const shape = createRandom(number * 2 + 1);
  const isRenamed = shape.chance(0.3) && edition === 1;
  const hasCalendar = shape.chance(0.6);
  const draws: Draws = { shape, figures: createRandom(number * 4 + 2 + edition), isRenamed, hasCalendar };
  const rest: Pick<Definition, "calendars" | "options"> = {
    calendars: {
      office: office(shape),
      night: { timeZone: "UTC", weeklyHours: everyDay([["06:00", "22:00"]]) },
    },
    options: {
      retarget: shape.pick(["keepStart", "keepStart", "freeze"]),
      endOfBudget: shape.pick(["closing", "closing", "nextOpening"]),
      released: shape.pick(["runOn", "runOn", "cancel", "keep"]),
      versionMode: shape.pick(["atClockStart", "inForceAtEachInstant", "atCreation", "live"]),
    },
  };
  const policies = policiesOf(draws);
  if (!shape.chance(0.15)) return { ...rest, policies };
  const from = MONDAY + shape.whole(24, 96) * HOUR;
  return {
    ...rest,
    version: "old",
    policies,
    versions: [{ id: "new", from, policies: policiesOf(draws) }],
  };
}

function policiesOf(draws: Draws): PolicyDefinition<Metric>[] {
  const { shape, isRenamed, hasCalendar } = draws;
  const metrics = METRICS.filter(() => shape.chance(0.5));
  const promised = metrics.length > 0 ? metrics : (["resolution"] as const);
  const policy = (id: string): PolicyDefinition<Metric> => ({
    id: `${isRenamed ? "renamed-" : ""}${id}`,
    ...(hasCalendar ? { calendar: "office" } : {}),
    targets: Object.fromEntries(promised.map((metric) => [metric, target(draws)])),
    actions: promised.flatMap((metric) => rulesOf(draws, id, metric)),
  });
  if (!shape.chance(0.3)) return [policy("all")];
  return [{ ...policy("gold"), if: { field: "plan", is: "gold" } }, policy("rest")];
}

function target({ shape, figures, hasCalendar }: Draws): Target {
  const amount = () => `${figures.pick([30, 60, 90, 120, 240, 480])}m`;
  if (hasCalendar && shape.chance(0.1)) return { businessDays: figures.whole(1, 2) };
  return shape.chance(0.5) ? amount() : { byPriority: { urgent: amount() }, otherwise: amount() };
}

/** One or two rules of a metric; now and then an edition has one less. */
function rulesOf(draws: Draws, policy: string, metric: Metric): ActionDefinition<Metric>[] {
  const { shape, figures } = draws;
  const rules = [rule(draws, `${policy}-${metric}-a`, metric)];
  if (shape.chance(0.4)) rules.push(rule(draws, `${policy}-${metric}-b`, metric));
  return figures.chance(0.05) ? rules.slice(1) : rules;
}

function rule(draws: Draws, id: string, metric: Metric): ActionDefinition<Metric> {
  const { shape, figures, hasCalendar } = draws;
  const isEscalation = shape.chance(0.4);
  const fire = fireOf(draws);
  const hasSteps = shape.chance(0.15);
  const repeats = shape.chance(0.25);
  const every = `${figures.pick([10, 30, 60, 180])}m`;
  return {
    kind: isEscalation ? "escalation" : "reminder",
    id,
    metric,
    fire,
    ...(shape.chance(0.2) && !("at" in fire) ? { basis: "wall" } : {}),
    ...(shape.chance(0.2) ? { if: shape.pick(CONDITIONS) } : {}),
    ...(hasSteps
      ? { steps: [{ after: `${figures.pick([15, 60])}m` }, { after: `${figures.pick([90, 240])}m` }] }
      : {}),
    ...(repeats ? { repeat: { every, times: shape.whole(1, 2) } } : {}),
    ...(shape.chance(0.15) ? { until: "acknowledged" } : {}),
    ...(shape.chance(0.2) ? { quiet: hasCalendar && shape.chance(0.5) ? true : { calendar: "night" } } : {}),
    ...(shape.chance(0.4) ? { late: shape.pick(["last", "all", "skip"]) } : {}),
    notify: ["assignee"],
    ...(isEscalation ? { set: shape.pick([{ assignee: "lead" }, { priority: "urgent" }]) } : {}),
  };
}

function fireOf({ shape, figures }: Draws): Fire {
  const offset = `${figures.pick([0, 5, 15, 30, 60, 120, 300])}m`;
  switch (shape.whole(0, 3)) {
    case 0:
      return { before: offset === "0m" ? "10m" : offset };
    case 1:
      return { afterStart: offset };
    case 2:
      return { at: figures.pick(["50%", "75%", "100%", "150%"]) };
    default:
      return { after: offset };
  }
}

function office(shape: Random): CalendarDefinition {
  const day = shape.pick<readonly (readonly [string, string])[]>([
    [["09:00", "17:00"]],
    [
      ["08:00", "12:00"],
      ["13:00", "18:00"],
    ],
  ]);
  const weeklyHours = { ...everyDay(day), sat: [], sun: [] };
  return { timeZone: "UTC", weeklyHours, ...(shape.chance(0.3) ? { holidays: ["2026-03-04"] } : {}) };
}

function everyDay(day: readonly (readonly [string, string])[]) {
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
}
