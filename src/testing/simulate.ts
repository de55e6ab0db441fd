import { compileSla, type Definition, type HistoryEvent, type Sla, type ZoneSupplier } from "../core.ts";
import { deskDefinition, MONDAY } from "./desks.ts";
import type { HostKind } from "./host.ts";
import { type Judgement, judge } from "./judge.ts";
import { createRandom, type Random } from "./random.ts";
import { createStory, type Happening } from "./story.ts";
import { happen, type WorldOptions } from "./world.ts";

/** What is simulated: which host, and how badly the world treats it. */
export interface SimulateOptions {
  /** `sound` if left out; the others have a known fault, for seeing that it is found. */
  readonly host?: HostKind;
  /** Share of the events that arrive late, by up to 400 minutes; 0.25 if left out. */
  readonly late?: number;
  /** A desk of one's own and what it is edited to, instead of those made up; without `edited` it is never edited. */
  readonly sla?: Sla;
  readonly edited?: Sla;
}

/** What happened to one ticket under one seed, and how its host did. Plain JSON. */
export interface Simulation extends Judgement {
  readonly seed: number;
}

/** A simulation with all that led to it, for replay. */
export interface SimulationStory extends Simulation {
  /** As first compiled, and as edited at `editedAt` (null for never). Empty for a desk of one's own. */
  readonly definitions: readonly Definition[];
  readonly editedAt: number | null;
  readonly happenings: readonly Happening[];
  readonly isAtomic: boolean;
  readonly skews: readonly number[];
  /** What the host did: when, why, by its clock, and how far it came. */
  readonly log: readonly string[];
  readonly performed: readonly { readonly id: string; readonly decidedAt: number; readonly at: number }[];
  readonly history: readonly HistoryEvent[];
}

/** Desks that are made up and compiled, each in two editions; seeds share them. */
const DESKS = 200;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long after the last call the truth is read. */
const LONG_AFTER = 60 * 24 * HOUR;

const UTC: ZoneSupplier = {
  label: "UTC only",
  zone: (id) => (id === "UTC" ? { id, transitions: [], offsets: [0] } : null),
};

/** Runs one ticket a seed; made by `createSimulator`. */
export interface Simulator {
  /** How the host of this seed did. The same seed always answers the same. */
  run(seed: number): Simulation;
  /** The same, with its story. */
  tell(seed: number): SimulationStory;
}

/**
 * Runs one ticket a seed through a model host while everything goes wrong that may: events late, twice and out of order,
 * wake-ups lost and doubled, crashes between any two steps, clocks that differ by minutes, edits of the definition rolled out
 * while tickets are open. The same seed always tells the same story.
 */
export function createSimulator(options: SimulateOptions = {}): Simulator {
  const compiled = new Map<number, readonly [Sla, Sla]>();
  const { sla, edited = sla, host = "sound", late = 0.25 } = options;
  const slas = (desk: number): readonly [Sla, Sla] => {
    if (sla && edited) return [sla, edited];
    const known = compiled.get(desk);
    if (known) return known;
    const compile = (edition: 0 | 1) => compileSla(deskDefinition(desk, edition), { zones: UTC });
    const made = [compile(0), compile(1)] as const;
    compiled.set(desk, made);
    return made;
  };
  const play = (seed: number, log: ((line: string) => void) | null) => {
    const random = createRandom(seed);
    const desk = random.whole(0, DESKS - 1);
    const happenings = createStory(random, { late });
    const world = drawWorld(random, slas(desk), host);
    const aftermath = happen(happenings, random, world, log);
    const { history, performed, endedAt } = aftermath;
    const final = world.slas[world.editedAt === null ? 0 : 1];
    // A host that polls for a while is judged by that while
    const asOf = world.kind === "windows" ? endedAt : Math.max(endedAt, lastOf(history)) + LONG_AFTER;
    const judgement = { seed, ...judge(final, "T-1", history, performed, asOf) };
    return { judgement, desk, happenings, world, aftermath };
  };
  return {
    run: (seed) => play(seed, null).judgement,
    tell(seed) {
      const log: string[] = [];
      const { judgement, desk, happenings, world, aftermath } = play(seed, (line) => log.push(line));
      const { editedAt, isAtomic, skews } = world;
      const editions = editedAt === null ? ([0] as const) : ([0, 1] as const);
      return {
        ...judgement,
        definitions: sla ? [] : editions.map((edition) => deskDefinition(desk, edition)),
        editedAt,
        happenings,
        isAtomic,
        skews,
        log,
        performed: aftermath.performed.map(({ row, at }) => ({ id: row.key, decidedAt: row.decidedAt, at })),
        history: aftermath.history,
      };
    },
  };
}

function drawWorld(random: Random, slas: readonly [Sla, Sla], kind: HostKind): WorldOptions {
  const isCalm = random.chance(0.2);
  const skew = () => random.whole(-5, 5) * MINUTE + random.whole(-500, 500);
  return {
    kind,
    isAtomic: random.chance(0.7),
    skews: isCalm ? [0] : [skew(), skew(), skew()],
    crash: isCalm ? 0 : random.pick([0, 0.02, 0.05]),
    lostWakeUps: isCalm ? 0 : 0.1,
    doubledWakeUps: isCalm ? 0 : 0.1,
    slas,
    editedAt: random.chance(0.25) && slas[0] !== slas[1] ? MONDAY + random.whole(6, 5 * 24) * HOUR : null,
  };
}

function lastOf(history: readonly HistoryEvent[]): number {
  return history.reduce((latest, { at }) => Math.max(latest, at), 0);
}
