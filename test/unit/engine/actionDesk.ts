import {
  type Action,
  type ActionDefinition,
  compileSla,
  type Definition,
  type Evaluation,
  type PolicyDefinition,
  type Sla,
} from "dueclock";
import { type Draft, HOUR, hour, T0, verdict } from "./desk.ts";

export type Rule = Omit<ActionDefinition<string>, "kind" | "id" | "metric"> &
  Partial<Pick<ActionDefinition<string>, "kind" | "id" | "metric" | "level">>;

export const rule = (given: Rule): ActionDefinition<string> => ({
  kind: "escalation",
  id: "rule",
  metric: "resolution",
  ...given,
});

/** A resolution of 4 hours (2 when urgent, 8 when low) for who has a plan, around the clock, and the rules. */
export function desk(
  rules: Rule | readonly Rule[],
  policy: Partial<PolicyDefinition> = {},
  rest: Partial<Definition<string>> = {},
): Sla {
  const list: readonly Rule[] = Array.isArray(rules) ? rules : [rules as Rule];
  return compileSla<string>({
    policies: [
      {
        id: "p",
        if: { field: "plan", isNot: "none" },
        targets: { resolution: { byPriority: { urgent: "2h", low: "8h" }, otherwise: "4h" } },
        actions: list.map(rule),
        ...policy,
      },
    ],
    ...rest,
  });
}

const nine = [["09:00", "17:00"]] as const;
/** Monday to Friday, 09:00 to 17:00 in UTC. */
export const office = {
  timeZone: "UTC",
  weeklyHours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine },
} as const;

/** The same in office hours. */
export const officeDesk = (
  rules: Rule | readonly Rule[],
  policy: Partial<PolicyDefinition> = {},
  rest: Partial<Definition<string>> = {},
): Sla => desk(rules, { calendar: "office", ...policy }, { calendars: { office }, ...rest });

/** An action in a line: its step where it has one, status, and hours after T0 at which it fires. */
export function line({ step, repetition, status, fireAt }: Action): string {
  const name = step === null ? (repetition === 1 ? "" : `×${repetition} `) : `${repetition}.${step} `;
  return `${name}${status} ${fireAt === null ? "open" : (fireAt - T0) / HOUR}`;
}

export const lines = ({ actions }: Evaluation): string[] => actions.map(line);

/** What the rules do so many hours after T0. */
export const does = (sla: Sla, hours: number, events: readonly Draft[]): string[] =>
  lines(verdict(sla, hour(hours), events));

/** Hours after T0 of the next change. */
export function next(sla: Sla, hours: number, events: readonly Draft[]): number | null {
  const { nextChangeAt } = verdict(sla, hour(hours), events);
  return nextChangeAt === null ? null : (nextChangeAt - T0) / HOUR;
}

/** The host has performed an action. */
export const delivered = (at: number, action: string): Draft => ({ type: "action.delivered", at, action });

export const acknowledged = (at: number, action?: string): Draft => ({
  type: "acknowledged",
  at,
  ...(action === undefined ? {} : { action }),
});

export const MS = 1 / HOUR;
