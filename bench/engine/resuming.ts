import { dueclock } from "../lib/ours.ts";
import { interleave } from "../lib/timing.ts";
import { definition } from "./definition.ts";
import { tickets } from "./tickets.ts";

/** What an event costs with a snapshot, and what an edit of the definition costs without one. */
export interface ResumeFigures {
  /** An event, after histories of so many, from one snapshot object to the next. */
  readonly microseconds: Readonly<Record<10 | 100 | 1_000 | 10_000, number>>;
  /** After 10,000 events, as a multiple of after 10: 1 where the cost is constant. */
  readonly longToShort: number;
  /** The same from a snapshot as a store gives it, the next one written for the store, and without that. */
  readonly storedMicroseconds: { readonly writing: number; readonly reading: number };
  /** As a multiple of a lean verdict of one event. */
  readonly toOne: number;
  /** As a share of reading the whole history of 10,000 events. */
  readonly toWhole: number;
  /** 10,000 tickets of twenty events under an edited definition, compiled then, in milliseconds. */
  readonly editMilliseconds: number;
}

const { compileSla, evaluateTicket, resume, takeSnapshot } = dueclock;
const COUNTS = [10, 100, 1_000, 10_000] as const;
const OPEN = 10_000;
/** Questions in a lap: one alone is timed before the runtime has compiled what it runs. */
const AGAIN = 50;

/** A conversation in which question and answer take turns; the next event is another question. */
function talk(count: number) {
  return Array.from({ length: count + 1 }, (_, i) => {
    const by = i % 2 === 0 ? ("requester" as const) : ("agent" as const);
    const at = Date.UTC(2024, 0, 1) + i * 60_000;
    return {
      id: `e${i}`,
      at,
      by,
      ...(i === 0 ? { type: "created" as const } : { type: "message" as const }),
    };
  });
}

/** @throws Error where a snapshot is refused. */
export function resuming(): ResumeFigures {
  const sla = compileSla(definition);
  const lapOf = (count: number, isStored: boolean, isWritten = isStored) => {
    const events = talk(count);
    const { at: asOf } = events[count];
    const before = { ticket: "T", events: events.slice(0, count) };
    const taken = takeSnapshot(sla, before, { asOf: events[count - 1].at });
    const snapshot = isStored ? JSON.parse(JSON.stringify(taken)) : taken;
    const news = events.slice(count);
    const lap = () => {
      for (let i = 0; i < AGAIN; i++) {
        const told = resume(sla, snapshot, news, { asOf, detail: "lean" });
        if (told.refused) throw new Error(told.refused.code);
        if (isWritten) JSON.stringify(told.snapshot);
      }
    };
    return { lap, questions: AGAIN };
  };
  const all = { ticket: "T", events: talk(10_000) };
  const { at: asOf } = all.events[10_000];
  const whole = { lap: () => evaluateTicket(sla, all, { asOf, detail: "lean" }), questions: 1 };
  const first = { ticket: "T", events: talk(0) };
  const one = {
    lap: () => {
      for (let i = 0; i < AGAIN; i++)
        evaluateTicket(sla, first, { asOf: first.events[0].at, detail: "lean" });
    },
    questions: AGAIN,
  };
  const timings = interleave(
    [
      ...COUNTS.map((count) => lapOf(count, false)),
      lapOf(10_000, true),
      lapOf(10_000, true, false),
      one,
      whole,
    ],
    400,
  );
  const [ten, hundred, thousand, most, writing, reading, single, full] = timings.map(({ min }) => min / 1e3);
  return {
    microseconds: { 10: ten, 100: hundred, 1000: thousand, 10000: most },
    longToShort: most / ten,
    storedMicroseconds: { writing, reading },
    toOne: most / single,
    toWhole: most / full,
    editMilliseconds: editing(),
  };
}

/** Every open ticket read anew after somebody edited a target. */
function editing(): number {
  const open = tickets(OPEN, 11);
  let hours = 1;
  const lap = () => {
    const [gold, ...others] = definition.policies ?? [];
    const targets = { ...gold.targets, nextResponse: `${hours++ % 9}h30m` };
    const sla = compileSla({ ...definition, policies: [{ ...gold, targets }, ...others] });
    for (const { history, asOf } of open) evaluateTicket(sla, history, { asOf });
  };
  return interleave([{ lap, questions: 1 }], 9)[0].min / 1e6;
}
