/*
 * Small histories over an interesting alphabet, under generated definitions: cases to ask the engine and the oracle about.
 * Also every history there is up to a length, over an alphabet of the caller's.
 */

import fc from "fast-check";
import type { Definition, FieldPatch, HistoryEvent, TicketHistory } from "../../core.ts";
import { definitions } from "./definitions.ts";
import { gaps, instants, origins } from "./metrics.ts";

/** What an evaluation takes. */
export interface Case {
  readonly definition: Definition<string>;
  readonly history: TicketHistory;
  readonly asOf: number;
}

const HOUR = 3_600_000;
const { constantFrom: pick, oneof, array, record } = fc;

const value = <T>(...values: T[]) => pick(...values, null);
const set: fc.Arbitrary<FieldPatch> = oneof(
  { weight: 4, arbitrary: record({ status: pick("new", "open", "pending", "onHold", "solved", "closed") }) },
  { weight: 3, arbitrary: record({ priority: value("high", "high", "low", "urgent") }) },
  { weight: 2, arbitrary: record({ group: value("a", "b") }) },
  { weight: 1, arbitrary: record({ assignee: value("u", "v") }) },
  { weight: 2, arbitrary: record({ plan: value("gold", "free") }) },
  { weight: 1, arbitrary: record({ teams: value(["a"], ["a", "b"], ["b", "b"]) }) },
  { weight: 1, arbitrary: record({ site: value("office", "evening", "always") }) },
  {
    weight: 1,
    arbitrary: record({
      due: oneof(
        value("2h", "30m", "0h"),
        instants,
        instants.map((at) => new Date(at).toISOString()),
      ),
    }),
  },
) as fc.Arbitrary<FieldPatch>;
const sets = oneof(
  { weight: 2, arbitrary: set },
  { weight: 1, arbitrary: fc.tuple(set, set).map(([a, b]) => ({ ...a, ...b })) },
);

/** What an event says, without its id and instant. */
export type Told = HistoryEvent extends infer E
  ? E extends HistoryEvent
    ? Omit<E, "id" | "at">
    : never
  : never;
const controls = (due: number) =>
  pick<Told[]>(
    { type: "control", name: "go" },
    { type: "control", name: "stop" },
    { type: "policy.assigned", policy: "p0" },
    { type: "policy.assigned", policy: "p1" },
    { type: "policy.released", policy: "p1" },
    { type: "policy.released" },
    { type: "clock.reset" },
    { type: "clock.reset", metric: "resolution" },
    { type: "due.overridden", metric: "resolution", dueAt: due },
    { type: "due.overridden", metric: "resolution", level: "first", dueAt: due },
    { type: "due.overridden", metric: "firstResponse", dueAt: due },
    { type: "due.overridden", metric: "nextResponse", dueAt: due },
    { type: "due.overridden", metric: "mine", dueAt: due },
    { type: "due.cleared" },
    { type: "held" },
    { type: "resumed" },
    { type: "exempted", reason: "storm" },
    { type: "exempted", metric: "resolution", reason: "flood" },
    { type: "merged" },
    { type: "deleted" },
    { type: "acknowledged" },
    { type: "action.delivered", action: "t/p0/resolution/e0/a0/1" },
  );
const told = oneof(
  {
    weight: 4,
    arbitrary: record({
      by: pick("requester", "agent", "bot"),
      visibility: pick("public", "public", "internal"),
    }).map((one) => ({ type: "message", ...one }) as Told),
  },
  { weight: 6, arbitrary: sets.map((patch): Told => ({ type: "changed", set: patch })) },
  { weight: 5, arbitrary: instants.chain(controls) },
);
const events = oneof(
  { weight: 3, arbitrary: told },
  {
    weight: 1,
    arbitrary: fc.tuple(told, set).map(([one, patch]): Told => ({ ...one, set: { ...one.set, ...patch } })),
  },
);
const opening = record({ by: pick("requester", "requester", "agent"), set: sets }).map(
  (one) => ({ type: "created", ...one }) as Told,
);

/** A case, seldom with an event before `created`, an order other than listed, or an id used twice. */
export const cases: fc.Arbitrary<Case> = record({
  definition: definitions,
  origin: origins,
  first: opening,
  rest: array(fc.tuple(gaps, events), { maxLength: 7 }),
  odd: fc.nat(19),
  later: fc.tuple(fc.nat(12), oneof(gaps, pick(2 * HOUR, 8 * HOUR, 30 * HOUR, 72 * HOUR))),
}).map(({ definition, origin, first, rest, odd, later }) => {
  let at = origin;
  const list = [[0, first] as const, ...rest].map(([gap, one], i) => {
    at += gap;
    return { ...one, id: `e${i}`, at } as HistoryEvent;
  });
  const asOf = list[Math.min(later[0], list.length - 1)].at + later[1];
  return { definition, history: { ticket: "t", events: oddly(list, odd) }, asOf };
});

function oddly(list: readonly HistoryEvent[], odd: number): HistoryEvent[] {
  const [first, second, ...others] = list;
  if (odd === 0) return [...list].reverse();
  if (odd === 1 && second?.type === "changed") return [{ ...second, at: first.at - HOUR }, first, ...others];
  if (odd === 2 && second) return [first, second, ...others, { ...second, at: second.at + 1 }];
  if (odd === 3) return list.map((event, i) => ({ ...event, seq: -i }));
  return [...list];
}

/** Every history of up to `length` events, each one of these at one of these instants (in order), in every order that matters. */
export function* histories(
  length: number,
  alphabet: readonly Told[],
  at: readonly number[],
): Generator<TicketHistory> {
  const grow = function* (events: readonly HistoryEvent[], from: number): Generator<TicketHistory> {
    yield { ticket: "t", events };
    if (events.length === length) return;
    for (let i = from; i < at.length; i++) {
      for (const one of alphabet) {
        if (one.type === "created" && events.some(({ type }) => type === "created")) continue;
        yield* grow([...events, { ...one, id: `e${events.length}`, at: at[i] } as HistoryEvent], i);
      }
    }
  };
  yield* grow([], 0);
}
