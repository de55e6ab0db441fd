import type { HistoryEvent, Sla } from "../core.ts";
import { MONDAY } from "./desks.ts";
import { emptyStore, type Host, type HostKind, hear, poll, work } from "./host.ts";
import type { Performed } from "./judge.ts";
import type { Row } from "./owner.ts";
import type { Random } from "./random.ts";
import type { Happening } from "./story.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How often the sweeper looks for wake-ups that are overdue, and rows that nobody has performed. */
const SWEEP = 20 * MINUTE;
const POLL = HOUR;
/** For how long a host that polls does so. */
const POLLED = 9 * 24 * HOUR;
/** How long an edit takes to reach every worker. */
const ROLL_OUT = 10 * MINUTE;
/** Of one ticket; its rules are bounded, so that this many tell of an endless loop. */
const MAX_CALLS = 5_000;

/** What goes wrong in a world, and by which definitions its host works. */
export interface WorldOptions {
  readonly kind: HostKind;
  readonly isAtomic: boolean;
  /** How far the clock of each worker is off, in milliseconds. */
  readonly skews: readonly number[];
  /** Chance to die after a step. */
  readonly crash: number;
  readonly lostWakeUps: number;
  readonly doubledWakeUps: number;
  /** The definition, and what it is edited to at `editedAt`. */
  readonly slas: readonly [Sla, Sla];
  readonly editedAt: number | null;
}

/** What is left when nothing is to come any more. */
export interface Aftermath {
  readonly history: readonly HistoryEvent[];
  readonly performed: readonly Performed[];
  readonly endedAt: number;
}

type Job =
  | { readonly kind: "event"; readonly at: number; readonly happening: Happening }
  | { readonly kind: "wake"; readonly at: number; readonly instant: number }
  | { readonly kind: "edit" | "sweep" | "poll"; readonly at: number };

interface World extends WorldOptions {
  readonly random: Random;
  readonly host: Host;
  readonly performed: Performed[];
  /** By id, those that say which action they acknowledge. */
  readonly acknowledged: Map<string, HistoryEvent>;
  /** The last is next. */
  readonly jobs: Job[];
  readonly log: ((line: string) => void) | null;
  now: number;
  /** The wake-up that the timer service has. */
  armed: number | null;
  polledAt: number;
}

/** Lets a story happen to a host, and calls it until it asks for nothing any more. `log`, if any, is told every call. */
export function happen(
  story: readonly Happening[],
  random: Random,
  options: WorldOptions,
  log: ((line: string) => void) | null,
): Aftermath {
  const world = createWorld(random, options, log);
  for (const happening of story)
    for (const at of happening.arrivals) add(world, { kind: "event", at, happening });
  if (options.editedAt !== null) add(world, { kind: "edit", at: options.editedAt });
  if (options.kind === "windows")
    for (let at = MONDAY; at < MONDAY + POLLED; at += POLL) add(world, { kind: "poll", at });
  let calls = 0;
  for (let job = world.jobs.pop(); job; job = world.jobs.pop()) {
    if (++calls > MAX_CALLS) throw new Error("the host is called for ever");
    world.now = job.at;
    perform(world, job);
  }
  return { history: world.host.store.history, performed: world.performed, endedAt: world.now };
}

function createWorld(random: Random, options: WorldOptions, log: World["log"]): World {
  const performed: Performed[] = [];
  const received = new Set<string>();
  const host: Host = {
    kind: options.kind,
    ticket: "T-1",
    isAtomic: options.isAtomic,
    store: emptyStore(),
    perform(row) {
      if (received.has(row.key)) return;
      received.add(row.key);
      performed.push({ row, at: world.now });
      writeBack(world, row);
    },
  };
  const moving = { now: 0, armed: null, polledAt: 0 };
  const world: World = {
    ...options,
    ...moving,
    random,
    host,
    performed,
    acknowledged: new Map(),
    jobs: [],
    log,
  };
  return world;
}

/** What an escalation changes comes back as an event, mostly soon. */
function writeBack(world: World, { key, action, decidedAt }: Row): void {
  if (action.set === null) return;
  const { random, now } = world;
  const event: HistoryEvent = {
    id: `set:${key}`,
    at: decidedAt,
    type: "changed",
    cause: action.id,
    set: action.set,
  };
  const at = now + (random.chance(0.2) ? random.whole(1, 60) * MINUTE : random.whole(0, 2_000));
  add(world, { kind: "event", at, happening: { event, arrivals: [at], namesAction: false } });
}

