import type { Condition, PolicyDefinition } from "../../../index.ts";
import { type ZammadMetric, zammadOrder } from "../../../presets.ts";
import { MINUTE } from "../../../time/units.ts";
import { BadVector, instant, list, only, record, text, type Vector } from "../vector.ts";

/** Ticket attributes that conditions read; the subjects of all articles count as one text. */
const ATTRIBUTES = ["title", "subject", "priority", "group", "state", "owner", "customer", "organization"];

const MEMBERS = ["id", "name", "conditions", "createdAt"];
const MINUTES = ["firstResponseMinutes", "responseMinutes", "updateMinutes", "solutionMinutes"] as const;

/** The minutes of a Zammad policy; null where it promises none: left out, null or 0. */
export type Minutes = Readonly<Record<(typeof MINUTES)[number], number | null>>;

type Policy = PolicyDefinition<ZammadMetric>;

/** A vector's policies in the order in which Zammad asks them; `targets` says what their minutes promise. */
export function policiesOf<M extends string>(
  value: unknown,
  name: string,
  targets: (minutes: Minutes) => PolicyDefinition<M>["targets"],
): PolicyDefinition<M>[] {
  // Equal names are asked in the order of their creation
  const created = new Map<string, number>();
  const given = list(value, name).map((entry, i): PolicyDefinition<M> => {
    const at = `${name}.${i}`;
    const policy = only(entry, at, [...MEMBERS, ...MINUTES]);
    const condition = conditionOf(policy.conditions, `${at}.conditions`);
    if (policy.createdAt !== undefined) created.set(`${i}`, instant(policy.createdAt, `${at}.createdAt`));
    return {
      id: `${i}`,
      name: text(policy.name, `${at}.name`),
      ...(condition && { if: condition }),
      calendar: "calendar",
      targets: targets(minutesOf(policy, at)),
    };
  });
  return zammadOrder(given.sort((a, b) => (created.get(a.id) ?? 0) - (created.get(b.id) ?? 0)));
}

/** What the preset's metrics are promised. @throws BadVector where a policy has both times of one column. */
export function currentTargets(minutes: Minutes): Policy["targets"] {
  if (!hasOneUpdate(minutes)) {
    throw new BadVector("a policy has both `responseMinutes` and `updateMinutes`, which share one due time");
  }
  return {
    ...target("firstResponse", minutes.firstResponseMinutes),
    ...target("nextResponse", minutes.responseMinutes),
    ...target("periodicUpdate", minutes.updateMinutes),
    ...target("resolution", minutes.solutionMinutes),
  };
}

/** The time to respond and the one between updates exclude each other: both would be shown as the update's due time. */
export function hasOneUpdate({ responseMinutes, updateMinutes }: Minutes): boolean {
  return responseMinutes === null || updateMinutes === null;
}

export function target<M extends string>(metric: M, minutes: number | null): Partial<Record<M, number>> {
  return minutes === null ? {} : ({ [metric]: minutes * MINUTE } as Partial<Record<M, number>>);
}

export function minutesOf(policy: Vector, name: string): Minutes {
  return Object.fromEntries(
    MINUTES.map((member) => {
      const { [member]: minutes = null } = policy;
      if (minutes !== null && (typeof minutes !== "number" || !Number.isFinite(minutes))) {
        throw new BadVector(`\`${name}.${member}\` is no number of minutes`);
      }
      return [member, minutes !== null && minutes > 0 ? minutes : null];
    }),
  ) as Minutes;
}

/** Fields by attribute, as conditions read them, null for none; `at` names the record in errors. */
export function fieldsOf(attributes: Vector, at: string): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(attributes).map(([attribute, value]) => {
      const name = `${at}.${attribute}`;
      if (!ATTRIBUTES.includes(attribute)) throw new BadVector(`\`${name}\` is no attribute that is known`);
      return [`ticket ${attribute}`, value === null ? null : scalar(value, name)];
    }),
  );
}

/** `priority`, `priorityNot`, `titleContains`, `titleContainsNot`: all must hold; none is no condition. */
function conditionOf(value: unknown, name: string): Condition | null {
  const tests = Object.entries(record(value ?? {}, name)).map(([key, operand]) => {
    const [, attribute = "", operator = ""] =
      /^(.+?)(ContainsNot|NotContains|Contains|Not)?$/.exec(key) ?? [];
    if (!ATTRIBUTES.includes(attribute))
      throw new BadVector(`\`${name}.${key}\` is no condition that is known`);
    const operands = [operand].flat().map((entry) => scalar(entry, `${name}.${key}`));
    const field = `ticket ${attribute}`;
    const isOne: Condition = operator.includes("Contains")
      ? { any: operands.map((contains): Condition => ({ field, contains })) }
      : { field, in: operands };
    return operator.includes("Not") ? { not: isOne } : isOne;
  });
  return tests.length === 0 ? null : { all: tests };
}

/** Zammad compares without regard to case. */
function scalar(value: unknown, name: string): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    throw new BadVector(`\`${name}\` is no text and no number`);
  }
  return String(value).toLowerCase();
}
