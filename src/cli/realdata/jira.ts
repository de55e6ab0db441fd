import { compileSla, evaluateTicket, type HistoryEvent, type Reading, type Sla } from "../../index.ts";
import { count, type DataSet, instantOf, readJson, type Score, score } from "./dataSet.ts";

/*
 * SLA cycles of five requests with the breach time, elapsed and remaining time that Jira Service Management showed,
 * recomputed. Each SLA of theirs is a metric here, started and stopped by control events.
 */

interface Cycle {
  readonly ticket: string;
  readonly metric: string;
  readonly goal_ms: number;
  readonly start: string;
  /** Null while it runs. */
  readonly stop: string | null;
  readonly breach_time: string;
  readonly elapsed_ms: number;
  readonly remaining_ms: number;
  readonly paused_during_cycle: boolean;
}

interface Cycles {
  readonly snapshot: string;
  readonly calendar_inferred: {
    readonly time_zone: string;
    readonly weekly: Readonly<Record<string, [string, string][]>>;
    readonly holidays: readonly string[];
  };
  readonly cycles: readonly Cycle[];
}

/** A clock to be run: `stop` is null while it runs. */
interface Run {
  readonly metric: string;
  readonly goalMs: number;
  readonly start: number;
  readonly stop: number | null;
}

const FILE = "jsm-sla-cycles.json";

export const JIRA: DataSet = {
  name: "jira",
  files: [FILE],
  report: (folder) => {
    const { unpaused, paused } = compareJira(folder);
    return [
      `jira cycles without a pause: ${unpaused.equal} of ${unpaused.of} (breach, elapsed and remaining)`,
      `jira paused cycles: ${paused.equal} of ${paused.of} (breach, from the stop on)`,
    ];
  },
};

/** How many cycles agree to the millisecond. Their pauses are not in the record: of paused ones, what comes after the stop. */
export function compareJira(folder: string): { unpaused: Score; paused: Score } {
  const record = readJson<Cycles>(folder, FILE);
  const asOf = instantOf(record.snapshot);
  const sla = definition(record);
  const unpaused = score();
  const paused = score();
  for (const ticket of new Set(record.cycles.map((cycle) => cycle.ticket))) {
    const cycles = record.cycles.filter((cycle) => cycle.ticket === ticket);
    const readings = read(sla, cycles.map(runOf), asOf);
    for (const cycle of cycles) {
      if (cycle.paused_during_cycle) count(paused, isRestEqual(sla, cycle, asOf));
      else count(unpaused, isEqual(cycle, readings));
    }
  }
  return { unpaused, paused };
}

/** One metric for each SLA in the record, which may run again and again; its goal is in the field of its name. */
function definition({ calendar_inferred: calendar, cycles }: Cycles): Sla {
  const metrics = [...new Set(cycles.map(({ metric }) => metric))];
  return compileSla<string>({
    calendars: {
      desk: { timeZone: calendar.time_zone, weeklyHours: calendar.weekly, holidays: calendar.holidays },
    },
    metrics: metrics.map((id) => ({
      id,
      start: [{ on: "control", name: `${id} starts` }],
      stop: [{ on: "control", name: `${id} stops` }],
      repeats: "always",
    })),
    policies: [
      {
        id: "desk",
        calendar: "desk",
        targets: Object.fromEntries(metrics.map((id) => [id, { field: `${id} goal` }])),
      },
    ],
    options: { endOfBudget: "closing" },
  });
}

/** The readings of one ticket's clocks at `asOf`. */
function read(sla: Sla, runs: readonly Run[], asOf: number): readonly Reading[] {
  const at = Math.min(...runs.map(({ start }) => start));
  const events = runs.flatMap(({ metric, goalMs, start, stop }, i): HistoryEvent[] => [
    {
      id: `start ${i}`,
      at: start,
      type: "control",
      name: `${metric} starts`,
      set: { [`${metric} goal`]: `${goalMs}ms` },
    },
    ...(stop === null
      ? []
      : [{ id: `stop ${i}`, at: stop, type: "control", name: `${metric} stops` } as const]),
  ]);
  events.sort((a, b) => a.at - b.at);
  const created: HistoryEvent = { id: "created", at, type: "created", by: "requester" };
  return evaluateTicket(sla, { ticket: "request", events: [created, ...events] }, { asOf }).clocks;
}

function runOf({ metric, goal_ms, start, stop }: Cycle): Run {
  return { metric, goalMs: goal_ms, start: instantOf(start), stop: stop === null ? null : instantOf(stop) };
}

function isEqual(cycle: Cycle, readings: readonly Reading[]): boolean {
  const start = instantOf(cycle.start);
  const ours = readings.find(({ metric, startedAt }) => metric === cycle.metric && startedAt === start);
  return (
    ours?.dueAt === instantOf(cycle.breach_time) &&
    ours.elapsedMs === cycle.elapsed_ms &&
    ours.remainingMs === cycle.remaining_ms
  );
}

/** Whether what remained at the stop runs out at the breach time; where nothing remained, whether the breach is as long ago as it says. */
function isRestEqual(sla: Sla, cycle: Cycle, asOf: number): boolean {
  const { metric, remaining_ms: rest } = cycle;
  const stop = cycle.stop === null ? asOf : instantOf(cycle.stop);
  const breach = instantOf(cycle.breach_time);
  if (rest > 0)
    return read(sla, [{ metric, goalMs: rest, start: stop, stop: null }], stop)[0]?.dueAt === breach;
  if (breach >= stop) return rest === 0 && breach === stop;
  const late = read(sla, [{ metric, goalMs: cycle.goal_ms, start: breach, stop }], stop);
  return late[0]?.elapsedMs === -rest;
}
