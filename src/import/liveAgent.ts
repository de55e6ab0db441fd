import type { CalendarDefinition } from "../calendar/definition.ts";
import type { Definition, PolicyDefinition } from "../definition.ts";
import type { Target } from "../policy/definition.ts";
import { liveAgent } from "../preset/liveAgent.ts";
import { parseDuration, plainMs } from "../time/duration.ts";
import { ruleCondition } from "./liveAgentRules.ts";
import { calendarsByName } from "./ourHours.ts";
import {
  checkUnique,
  flagOf,
  idOf,
  needed,
  noteUnknown,
  type Part,
  partAt,
  partsOf,
  textOf,
} from "./reader.ts";
import { checkMade, complain, type Imported, leaveOut, type MetricsOf, readPayload } from "./report.ts";
import { durationText, MAX_MS } from "./targets.ts";

const TIMES = {
  firstAnswer: "firstResponse",
  nextAnswer: "nextResponse",
  firstAssign: "assignment",
  chatAnswer: "chatReply",
  callAnswer: "callAnswer",
} as const;

type LiveAgentMetric = MetricsOf<ReturnType<typeof liveAgent>>;

/** A level of the payload, as the policies that give it have it. */
type Level = Pick<PolicyDefinition<LiveAgentMetric>, "name" | "calendar" | "targets">;

/**
 * A definition of LiveAgent's levels and rules. Their API has no public shape; this one is ours, and mirrors the screen:
 * `{ levels, businessHours, rules, withoutLevel }` (docs/guides/import.md). Each rule becomes a policy of its name; each
 * level also one that waits for a `policy.assigned` event, `level NAME`, for general and time rules.
 * @throws SlaError with all issues of a payload of the wrong shape.
 */
export function fromLiveAgent(payload: unknown): Imported<LiveAgentMetric> {
  return readPayload(payload, (value, report): Definition<LiveAgentMetric> => {
    const root = partAt(value, [], report);
    if (!root) return liveAgent();
    noteUnknown(root, ["levels", "businessHours", "rules", "withoutLevel"]);
    const calendars = calendarsByName(root);
    const used = new Map<string, CalendarDefinition>();
    const parts = partsOf(root, "levels");
    checkUnique(parts, "name");
    const levels = new Map(
      parts.map((part) => [needed(idOf, part, "name") ?? "", levelOf(part, calendars, used)]),
    );
    const rules = partsOf(root, "rules");
    checkUnique(rules, "name");
    const policies = [
      ...withoutLevel(root),
      ...rules.flatMap((rule) => policyOf(rule, levels)),
      ...[...levels].map(([name, level]) => ({
        id: `level ${name}`,
        ...level,
        options: { matching: "byAssignment" } as const,
      })),
    ];
    checkMade(policies, [], report);
    return { ...liveAgent(), ...(used.size > 0 && { calendars: Object.fromEntries(used) }), policies };
  });
}

function levelOf(
  part: Part,
  calendars: ReturnType<typeof calendarsByName>,
  used: Map<string, CalendarDefinition>,
): Level {
  noteUnknown(part, ["name", "businessHours", "excludeHolidays", ...Object.keys(TIMES)]);
  const name = textOf(part, "name");
  const hours = idOf(part, "businessHours");
  const withoutHolidays = flagOf(part, "excludeHolidays") ?? true;
  const found = hours === undefined ? undefined : calendars.get(hours);
  if (hours !== undefined && !found)
    complain(
      part.report,
      "unknown_hours",
      [...part.path, "businessHours"],
      `no business hours are called \`${hours}\``,
    );
  const calendar = found && chosen(hours ?? "", found, withoutHolidays);
  if (calendar && calendar.id !== hours && calendars.has(calendar.id)) {
    const message = `other business hours are called \`${calendar.id}\`, as these without their holidays would be`;
    complain(part.report, "duplicate_id", [...part.path, "businessHours"], message);
  }
  if (calendar) used.set(calendar.id, calendar.hours);
  const targets: Partial<Record<LiveAgentMetric, Target>> = {};
  for (const [key, metric] of Object.entries(TIMES)) {
    const time = timeOf(part, key);
    if (time !== undefined) targets[metric] = time;
  }
  return { ...(name !== undefined && { name }), ...(calendar && { calendar: calendar.id }), targets };
}

/** The hours with their holidays closed, or without regard to them. */
function chosen(name: string, hours: CalendarDefinition, withoutHolidays: boolean) {
  const { holidays, ...everyWeek } = hours;
  if (withoutHolidays || !holidays) return { id: name, hours };
  return { id: `${name} on holidays too`, hours: everyWeek };
}

function policyOf(rule: Part, levels: ReadonlyMap<string, Level>): PolicyDefinition<LiveAgentMetric>[] {
  noteUnknown(rule, ["name", "notes", "active", "match", "conditions", "level", "stop"]);
  const id = needed(idOf, rule, "name") ?? "";
  const [level, description] = [needed(idOf, rule, "level"), textOf(rule, "notes")];
  const found = level === undefined ? undefined : levels.get(level);
  if (level !== undefined && !found)
    complain(rule.report, "unknown_level", [...rule.path, "level"], `no level is called \`${level}\``);
  const condition = ruleCondition(rule);
  const stop = flagOf(rule, "stop") ?? false;
  if (flagOf(rule, "active") === false) {
    leaveOut(rule.report, "inactive", [...rule.path, "active"], "the rule is switched off, and left out");
    return [];
  }
  return [
    {
      id,
      ...(found ?? { targets: {} }),
      ...(description !== undefined && { description }),
      ...(condition && { if: condition }),
      ...(stop && { stop }),
    },
  ];
}

/** What tickets without a level are sorted by: the first policy, which any rule that matches overrules. */
function withoutLevel(root: Part): PolicyDefinition<LiveAgentMetric>[] {
  const time = timeOf(root, "withoutLevel");
  return time === undefined
    ? []
    : [{ id: "without level", targets: { firstResponse: time, nextResponse: time } }];
}

/** A time such as `4h`, `90m` or `7d`; a day is 24 hours. */
function timeOf(part: Part, key: string): string | undefined {
  const text = textOf(part, key);
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  const ms = duration ? plainMs(duration) : 0;
  if (ms > 0 && ms <= MAX_MS) return durationText(ms);
  complain(
    part.report,
    "wrong_amount",
    [...part.path, key],
    "a time is more than 0, such as `4h` or `1h30m`",
  );
  return undefined;
}
