import type { CompiledSla } from "../compile.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { Promised } from "../policy/amount.ts";
import type { Governance, PromiseSpan } from "../policy/govern.ts";
import { initialSelection } from "../policy/select.ts";
import type { CompiledVersion } from "../policy/versions.ts";
import { indexOf, isObject, listOf, numberOf, orNull, textOf, tuple, unreadable } from "./shape.ts";

type EventAt = (number: unknown) => HistoryEvent;

/** Who governed by one version, and what it promised. */
export function decodeGovernance(
  sla: CompiledSla,
  { sets }: CompiledVersion,
  row: unknown,
  eventAt: EventAt,
): Governance {
  const [selections, reigns, promises] = tuple(row, 3);
  return {
    selections: tuple(selections, sets.length).map((one, s) => {
      const [attached, assigned] = tuple(one, 2);
      const { policies } = sets[s];
      const number = (policy: unknown) => indexOf(policy, policies.length);
      const selection = initialSelection(sets[s]);
      for (const policy of listOf(attached, number)) {
        if (selection.attached.length === 0) throw unreadable();
        selection.attached[policy] = true;
      }
      const stay = listOf(assigned, number);
      if (stay.length > 0 && selection.attached.length === 0) throw unreadable();
      selection.assigned.push(...stay);
      return selection;
    }),
    reigns: tuple(reigns, sets.length).map((list, s) =>
      listOf(list, (reign) => {
        const [policy, from, by] = tuple(reign, 3);
        return { policy: indexOf(policy, sets[s].policies.length), from: numberOf(from), by: eventAt(by) };
      }),
    ),
    promises: tuple(promises, sla.lanes.length).map((list, lane) => decodeSpans(sla, lane, list, eventAt)),
  };
}

/** What a lane was promised. */
export function decodeSpans(
  { policies, calendars }: CompiledSla,
  lane: number,
  rows: unknown,
  eventAt: EventAt,
): PromiseSpan[] {
  return listOf(rows, (row) => {
    const members = tuple(row, Array.isArray(row) && row.length === 7 ? 7 : 6);
    const [policy, goal, calendar, promised, step, by, from] = members;
    const number = indexOf(numberOf(policy) + 1, policies.length + 1) - 1;
    const goals = (number < 0 ? undefined : policies[number].goals.get(lane)) ?? [];
    const index = indexOf(numberOf(goal) + 1, goals.length + 1) - 1;
    const id = orNull(calendar, textOf);
    if (id !== null && !calendars.has(id)) throw unreadable();
    const event = eventAt(by);
    return {
      from: members.length === 7 ? numberOf(from) : event.at,
      policy: number,
      goal: index < 0 ? null : goals[index],
      calendar: id,
      promised: orNull(promised, promisedOf),
      by: event,
      step: numberOf(step),
    };
  });
}

function promisedOf(value: unknown): Promised {
  if (!isObject(value)) return { kind: "duration", ms: numberOf(value) };
  switch (value.kind) {
    case "wallDays":
      return { kind: "wallDays", days: numberOf(value.days), ms: numberOf(value.ms) };
    case "businessDays": {
      const { days, at, cutoff } = value;
      const until = at === "sameTime" || at === "close" ? at : numberOf(at);
      return { kind: "businessDays", days: numberOf(days), at: until, cutoff: orNull(cutoff, numberOf) };
    }
    case "instant": {
      const outside = value.outside === "nextOpening" ? "nextOpening" : "asIs";
      return { kind: "instant", at: numberOf(value.at), outside };
    }
    default:
      throw unreadable();
  }
}
