import { type ActionDefinition, compileSla, type FieldPatch, type PolicyDefinition } from "../../../index.ts";
import { loopXm } from "../../../presets.ts";
import { HOUR, MINUTE } from "../../../time/units.ts";
import { list, only, record, type Translator, text, type Vector } from "../vector.ts";
import { verdictAnswers } from "./actions.ts";
import { answered, clockAnswers, outcomeOf } from "./answers.ts";
import {
  aroundTheClock,
  calendarFor,
  calendarsOf,
  historyOf,
  milliseconds,
  oneOf,
  oneReading,
  readings,
  texts,
  verdictAt,
} from "./common.ts";

type Metric = "firstResponse" | "resolution";
const METRICS: Readonly<Record<string, { readonly metric: Metric; readonly level?: string }>> = {
  response: { metric: "firstResponse" },
  resolution: { metric: "resolution", level: "first" },
  secondaryResolution: { metric: "resolution", level: "second" },
};
const UNITS: Readonly<Record<string, number>> = { minutes: MINUTE, hours: HOUR };
/** The kinds of recipients as the definition writes them; any other is a user. */
const ROLES: Readonly<Record<string, string>> = {
  assignee: "assignee",
  locationOwners: "location.owners",
  locationAdmins: "location.admins",
  locationTeam: "location.team",
};

const run: Translator = (vector, file) => {
  const policy = only(vector.policy, "policy", ["targets", "unit", "hours", "reminders", "escalations"]);
  const unit = UNITS[oneOf(policy.unit ?? "minutes", "policy.unit", Object.keys(UNITS))];
  const actions = [...actionsOf(policy, "reminder", unit), ...actionsOf(policy, "escalation", unit)];
  const calendars = calendarsOf(vector, file);
  const calendar = calendarFor(policy.hours, calendars);
  if (policy.hours === undefined) aroundTheClock(vector);
  const targets = targetsOf(policy, unit);
  const policies = [{ id: "policy", ...(calendar !== null && { calendar }), targets, actions }];
  const sla = compileSla({ ...loopXm(), calendars, policies });
  const verdict = verdictAt(sla, vector, historyOf(vector, {}, ["location", "brand", "locationType"]));
  const clocks = Object.entries(METRICS).map(([name, { metric, level = null }]) => [
    name,
    (expected: unknown, at: string) => {
      const own = readings(verdict, metric).filter((reading) => reading.level === level);
      return answered(expected, clockAnswers(oneReading({ ...verdict, clocks: own }, metric)), at);
    },
  ]);
  return outcomeOf(vector, { ...verdictAnswers(verdict), ...Object.fromEntries(clocks) });
};

export const LOOP_XM: Readonly<Record<string, Translator>> = { "Loop XM": run };

/** Amounts by priority for each target that some priority has. */
function targetsOf({ targets }: Vector, unit: number): PolicyDefinition<Metric>["targets"] {
  const byTarget: Record<string, Record<string, number>> = {};
  for (const [priority, entry] of Object.entries(record(targets, "policy.targets"))) {
    const amounts = only(entry, `policy.targets.${priority}`, Object.keys(METRICS));
    for (const [target, amount] of Object.entries(amounts)) {
      byTarget[target] = {
        ...byTarget[target],
        [priority]: milliseconds(amount, `policy.targets.${priority}.${target}`, unit),
      };
    }
  }
  const { response, resolution, secondaryResolution } = byTarget;
  const levels = {
    ...(resolution && { first: { byPriority: resolution } }),
    ...(secondaryResolution && { second: { byPriority: secondaryResolution } }),
  };
  return {
    ...(response && { firstResponse: { byPriority: response } }),
    ...(Object.keys(levels).length > 0 && { resolution: { levels } }),
  };
}

/** An action that is for one location asks for it when it fires. */
function actionsOf(
  policy: Vector,
  kind: "reminder" | "escalation",
  unit: number,
): ActionDefinition<Metric>[] {
  const key = `${kind}s`;
  return list(policy[key] ?? [], `policy.${key}`).map((entry, i) => {
    const name = `policy.${key}.${i}`;
    const own = kind === "reminder" ? ["recipients"] : ["assignTo"];
    const rule = only(entry, name, ["target", "offsetMinutes", "offset", "location", ...own]);
    const offset =
      rule.offset === undefined
        ? milliseconds(rule.offsetMinutes, `${name}.offsetMinutes`, MINUTE)
        : milliseconds(rule.offset, `${name}.offset`, unit);
    const location = text(rule.location ?? "any", `${name}.location`);
    return {
      kind,
      id: `${kind}-${i}`,
      ...METRICS[oneOf(rule.target, `${name}.target`, Object.keys(METRICS))],
      fire: offset < 0 ? { before: -offset } : { after: offset },
      ...(location !== "any" && { if: { field: "location", is: location } }),
      ...(kind === "reminder"
        ? { notify: recipients(rule.recipients, `${name}.recipients`) }
        : assigning(rule, name)),
    };
  });
}

function recipients(value: unknown, name: string): string[] {
  return texts(value, name).map((recipient) =>
    Object.hasOwn(ROLES, recipient) ? ROLES[recipient] : `user:${recipient}`,
  );
}

/** The one user who gets the mail and the ticket. */
function assigning(
  rule: Vector,
  name: string,
): { readonly notify: readonly string[]; readonly set: FieldPatch } {
  const user = text(rule.assignTo, `${name}.assignTo`);
  return { notify: [`user:${user}`], set: { assignee: user } };
}
