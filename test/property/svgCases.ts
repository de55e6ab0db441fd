/*
 * What the laws of pictures are tried on: names, words, instants and rows as no host would have them.
 */
import type { Evaluation, TicketHistory } from "dueclock";
import type { ReportRow } from "dueclock/report";
import type { PictureLabels, PictureWord } from "dueclock/svg";
import fc from "fast-check";
import { WORDS } from "../../src/svg/labels.ts";

const { constantFrom: pick, oneof, record, array } = fc;

/** Names and texts as no host would have them. */
export const hostile = oneof(
  pick(
    `"><script>alert('x')</script>`,
    "</text></svg>&lt;&amp;&#0; ]]> <!-- <![CDATA[",
    "url(#x);}*{fill:red} /* javascript:",
    "one\r\ntwo\tthree\u2028four\u0085five",
    "\u202eevil \u2066right\u2067 \u200fto\u200e left\u202c",
    "\ud800 lone \udc00",
    "\u0000\u0007\u001b[31m\u007f\u009f\ufffe\uffff",
    "\u05d0\u05d1\u05d2 abc \u0639\u0631\u0628\u064a",
    `e${"\u0301".repeat(300)}`,
    "👩‍👩‍👧‍👦".repeat(40),
    "﷽﷽﷽",
    "",
    " ",
    "__proto__",
    "{at} {count} {{what}}",
    "W".repeat(10_000),
    "<".repeat(10_000),
    "word ".repeat(2_000),
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
export const names = array(hostile, { minLength: 5, maxLength: 9 });
export const widths = pick(240, 360, 599, 600, 699, 700, 880, 1_000, 2_400);

export const labels: fc.Arbitrary<PictureLabels | undefined> = fc.option(
  record(
    {
      weekdays: array(hostile, { maxLength: 8 }),
      months: array(hostile, { maxLength: 13 }),
      metrics: record({ firstResponse: hostile, resolution: hostile }),
      ...Object.fromEntries(Object.keys(WORDS).map((name) => [name as PictureWord, hostile])),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<PictureLabels>,
  { nil: undefined, freq: 4 },
);

/** A verdict and its history with other names for everything that a host names. */
export function renamed(history: TicketHistory, verdict: Evaluation<string>, given: readonly string[]) {
  let next = 0;
  const name = () => given[next++ % given.length];
  const perhaps = (value: string | null) => (value === null ? null : name());
  const events = history.events.map((event) => ({
    ...event,
    ...("name" in event ? { name: name() } : {}),
    ...(event.set ? { set: { [name()]: name(), status: name() } } : {}),
  })) as TicketHistory["events"];
  const clocks = verdict.clocks.map((clock) => ({
    ...clock,
    metric: next % 3 === 0 ? name() : clock.metric,
    policySet: perhaps(clock.policySet),
    policy: perhaps(clock.policy),
    level: perhaps(clock.level),
    per: perhaps(clock.per),
    exempted: next % 4 === 0 ? name() : clock.exempted,
  }));
  const actions = verdict.actions.map((action) => ({ ...action, rule: name() }));
  const policies = verdict.policies.map((policy) => ({ ...policy, name: name() }));
  return {
    history: { ticket: name(), events },
    verdict: { ...verdict, ticket: name(), clocks, actions, policies } as Evaluation<string>,
  };
}

/** Clocks at the edges of what instants there are. */
export function displaced(verdict: Evaluation<string>, instants: readonly number[]): Evaluation<string> {
  const clocks = verdict.clocks.map((clock, i) => {
    const at = (k: number) => instants[(i * 5 + k) % instants.length];
    return {
      ...clock,
      startedAt: at(0),
      dueAt: clock.dueAt === null ? null : at(1),
      breachedAt: clock.breachedAt === null ? null : at(2),
      endedAt: clock.endedAt === null ? null : at(3),
      elapsedMs: Math.abs(at(4)),
      remainingMs: clock.remainingMs === null ? null : at(1) - at(4),
    };
  });
  return { ...verdict, clocks };
}

const count = oneof(fc.nat(300), pick(0, 0, 1, 10 ** 9, 2 ** 53, 0.5, -3, null));
/** A row of a month, or of what is none. */
export const monthRow = fc
  .tuple(fc.nat(30), count, count, count, fc.boolean(), names)
  .map(([month, met, missed, pending, restated, [name, other]]): ReportRow => {
    const at = (i: number) => Date.UTC(2024, i, 1);
    const hasPeriod = month < 26;
    return {
      ...{ period: hasPeriod ? new Date(at(month)).toISOString().slice(0, 7) : month === 26 ? name : null },
      ...{ from: hasPeriod ? at(month) : null, to: hasPeriod ? at(month + 1) : null },
      ...{
        met,
        missed,
        pending,
        restated,
        metBefore: missed,
        missedBefore: met,
        agent: other,
        metric: "resolution",
      },
    };
  });
