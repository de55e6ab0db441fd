import type { ActionDefinition, BusinessDayAmount, Fire } from "../../../index.ts";
import { BadVector, list, only, record, text, type Vector } from "../vector.ts";
import { flag, optional, seconds, texts, whole } from "./read.ts";

/** A vector's `policy`, read. */
export interface Terms {
  readonly clock: string;
  /** Milliseconds or business days. */
  readonly amount: number | BusinessDayAmount;
  readonly keepInLoopMs: number | null;
  /** Null where the vector leaves it to the system. */
  readonly pauseOnStatus: readonly string[] | null;
  readonly pauseOnlyWhenNotAssigned: boolean;
  readonly runOnStatus: readonly string[] | null;
  readonly ignoreOnStatus: readonly string[];
  readonly excludesIgnored: boolean;
  readonly isOla: boolean;
  readonly ownerGroup: string | null;
  readonly notifyAtPercent: number | null;
  readonly escalation: Fire | null;
  /** Steps of an escalation: when each fires, on what condition, and what it changes. */
  readonly levels: readonly Pick<ActionDefinition, "fire" | "if" | "set">[];
  readonly thresholds: readonly number[];
}

/** Fields of a policy that an event may replace. */
export const REPLACEABLE = ["targetSeconds", "targetWorkingDays", "endOfDay", "keepInLoopSeconds"] as const;

const KNOWN = [
  ...REPLACEABLE,
  "clock",
  "pauseOnStatus",
  "pauseOnlyWhenNotAssignedToOwnerGroup",
  "runOnStatus",
  "ignoreOnStatus",
  "excludeTimeOnIgnoredStatus",
  "agreement",
  "ownerGroup",
  "startsAt",
  "notifyAtPercent",
  "escalationOffset",
  "levels",
  "thresholdsPercent",
];

/** Reads a policy of a vector. Throws `BadVector` where it says what nobody here knows. */
export function termsOf(policy: Vector): Terms {
  only(policy, "policy", KNOWN);
  return {
    clock: text(policy.clock, "policy.clock"),
    amount: amountOf(policy),
    keepInLoopMs: optional(policy.keepInLoopSeconds, "policy.keepInLoopSeconds", seconds),
    pauseOnStatus: optional(policy.pauseOnStatus, "policy.pauseOnStatus", texts),
    pauseOnlyWhenNotAssigned: readFlag(policy, "pauseOnlyWhenNotAssignedToOwnerGroup"),
    runOnStatus: optional(policy.runOnStatus, "policy.runOnStatus", texts),
    ignoreOnStatus: optional(policy.ignoreOnStatus, "policy.ignoreOnStatus", texts) ?? [],
    excludesIgnored: readFlag(policy, "excludeTimeOnIgnoredStatus"),
    isOla: isOla(policy),
    ownerGroup: optional(policy.ownerGroup, "policy.ownerGroup", text),
    notifyAtPercent: optional(policy.notifyAtPercent, "policy.notifyAtPercent", percent),
    escalation: optional(policy.escalationOffset, "policy.escalationOffset", (value, name) =>
      fireOf(record(value, name), "seconds", "workingDays", name),
    ),
    levels: optional(policy.levels, "policy.levels", levelsOf) ?? [],
    thresholds: optional(policy.thresholdsPercent, "policy.thresholdsPercent", percents) ?? [],
  };
}

/** The policy after an event that replaces a part of it; a target of another kind replaces the old one. */
export function replaced(policy: Vector, event: Vector): Vector {
  const parts = Object.fromEntries(
    REPLACEABLE.flatMap((name) => (name in event ? [[name, event[name]]] : [])),
  );
  const { targetSeconds, targetWorkingDays, endOfDay, ...rest } = policy;
  const hasTarget = "targetSeconds" in parts || "targetWorkingDays" in parts;
  return { ...(hasTarget ? rest : policy), ...parts };
}

function amountOf({ targetSeconds, targetWorkingDays, endOfDay }: Vector): Terms["amount"] {
  if ((targetSeconds === undefined) === (targetWorkingDays === undefined)) {
    throw new BadVector("a policy has either `targetSeconds` or `targetWorkingDays`");
  }
  const closes = optional(endOfDay, "policy.endOfDay", flag) ?? false;
  if (targetWorkingDays === undefined) {
    if (closes) throw new BadVector("`endOfDay` belongs to `targetWorkingDays`");
    return seconds(targetSeconds, "policy.targetSeconds");
  }
  const businessDays = whole(targetWorkingDays, "policy.targetWorkingDays");
  return { businessDays, at: closes ? "close" : "sameTime" };
}

function isOla({ agreement, startsAt, ownerGroup }: Vector): boolean {
  if (agreement !== undefined && agreement !== "SLA" && agreement !== "OLA") {
    throw new BadVector("`policy.agreement` is neither SLA nor OLA");
  }
  const is = agreement === "OLA" || (agreement === undefined && ownerGroup !== undefined);
  if (startsAt !== undefined && startsAt !== (is ? "attached" : "created")) {
    throw new BadVector("an SLA starts when the ticket is created, an OLA when it is attached");
  }
  return is;
}

function fireOf(value: Vector, msName: string, daysName: string, name: string): Fire {
  only(value, name, [msName, daysName, "when", "set"]);
  const { [msName]: ms, [daysName]: days } = value;
  if ((ms === undefined) === (days === undefined)) {
    throw new BadVector(`\`${name}\` has either \`${msName}\` or \`${daysName}\``);
  }
  const offset = days === undefined ? seconds(ms, `${name}.${msName}`) : whole(days, `${name}.${daysName}`);
  const size = days === undefined ? Math.abs(offset) : { businessDays: Math.abs(offset) };
  return offset < 0 ? { before: size } : { after: size };
}

function levelsOf(value: unknown, name: string): Terms["levels"] {
  return list(value, name).map((entry, i) => {
    const level = record(entry, `${name}.${i}`);
    const when = Object.entries(valuesOf(level.when ?? {}, `${name}.${i}.when`));
    return {
      fire: fireOf(level, "offsetSeconds", "offsetWorkingDays", `${name}.${i}`),
      ...(when.length > 0 && { if: { all: when.map(([field, is]) => ({ field, is })) } }),
      set: valuesOf(level.set ?? {}, `${name}.${i}.set`),
    };
  });
}

/** Fields and their values. */
function valuesOf(value: unknown, name: string): Readonly<Record<string, string | number | boolean>> {
  for (const [field, held] of Object.entries(record(value, name))) {
    if (!["string", "number", "boolean"].includes(typeof held)) {
      throw new BadVector(`\`${name}.${field}\` is neither text, number, true nor false`);
    }
  }
  return value as Readonly<Record<string, string | number | boolean>>;
}

function percents(value: unknown, name: string): number[] {
  return list(value, name).map((entry) => percent(entry, name));
}

function percent(value: unknown, name: string): number {
  if (typeof value !== "number" || !(value > 0)) throw new BadVector(`\`${name}\` is no share in percent`);
  return value;
}

function readFlag(policy: Vector, name: string): boolean {
  return optional(policy[name], `policy.${name}`, flag) ?? false;
}