function add({ jobs }: World, job: Job): void {
  let i = jobs.length;
  while (i > 0 && jobs[i - 1].at <= job.at) i--;
  jobs.splice(i, 0, job);
}

function perform(world: World, job: Job): void {
  const { kind, host, now, random } = world;
  switch (job.kind) {
    case "event": {
      const event = eventOf(world, job.happening);
      if (kind === "windows") hear(host, event);
      else if (!call(world, `heard of ${event.id}`, event, 0))
        add(world, { ...job, at: now + random.whole(1, 10) * MINUTE });
      break;
    }
    case "wake":
      call(world, "woken", null, job.instant);
      break;
    case "edit":
      if (kind !== "windows" && host.store.definition !== null && !call(world, "edited", null, 0))
        add(world, { ...job, at: now + MINUTE });
      break;
    case "sweep":
      if (isLeft(world)) call(world, "swept", null, overdue(world));
      break;
    case "poll":
      poll(host, currentSla(world), world.polledAt, now);
      world.polledAt = now;
      break;
  }
}

/** What is known of a happening: what somebody acknowledges is the action performed last. */
function eventOf({ performed, acknowledged }: World, { event, namesAction }: Happening): HistoryEvent {
  const last = performed.at(-1);
  const known = acknowledged.get(event.id);
  if (known || !namesAction || !last) return known ?? event;
  const named = { ...event, action: last.row.action.id } as HistoryEvent;
  acknowledged.set(event.id, named);
  return named;
}

/** Calls the host, by some worker's clock and definition; whether it came to its end. */
function call(world: World, cause: string, event: HistoryEvent | null, instant: number): boolean {
  const { random, host, now, slas, editedAt } = world;
  const isStale = editedAt !== null && now < editedAt + ROLL_OUT && random.chance(0.5);
  const clock = Math.max(now + random.pick(world.skews), instant);
  let last = "";
  let isDead = false;
  for (const step of work(host, { sla: isStale ? slas[0] : currentSla(world), event, now: clock })) {
    last = step;
    isDead = random.chance(world.crash);
    if (isDead) break;
  }
  world.log?.(`${at(now)} ${cause}, asked at ${at(clock)}: ${last}${isDead ? ", and died" : ""}`);
  if (isDead) sweepAfter(world, now);
  arm(world);
  return !isDead;
}

function currentSla({ editedAt, now, slas }: World): Sla {
  return editedAt !== null && now >= editedAt ? slas[1] : slas[0];
}

/** Gives the timer service the wake-up that the host wrote down; the sweeper is there for those that get lost. */
function arm(world: World): void {
  const { host, random, now, editedAt, slas } = world;
  const { wakeUp, definition } = host.store;
  if (editedAt !== null && definition !== slas[1].fingerprint)
    sweepAfter(world, Math.max(now, editedAt + ROLL_OUT));
  if (wakeUp === null || wakeUp === world.armed) return;
  world.armed = wakeUp;
  const at = Math.max(now, wakeUp) + random.whole(0, 2_000);
  if (!random.chance(world.lostWakeUps)) add(world, { kind: "wake", at, instant: wakeUp });
  if (random.chance(world.doubledWakeUps))
    add(world, { kind: "wake", at: at + random.whole(0, 10) * MINUTE, instant: wakeUp });
  sweepAfter(world, at);
}

function sweepAfter(world: World, at: number): void {
  add(world, { kind: "sweep", at: Math.floor(at / SWEEP + 1) * SWEEP });
}

/** What the sweeper's query finds: an overdue wake-up, a row to perform, a verdict by an old definition. */
function isLeft(world: World): boolean {
  const { outbox, done, definition } = world.host.store;
  const isOld = definition !== null && definition !== currentSla(world).fingerprint;
  return overdue(world) > 0 || done.size < outbox.size || isOld;
}

/** The wake-up that nobody heeded, or 0: the verdict is read no earlier, however slow the worker's clock. */
function overdue({ host, now }: World): number {
  const { wakeUp } = host.store;
  return wakeUp !== null && wakeUp <= now ? wakeUp : 0;
}

function at(instant: number): string {
  return new Date(instant).toISOString().slice(5, 19).replace("T", " ");
}
