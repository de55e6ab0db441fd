import type { Goal, Target } from "../../../index.ts";
import type { ServiceNowSla } from "../../../presets.ts";
import { HOUR } from "../../../time/units.ts";
import { BadVector, list, only, record, text, type Vector } from "../vector.ts";
import { duration, MEASURED, milliseconds, oneOf } from "./common.ts";
import { conditionOf, flag, momentsOf } from "./words.ts";

/** An SLA definition of a vector, as the preset takes it, and what it promises. */
export interface Definition {
  readonly sla: ServiceNowSla<string>;
  readonly target: Target;
  /** Percentages at which its flow does something. */
  readonly percents: readonly number[];
  /** `business`, or `calendar` for around the clock: its own, or the policy's. */
  readonly hours: unknown;
  /** Whether the flow runs though the SLA has breached as it attaches. */
  readonly runsBreached: boolean;
}

const CONDITIONS = ["start", "stop", "pause", "resume", "cancel", "reset", "resetAction"];
const TARGETS = ["target", "targetSeconds", "snap"];
const RETROACTIVE = ["retroactiveStart", "setStartTo", "retroactivePause"];
const FLOW = ["percentMilestones", "percentActions", "runActionsIfBreachedAtAttach"];
const OF_ONE = ["name", ...CONDITIONS, ...TARGETS, ...RETROACTIVE, ...FLOW];

/** The definitions of a policy, in order: those that it lists, or itself as one. */
export function definitionsOf(value: unknown): Definition[] {
  const policy = record(value, "policy");
  if (policy.definitions === undefined) {
    only(policy, "policy", [...OF_ONE, "hours", "breakdownBy"]);
    return [definitionOf(policy, "policy")];
  }
  only(policy, "policy", ["definitions", "hours", "breakdownBy"]);
  return list(policy.definitions, "policy.definitions").map((entry, i) => {
    const name = `policy.definitions.${i}`;
    const definition = only(entry, name, [...OF_ONE, "hours"]);
    return definitionOf({ hours: policy.hours, ...definition }, name);
  });
}

function definitionOf(policy: Vector, at: string): Definition {
  const { percentMilestones, percentActions, runActionsIfBreachedAtAttach } = policy;
  return {
    sla: slaOf(policy, at),
    target: targetOf(policy, at),
    hours: policy.hours,
    percents: list(percentActions ?? percentMilestones ?? [], `${at}.percentActions`).map((percent) =>
      milliseconds(percent, `${at}.percentActions`, 1),
    ),
    runsBreached: flag(runActionsIfBreachedAtAttach, `${at}.runActionsIfBreachedAtAttach`, false),
  };
}

/** Without a start of its own it attaches to every task, and completes when the task does. */
function slaOf(policy: Vector, at: string): ServiceNowSla<string> {
  const { name, start, stop, pause, resume, cancel, reset, resetAction } = policy;
  const condition = (value: unknown, member: string) => conditionOf(value, `${at}.${member}`);
  return {
    id: name === undefined ? "sla" : text(name, `${at}.name`),
    start: start === undefined ? { fact: "createdAt", exists: true } : condition(start, "start"),
    ...(stop !== undefined && { stop: condition(stop, "stop") }),
    ...(stop === undefined && start === undefined && { stop: { fact: "done", is: true } }),
    ...(pause !== undefined && { pause: condition(pause, "pause") }),
    ...(resume !== undefined && {
      resume: resume === "pause-not-met" ? "noMatch" : condition(resume, "resume"),
    }),
    ...(cancel !== undefined && { cancel: cancelOf(cancel, `${at}.cancel`) }),
    ...(reset !== undefined && { reset: momentsOf(reset, `${at}.reset`) }),
    ...(resetAction !== undefined && {
      resetAction: oneOf(resetAction, `${at}.resetAction`, ["complete", "cancel"]),
    }),
    ...retroactiveOf(policy, at),
  };
}

function cancelOf(value: unknown, name: string): NonNullable<ServiceNowSla<string>["cancel"]> {
  if (value === "start-not-met") return "noMatch";
  return value === "never" ? "never" : conditionOf(value, name);
}

function retroactiveOf(
  { retroactiveStart, setStartTo, retroactivePause }: Vector,
  at: string,
): Pick<ServiceNowSla<string>, "retroactive"> {
  const pause = flag(retroactivePause, `${at}.retroactivePause`, false);
  if (!flag(retroactiveStart, `${at}.retroactiveStart`, false)) return {};
  const field = oneOf(setStartTo, `${at}.setStartTo`, ["created", "dueField"]);
  return { retroactive: { start: field === "created" ? { fact: "createdAt" } : { field }, pause } };
}

function targetOf({ target, targetSeconds, snap }: Vector, at: string): Target {
  if (target === undefined) {
    return targetSeconds === undefined ? MEASURED : duration(targetSeconds, `${at}.targetSeconds`);
  }
  if (typeof target === "object") return businessDays(target, `${at}.target`);
  const words = text(target, `${at}.target`);
  if (words === "absolute-field") return dueDate(snap, at);
  const hours = /^\d+ days? \(=(\d+)h\)$/.exec(words)?.[1];
  return hours === undefined ? duration(words, `${at}.target`) : Number(hours) * HOUR;
}

/** "Breach on due date": a date that is empty, or past as the SLA attaches, is a second after the start. */
function dueDate(snap: unknown, at: string): Target {
  const outside = oneOf(snap ?? "none", `${at}.snap`, ["next-open", "none"]) === "next-open";
  const atOnce: Goal = { amount: "1s", basis: "aroundTheClock", options: { retarget: "freeze" } };
  return {
    goals: [
      { ...atOnce, if: { field: "dueField", withinLast: "36500d" } },
      {
        amount: { field: "dueField", outside: outside ? "nextOpening" : "asIs" },
        options: { retarget: "freeze" },
      },
      atOnce,
    ],
  };
}

function businessDays(value: unknown, name: string): Target {
  const known = ["kind", "days", "at", "cutoff", "ifAfterCutoffAddDays"];
  const { kind, days, at, cutoff, ifAfterCutoffAddDays } = only(value, name, known);
  oneOf(kind, `${name}.kind`, ["businessDays"]);
  if (cutoff !== undefined && ifAfterCutoffAddDays !== 1) {
    throw new BadVector(
      `\`${name}.ifAfterCutoffAddDays\` is not 1, and a cutoff moves the start to the next day`,
    );
  }
  return {
    businessDays: milliseconds(days, `${name}.days`, 1),
    ...(at !== undefined && { at: text(at, `${name}.at`) }),
    ...(cutoff !== undefined && { cutoff: text(cutoff, `${name}.cutoff`) }),
  };
}
