import type { Backtest, TicketDifference } from "../../../backtest.ts";
import { number, percent } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { amountWords, capital, metricWords, plural } from "../words.ts";
import type { Draft } from "./draft.ts";
import { type Html, host, text } from "./html.ts";
import { bad, listOr, paragraph, type Row, type Section, table } from "./parts.ts";

type Side = Backtest["total"]["current"];

/** What a draft would have changed. */
export function backtestSection(draft: Draft, desk: Desk): Section {
  const told = draft.result();
  const { changed, tickets, differences, failed } = told;
  const about = draft.about === null ? "" : `: ${draft.about}`;
  const rows = differences.map((one) => differenceRow(one));
  return {
    id: "draft",
    title: "What a draft would have changed",
    content: [
      paragraph(
        `The same tickets under other promises${about}. It would have changed ${number(changed.tickets)} of ${plural(tickets, "ticket")}: due times of ${number(changed.due)}, misses of ${number(changed.breaches)}, reminders and escalations of ${number(changed.actions)}.`,
      ),
      ...(failed.tickets > 0
        ? [paragraph(`${plural(failed.tickets, "ticket")} could not be asked about.`)]
        : []),
      totalsTable(told),
      groupsTable(told, desk),
      listOr("No ticket differs.", rows, () =>
        table(
          "differences",
          `The most telling ${rows.length} of ${plural(changed.tickets, "ticket")} that differ`,
          [
            { title: "Ticket" },
            { title: "What", as: "line" },
            { title: "Now", as: "line" },
            { title: "Draft", as: "line" },
            { title: "Due moves by", as: "number" },
          ],
          rows,
        ),
      ),
    ],
  };
}

function totalsTable({ total }: Backtest): Html {
  const { current, draft, breaches, actions } = total;
  const both = (name: string, of: (side: Side) => string, change: string): Row => ({
    cells: [text(name), text(of(current)), text(of(draft)), text(change)],
  });
  const added = ({ added, gone }: { readonly added: number; readonly gone: number }) =>
    `${number(added)} more, ${number(gone)} fewer`;
  return table(
    "draft-total",
    "All promises",
    [
      { title: "Figure" },
      { title: "Now", as: "number" },
      { title: "Draft", as: "number" },
      { title: "Change", as: "number" },
    ],
    [
      both("Met", ({ met }) => number(met), ""),
      both("Missed", ({ missed }) => number(missed), added(breaches)),
      both("Share met", share, ""),
      both("Reminders and escalations sent", ({ sent }) => number(sent), added(actions)),
    ],
  );
}

function groupsTable({ groups }: Backtest, desk: Desk): Html {
  const rows = groups
    .filter(({ current, draft }) => current.met !== draft.met || current.missed !== draft.missed)
    .map(
      ({ metric, policy, current, draft }): Row => ({
        cells: [
          host(capital(metricWords(metric))),
          host(desk.policyName(policy)),
          text(number(current.missed)),
          bad(number(draft.missed), draft.missed > current.missed),
          text(share(current)),
          text(share(draft)),
        ],
      }),
    );
  return listOr("No promise would have been met or missed otherwise.", rows, () =>
    table(
      "draft-groups",
      "Promises that come out otherwise",
      [
        { title: "Promise" },
        { title: "Policy" },
        { title: "Missed now", as: "number" },
        { title: "Draft", as: "number" },
        { title: "Share met now", as: "number" },
        { title: "Draft", as: "number" },
      ],
      rows,
    ),
  );
}

/** The clock of a ticket that says most: one that breaches otherwise, else the one that moves farthest. */
function differenceRow({ ticket, clocks }: TicketDifference): Row {
  const moved = (clock: (typeof clocks)[number]) => Math.abs(clock.dueMovedMs ?? 0);
  const [most] = [...clocks].sort(
    (a, b) => Number(isTelling(b)) - Number(isTelling(a)) || moved(b) - moved(a),
  );
  if (!most)
    return { cells: [host(ticket), text("reminders and escalations only"), text(""), text(""), text("")] };
  const { metric, current, draft, dueMovedMs } = most;
  return {
    cells: [
      host(ticket),
      host(capital(metricWords(metric))),
      text(current?.outcome ?? "no such clock"),
      bad(draft?.outcome ?? "no such clock", draft?.outcome === "missed"),
      text(dueMovedMs === null ? "–" : `${amountWords(dueMovedMs)} ${dueMovedMs < 0 ? "earlier" : "later"}`),
    ],
  };
}

function isTelling({ breach }: TicketDifference["clocks"][number]): boolean {
  return breach === "added" || breach === "gone";
}

function share({ met, missed }: Side): string {
  return percent(met, met + missed);
}
