import { desk, dueclock } from "../lib/ours.ts";
import { interleave } from "../lib/timing.ts";
import { luxonWalk } from "../peers/luxonWalk.ts";
import { compilingTenants, type TenantFigures } from "./compilingTenants.ts";
import { definition } from "./definition.ts";
import { type Arithmetic, handWritten } from "./handWritten.ts";
import { type ResumeFigures, resuming } from "./resuming.ts";
import { type Case, EVENTS, tickets } from "./tickets.ts";

/** Whole tickets: fastest rounds, in tickets a second, and as a share of the yardstick's speed. */
export interface EngineFigures {
  readonly events: number;
  readonly ticketsPerSecond: {
    readonly handWritten: number;
    readonly lean: number;
    readonly full: number;
    /** The hand-written evaluator on a day walk over luxon. */
    readonly luxon: number;
  };
  readonly leanToHandWritten: number;
  readonly fullToHandWritten: number;
  readonly leanToLuxon: number;
  /** A step of a ticket that changes its policy, among three hundred, in nanoseconds, the rest of the step included. */
  readonly stepAmong300Policies: number;
  /** Going on from a snapshot with one event more, after histories of so many events, in microseconds. */
  readonly resumeMicroseconds: Readonly<Record<10 | 100 | 1_000 | 10_000, number>>;
  readonly resume: ResumeFigures;
  readonly compileMicroseconds: { readonly checked: number; readonly core: number };
  readonly tenants: TenantFigures;
}

const { addBusinessTime, businessTimeBetween, compileSla, evaluateTicket } = dueclock;
/** Some eighty thousand clocks; more tickets would time the garbage collector's walk over their events. */
const TICKETS = 16_384;
const FEW = 64; // of the walk
const ROUNDS = 9;

/** @throws Error where a contestant says something else of a ticket than the engine. */
export function engineFigures(): EngineFigures {
  const sla = compileSla(definition);
  const calendar = dueclock.compileCalendar(desk);
  const ours: Arithmetic = {
    add: (at, ms) => addBusinessTime(calendar, at, ms),
    between: (from, to) => businessTimeBetween(calendar, from, to),
  };
  const cases = tickets(TICKETS, 7);
  for (const one of cases) check(one, handWritten(ours, one));
  const lap = (list: readonly Case[], ask: (one: Case) => unknown) => ({
    lap: () => {
      let said = 0;
      for (const one of list) if (ask(one)) said++;
      return said;
    },
    questions: list.length,
  });
  const walk = luxonWalk();
  const timings = interleave(
    [
      lap(cases, (one) => handWritten(ours, one)),
      lap(cases, ({ history, asOf }) => evaluateTicket(sla, history, { asOf, detail: "lean" })),
      lap(cases, ({ history, asOf }) => evaluateTicket(sla, history, { asOf })),
      lap(cases.slice(0, FEW), (one) => handWritten(walk, one)),
    ],
    ROUNDS,
  );
  const resume = resuming();
  const [hand, lean, full, luxon] = timings.map(({ min }) => min);
  const perSecond = (ns: number) => Math.round(1e9 / ns);
  return {
    events: EVENTS,
    ticketsPerSecond: {
      handWritten: perSecond(hand),
      lean: perSecond(lean),
      full: perSecond(full),
      luxon: perSecond(luxon),
    },
    leanToHandWritten: hand / lean,
    fullToHandWritten: hand / full,
    leanToLuxon: luxon / lean,
    stepAmong300Policies: among300(),
    resumeMicroseconds: resume.microseconds,
    resume,
    compileMicroseconds: compiling(),
    tenants: compilingTenants(),
  };

  function check(one: Case, said: readonly object[]): void {
    const { clocks } = evaluateTicket(sla, one.history, { asOf: one.asOf, detail: "lean" });
    const same = clocks.map(({ metric, instance, state, startedAt, dueAt, endedAt, breachedAt }) => ({
      metric, instance, state, startedAt, dueAt, endedAt, breachedAt,
    })); // biome-ignore format: a list of names
    if (JSON.stringify(same) !== JSON.stringify(said))
      throw new Error(`${one.history.ticket}: ${JSON.stringify(said)} is not ${JSON.stringify(same)}`);
  }
}

function among300(): number {
  const customers = Array.from({ length: 300 }, (_, i) => `customer-${i}`);
  const sla = compileSla({
    policies: customers.map((customer) => ({
      id: customer,
      if: {
        all: [
          { field: "customer", is: customer },
          { field: "status", isNot: "x" },
        ],
      },
      targets: { resolution: "4h" },
    })),
  });
  const events = Array.from({ length: 2_000 }, (_, i) => ({
    id: `e${i}`,
    at: i,
    type: i === 0 ? ("created" as const) : ("changed" as const),
    set: { customer: customers[(i * 7) % customers.length] },
  }));
  const lap = () => evaluateTicket(sla, { ticket: "T", events }, { asOf: events.length, detail: "lean" });
  return interleave([{ lap, questions: events.length }], 25)[0].min;
}

function compiling(): EngineFigures["compileMicroseconds"] {
  const zones = dueclock.luxonZones();
  const parsed = dueclock.parseDefinition(structuredClone(definition));
  const [checked, core] = interleave(
    [
      { lap: () => compileSla(parsed, { zones }), questions: 1 },
      { lap: () => dueclock.parseDefinition(parsed), questions: 1 },
    ],
    400,
  );
  return { checked: checked.min / 1e3, core: (checked.min - core.min) / 1e3 };
}
