import { ANSWERED_EVER, AWAITING, DONE } from "./conditions.ts";
import type { Preset } from "./preset.ts";

/** The statuses that every account has, by name and by number, and whether their SLA timer runs. */
const TIMERS = {
  open: "on",
  pending: "off",
  "waiting on customer": "off",
  "waiting on third party": "off",
} as const;
const NUMBERS: Readonly<Record<string, string>> = {
  open: "2",
  pending: "3",
  "waiting on customer": "6",
  "waiting on third party": "7",
};

/**
 * Freshdesk: first response and resolution from the creation on, every further response from the request it answers on; all
 * paused while the ticket is in a status whose SLA timer is off. `timers` has the status field's switches: further statuses,
 * and others than the defaults. A due time set by hand stays whatever becomes of the priority.
 */
export function freshdesk({
  timers = {},
}: {
  readonly timers?: Readonly<Record<string, "on" | "off">>;
} = {}): Preset<"firstResponse" | "nextResponse" | "resolution"> {
  const named = Object.entries<"on" | "off">({ ...TIMERS, ...timers });
  const numbered = named.flatMap(([name, timer]) =>
    Object.hasOwn(NUMBERS, name) ? [[NUMBERS[name], timer] as const] : [],
  );
  const switches = Object.entries({
    ...Object.fromEntries(named),
    ...Object.fromEntries(numbered),
    ...timers,
  });
  const pause = { while: { fact: "statusCategory", is: "pending" } } as const;
  return {
    preset: "freshdesk",
    statuses: Object.fromEntries([
      ...switches.map(([name, timer]) => [name, timer === "off" ? "pending" : "open"]),
      ...["resolved", "4"].map((name) => [name, "solved"]),
      ...["closed", "5"].map((name) => [name, "closed"]),
    ]),
    metrics: [
      {
        id: "firstResponse",
        start: [{ on: "created" }, { on: "ceases", condition: DONE, if: { not: ANSWERED_EVER } }],
        stop: [{ on: "reply" }],
        cancel: [{ on: "becomes", condition: DONE }],
        pause,
        repeats: "once",
      },
      {
        id: "nextResponse",
        start: [
          { on: "request", if: { all: [ANSWERED_EVER, { not: DONE }] } },
          { on: "ceases", condition: DONE, if: { all: [ANSWERED_EVER, AWAITING] } },
        ],
        stop: [{ on: "reply" }],
        cancel: [{ on: "becomes", condition: DONE }],
        pause,
        repeats: "always",
      },
      {
        id: "resolution",
        start: [{ on: "created" }],
        stop: [{ on: "becomes", condition: DONE }],
        pause,
        repeats: "once",
        reopen: { on: [{ on: "ceases", condition: DONE }], as: "resume" },
      },
    ],
    options: { override: "sticky" },
  };
}
