import fc from "fast-check";
import { type Evaluation, evaluateTicket, type FieldValue, type HistoryEvent, type Sla } from "../../core.ts";

/** What tickets of a desk are made of, for the histories to draw from. */
export interface HistoryShape {
  /** The fields that events set, and the values they take; `null` clears one. The first of each is the simplest. */
  readonly fields?: Readonly<Record<string, readonly (FieldValue | null)[]>>;
  /** Names of the desk's own control events. */
  readonly controls?: readonly string[];
  /** When tickets may be opened, epoch milliseconds; `ORIGINS` if left out. */
  readonly origins?: readonly number[];
  /** Events after the first, at most: 8 if left out. */
  readonly maxEvents?: number;
}

/** A history, and an instant to ask about, at or after its first event. */
export interface Asked {
  readonly history: { readonly ticket: string; readonly events: readonly HistoryEvent[] };
  readonly asOf: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Monday morning, midnight of a month and of a leap day, and the evenings before clocks change in Europe and America. */
export const ORIGINS: readonly number[] = [
  Date.UTC(2026, 2, 2, 9),
  Date.UTC(2026, 2, 1),
  Date.UTC(2028, 1, 29),
  Date.UTC(2026, 2, 28, 22, 30),
  Date.UTC(2026, 9, 24, 22, 30),
  Date.UTC(2026, 2, 8, 4),
  Date.UTC(2026, 10, 1, 4),
];

/** A moment after another: so long after it, or by the next instants that the verdict names, or by midnight. */
type Moment =
  | { readonly afterMs: number }
  | { readonly mark: number; readonly byMs: number }
  | { readonly midnight: number; readonly byMs: number };

const byMs = fc.constantFrom(0, -1, 1);
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ afterMs: fc.constantFrom(0, 1, MINUTE, HOUR, 4 * HOUR, DAY, 3 * DAY) }),
  fc.record({ mark: fc.nat({ max: 3 }), byMs }),
  fc.record({ midnight: fc.nat({ max: 2 }), byMs }),
);

type Body = HistoryEvent extends infer E ? (E extends HistoryEvent ? Omit<E, "id" | "at"> : never) : never;

/**
 * Histories of tickets under a definition, and instants to ask about. Events fall together, and upon the instants that the
 * verdict names (due times, at-risk marks, actions, openings on which it changes) and midnights, or a millisecond beside
 * them; a few are listed twice or out of order. What fails shrinks to few events, all at the first of `origins`.
 */
export function histories<M extends string>(sla: Sla<M>, shape: HistoryShape = {}): fc.Arbitrary<Asked> {
  const sets = patches(shape.fields ?? {});
  return fc
    .record({
      origin: fc.constantFrom(...(shape.origins ?? ORIGINS)),
      set: sets,
      moves: fc.array(fc.tuple(moment, bodies(sets, shape.controls ?? [])), {
        maxLength: shape.maxEvents ?? 8,
      }),
      ask: moment,
      odd: fc.constantFrom<Oddity>("none", "none", "none", "none", "twice", "reversed"),
    })
    .map(({ origin, set, moves, ask, odd }) => {
      const opening = { id: "e1", at: origin, type: "created", by: "requester", set } as const;
      const events: HistoryEvent[] = [opening];
      for (const [when, body] of moves) {
        const at = resolve(sla, events, when);
        events.push({ ...body, id: `e${events.length + 1}`, at } as HistoryEvent);
      }
      const asOf = resolve(sla, events, ask);
      return { history: { ticket: "T-1", events: listed(events, odd) }, asOf };
    });
}

function bodies(sets: fc.Arbitrary<Record<string, FieldValue | null>>, controls: readonly string[]) {
  const said = fc.constantFrom<Body>(
    { type: "message", by: "agent" },
    { type: "message", by: "requester" },
    { type: "message", by: "agent", visibility: "internal" },
    ...controls.map((name): Body => ({ type: "control", name })),
  );
  const changed = sets.map((set): Body => ({ type: "changed", set }));
  const both = fc.tuple(said, sets).map(([one, set]) => ({ ...one, set }) as Body);
  return fc.oneof({ weight: 3, arbitrary: said }, { weight: 3, arbitrary: changed }, both);
}

/** One field with one of its values, or none. */
function patches(fields: HistoryShape["fields"] & object): fc.Arbitrary<Record<string, FieldValue | null>> {
  const known = Object.entries({ status: ["new", "open", "pending", "solved", "closed"], ...fields });
  const one = known.flatMap(([name, values]) => values.map((value) => ({ [name]: value })));
  return fc.constantFrom<Record<string, FieldValue | null>>({}, ...one);
}

type Oddity = "none" | "twice" | "reversed";

function listed(events: readonly HistoryEvent[], odd: Oddity): readonly HistoryEvent[] {
  if (odd === "none") return events;
  return odd === "reversed" ? [...events].reverse() : [...events, events[events.length - 1]];
}

function resolve<M extends string>(sla: Sla<M>, events: readonly HistoryEvent[], when: Moment): number {
  const from = events[events.length - 1].at;
  if ("afterMs" in when) return from + when.afterMs;
  if ("midnight" in when) {
    const midnight = (Math.floor(from / DAY) + 1 + when.midnight) * DAY;
    return Math.max(from, midnight + when.byMs);
  }
  const later = marksOf(evaluateTicket(sla, { ticket: "T-1", events }, { asOf: from })).filter(
    (at) => at >= from,
  );
  const at = later[when.mark % (later.length || 1)] ?? from;
  return Math.max(from, at + when.byMs);
}

/** Every instant that a verdict names, in order. */
function marksOf({ clocks, actions, nextChangeAt }: Evaluation): number[] {
  const named = [
    ...clocks.flatMap(({ dueAt, dueAtIfResumedNow, atRiskAt }) => [dueAt, dueAtIfResumedNow, atRiskAt]),
    ...actions.map(({ fireAt }) => fireAt),
    nextChangeAt,
  ];
  return [...new Set(named.filter((at) => at !== null))].sort((a, b) => a - b);
}
