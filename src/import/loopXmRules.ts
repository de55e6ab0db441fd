import type { ActionDefinition, Fire } from "../action/definition.ts";
import type { loopXm } from "../preset/loopXm.ts";
import { HOUR, MINUTE } from "../time/units.ts";
import { isAnyOf } from "./conditions.ts";
import {
  asId,
  idOf,
  listOf,
  memberOf,
  needed,
  noteUnknown,
  numberOf,
  type Part,
  partsOf,
  textOf,
} from "./reader.ts";
import { complain, leaveOut, type MetricsOf } from "./report.ts";
import { durationText, MAX_MS } from "./targets.ts";

export type LoopXmMetric = MetricsOf<ReturnType<typeof loopXm>>;

type Action = ActionDefinition<LoopXmMetric>;

const TARGETS: Readonly<Record<string, "firstResponse" | "resolution">> = {
  response: "firstResponse",
  resolution: "resolution",
  secondaryResolution: "resolution",
};
/** The kinds of recipients; a user is `user:ID`. */
const ROLES: Readonly<Record<string, string>> = {
  assignee: "assignee",
  locationOwners: "location.owners",
  locationAdmins: "location.admins",
  locationTeam: "location.team",
};

/** The rules of a policy, each with an id of its own within it; one for a single location asks for it when it fires. */
export function rulesOf(policy: Part, name: string, hasLevels: boolean): Action[] {
  const reminders = partsOf(policy, "reminders").flatMap((part, i) => reminderOf(part, i, hasLevels) ?? []);
  const escalations = partsOf(policy, "escalations").flatMap(
    (part, i) => escalationOf(part, i, hasLevels) ?? [],
  );
  const rules = name === "" ? [] : [...reminders, ...escalations];
  return rules.map((rule) => ({ ...rule, id: `${name}/${rule.id}` }));
}

function reminderOf(part: Part, i: number, hasLevels: boolean): Action | undefined {
  noteUnknown(part, ["target", "minutes", "hours", "when", "location", "recipients"]);
  const about = targetOf(part, hasLevels);
  const offset = offsetOf(part);
  const when = needed(textOf, part, "when");
  if (when !== undefined && when !== "before" && when !== "after")
    complain(part.report, "wrong_value", [...part.path, "when"], "expected `before` or `after`");
  const notify = recipientsOf(part);
  if (about && notify.length === 0)
    leaveOut(part.report, "nobody", part.path, "there is nobody to tell, so nothing is planned");
  if (!about || offset === undefined || notify.length === 0) return undefined;
  const by = durationText(offset);
  const fire: Fire = when === "before" ? { before: by } : { after: by };
  const location = idOf(part, "location");
  const here = location === undefined ? {} : { if: isAnyOf("location", [location]) };
  return { kind: "reminder", id: `reminder-${i}`, ...about, fire, ...here, notify };
}

function escalationOf(part: Part, i: number, hasLevels: boolean): Action | undefined {
  noteUnknown(part, ["target", "minutes", "hours", "location", "user"]);
  const about = targetOf(part, hasLevels);
  const [offset, location, user] = [
    offsetOf(part),
    needed(idOf, part, "location"),
    needed(idOf, part, "user"),
  ];
  if (!about || offset === undefined || location === undefined || user === undefined) return undefined;
  const fire = { after: durationText(offset) };
  const here = isAnyOf("location", [location]);
  return { ...escalating(user), id: `escalation-${i}`, ...about, fire, if: here };
}

/** Who gets the mail and the ticket. */
export function escalating(user: string) {
  return { kind: "escalation", notify: [`user:${user}`], set: { assignee: user } } as const;
}

/** `minutes` or `hours`, one of them, in milliseconds. */
export function offsetOf(part: Part): number | undefined {
  const given = ["minutes", "hours"].filter((key) => memberOf(part, key) !== undefined);
  if (given.length !== 1) {
    complain(part.report, "wrong_value", part.path, "expected `minutes`, or else `hours`");
    return undefined;
  }
  const amount = numberOf(part, given[0]);
  if (amount === undefined) return undefined;
  const ms = Math.round(amount * (given[0] === "hours" ? HOUR : MINUTE));
  if (ms >= 0 && ms <= MAX_MS) return ms;
  complain(
    part.report,
    "wrong_amount",
    [...part.path, given[0]],
    `\`${amount}\` is no time before or after a target`,
  );
  return undefined;
}

/** The metric, and the level where there are two. */
function targetOf(part: Part, hasLevels: boolean): Pick<Action, "metric" | "level"> | undefined {
  const target = needed(textOf, part, "target");
  if (target === undefined) return undefined;
  const metric = Object.hasOwn(TARGETS, target) ? TARGETS[target] : undefined;
  if (!metric) {
    complain(
      part.report,
      "wrong_value",
      [...part.path, "target"],
      `expected ${Object.keys(TARGETS)
        .map((name) => `\`${name}\``)
        .join(", ")}`,
    );
    return undefined;
  }
  if (target === "secondaryResolution" && !hasLevels) {
    leaveOut(
      part.report,
      "no_target",
      [...part.path, "target"],
      "the policy has no secondary resolution target, so nothing is planned",
    );
    return undefined;
  }
  if (metric !== "resolution" || !hasLevels) return { metric };
  return { metric, level: target === "resolution" ? "first" : "second" };
}

function recipientsOf(part: Part): string[] {
  return listOf(part, "recipients").flatMap((value, i) => {
    const recipient = asId(value, [...part.path, "recipients", i], part.report);
    if (recipient === undefined) return [];
    if (Object.hasOwn(ROLES, recipient)) return [ROLES[recipient]];
    if (/^user:./.test(recipient)) return [recipient];
    const message = `\`${recipient}\` is none of the kinds of recipients, nor \`user:ID\`; nobody is told`;
    leaveOut(part.report, "unknown_recipient", [...part.path, "recipients", i], message);
    return [];
  });
}
