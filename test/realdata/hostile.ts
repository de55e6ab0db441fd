import {
  compileSla,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  type Options,
  type Selection,
  type Sla,
  type TicketHistory,
} from "dueclock";
import { createRandom, type Random } from "../../src/cli/demo/random.ts";
import * as github from "../../src/cli/realdata/github.ts";
import { DESK, PROJECT } from "../../src/cli/realdata/replayDefinitions.ts";
import * as uci from "../../src/cli/realdata/uci.ts";
import { marksOf } from "../property/histories.ts";
import { linesOf } from "./data.ts";

/*
 * Real histories made odd: events lost, late, early, moved onto each other and onto due times. Seeded: the same cases in
 * each run, others with another `DUECLOCK_SEED`.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Case {
  readonly name: string;
  /** A source of chance of its own, the same for every law. */
  readonly random: () => Random;
  readonly sla: Sla;
  readonly options: Options & { readonly selection: Selection | "own" };
  readonly history: TicketHistory;
  /** Instants of the events, of due times and other marks, a millisecond either side of them, and any. */
  readonly asOfs: readonly number[];
  at(asOf: number, history?: TicketHistory): Evaluation;
}

type Loose = Definition<string>;

/** So many cases from the histories of the projects, and as many from the desk's. */
export function* cases(seed: number, each: number): Generator<Case> {
  const random = createRandom(seed);
  const threads = linesOf("github-threads.dev.jsonl.gz").map((line) => JSON.parse(line) as github.Thread);
  const incidents = linesOf("uci-incidents.dev.jsonl.gz").map((line) => JSON.parse(line) as uci.Incident);
  for (let i = 0; i < each; i++) {
    yield caseOf(`project ${i}`, PROJECT as Loose, github.historyOf(eventful(random, threads)), random);
    yield caseOf(`desk ${i}`, DESK as Loose, uci.historyOf(eventful(random, incidents)), random);
  }
}

/** One of the records, rather one with many events than with few; a bound keeps the run short. */
function eventful<T extends { readonly events: readonly unknown[] }>(
  random: Random,
  records: readonly T[],
): T {
  const some = Array.from({ length: 4 }, () => random.pick(records)).filter(
    ({ events }) => events.length <= 60,
  );
  return some.reduce(
    (most, one) => (one.events.length > most.events.length ? one : most),
    some[0] ?? records[0],
  );
}

function caseOf(name: string, definition: Loose, real: TicketHistory, random: Random): Case {
  const options = optionsOf(random);
  const { selection, ...rest } = options;
  const sla = compileSla({
    ...definition,
    policySets: (definition.policySets ?? []).map((set) => ({
      ...set,
      options: { ...set.options, ...rest, ...(selection !== "own" && { selection }) },
    })),
  });
  const at = (asOf: number, of: TicketHistory) => evaluateTicket(sla, of, { asOf });
  const history = damaged(real, at(endOf(real), real), random);
  const end = endOf(history);
  const marks = [...history.events.map((event) => event.at), ...marksOf(at(end, history))];
  const asOfs = Array.from({ length: 5 }, () => random.pick(marks) + random.pick([-1, 0, 0, 1]));
  const seed = random.between(0, 2 ** 32);
  return {
    name: `${name}: ${real.ticket} ${JSON.stringify(options)}`,
    random: () => createRandom(seed),
    sla,
    options,
    history,
    asOfs: [...asOfs, Math.floor(random.between(Math.min(...marks), end)), end],
    at: (asOf, of = history) => at(asOf, of),
  };
}

function endOf({ events }: TicketHistory): number {
  return Math.max(...events.map(({ at }) => at)) + DAY;
}

function optionsOf(random: Random): Case["options"] {
  return {
    selection: random.pick(["own", "own", "firstMatch", "lastMatch", "allMatching", "strictest"] as const),
    endOfBudget: random.pick(["closing", "nextOpening"]),
    calendarSwitch: random.pick(["perInstant", "lastWins", "frozen"]),
    retarget: random.pick(["keepStart", "restart", "freeze"]),
    released: random.pick(["runOn", "cancel", "keep"]),
    breach: random.pick(["sticky", "current"]),
  };
}

/** The history with events lost, moved in time, and moved to where something else happens. */
function damaged({ ticket, events }: TicketHistory, verdict: Evaluation, random: Random): TicketHistory {
  const places = [...events.map(({ at }) => at), ...marksOf(verdict)];
  const moves: ((at: number) => number)[] = [
    (at) => at,
    (at) => at + Math.floor(random.between(0, 3 * DAY)),
    (at) => at - Math.floor(random.between(0, 2 * HOUR)),
    () => random.pick(places) + random.pick([-1, 0, 1]),
  ];
  const loss = random.pick([0, 0, 0.1, 0.4]);
  const unrest = random.pick([0, 0.2, 0.6]);
  const [created, ...kept] = events.filter((_, i) => i === 0 || !random.chance(loss));
  const moved = kept.map((event): HistoryEvent => {
    return random.chance(unrest) ? { ...event, at: random.pick(moves)(event.at) } : event;
  });
  // The opening itself stays in nine of ten: where it comes late, what was known before it was another ticket's
  const opening = random.chance(0.1) ? { ...created, at: random.pick(moves)(created.at) } : created;
  return { ticket, events: [opening, ...moved] };
}

/** The events in any order, but for those of one instant, which keep theirs. */
export function shuffled({ ticket, events }: TicketHistory, random: Random): TicketHistory {
  const queues = new Map<number, HistoryEvent[]>();
  for (const event of events) queues.set(event.at, [...(queues.get(event.at) ?? []), event]);
  return {
    ticket,
    events: inAnyOrder(events, random).map((event) => queues.get(event.at)?.shift() ?? event),
  };
}

export function inAnyOrder<T>(list: readonly T[], random: Random): T[] {
  const ranked = list.map((value) => ({ value, rank: random.share() }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ value }) => value);
}
