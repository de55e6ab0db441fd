import type { Definition, PolicyDefinition } from "../definition.ts";
import type { CalendarChoice, Target } from "../policy/definition.ts";
import { zendesk } from "../preset/zendesk.ts";
import { MINUTE, SECOND } from "../time/units.ts";
import {
  checkUnique,
  flagOf,
  idOf,
  memberOf,
  needed,
  noteUnknown,
  numberOf,
  type Part,
  partAt,
  partOf,
  partsOf,
  textOf,
} from "./reader.ts";
import { checkMade, type Imported, leaveOut, type MetricsOf, readPayload } from "./report.ts";
import { amountOf, type Promised, targetByPriority } from "./targets.ts";
import { conditionOf } from "./zendeskFilter.ts";
import { readSchedules } from "./zendeskSchedules.ts";
import { readSettings, SETTINGS_MEMBERS } from "./zendeskSettings.ts";

const METRICS = {
  first_reply_time: "firstResponse",
  next_reply_time: "nextResponse",
  periodic_update_time: "periodicUpdate",
  pausable_update_time: "pausableUpdate",
  requester_wait_time: "requesterWait",
  agent_work_time: "agentWork",
  total_resolution_time: "resolution",
  group_ownership_time: "ownership",
} as const;
const PRIORITIES = ["low", "normal", "high", "urgent"];

/** Those that the switches of a policy change. */
const ADJUSTABLE = ["firstResponse", "nextResponse", "periodicUpdate"] as const;

type ZendeskMetric = MetricsOf<ReturnType<typeof zendesk<string>>>;
type Metric = (typeof METRICS)[keyof typeof METRICS] | `${(typeof ADJUSTABLE)[number]}.${string}`;

/**
 * A definition of Zendesk's SLA policies: the API's answers in one object, `{ sla_policies, group_sla_policies,
 * schedules }`, each schedule with its `holidays`. The field `schedule` says which schedule a ticket has where there
 * are several; the first is everybody else's (docs/guides/import.md).
 * @throws SlaError with all issues of a payload of the wrong shape.
 */
export function fromZendesk(payload: unknown): Imported<ZendeskMetric> {
  return readPayload(payload, (value, report): Definition<ZendeskMetric> => {
    const root = partAt(value, [], report);
    if (!root) return zendesk();
    noteUnknown(root, ["sla_policies", "group_sla_policies", "sla_policy", "schedules", ...PAGING]);
    notePages(root);
    const { calendars, choice } = readSchedules(root);
    const one = partOf(root, "sla_policy");
    const parts = [...inOrder(root, "sla_policies"), ...(one ? [one] : [])];
    const { settings, variants, variantOf } = readSettings(parts);
    const policies = parts.map((part) => policyOf(part, choice, variantOf.get(part)));
    const groupPolicies = inOrder(root, "group_sla_policies").map((part) => policyOf(part, choice));
    checkMade([...policies, ...groupPolicies], [], report);
    const sets = [
      { id: "sla", policies },
      { id: "groupSla", policies: groupPolicies },
    ];
    return {
      ...zendesk({ settings, variants }),
      ...(choice !== null && { calendars }),
      ...(groupPolicies.length > 0 ? { policySets: sets } : { policies }),
    };
  });
}

const PAGING = ["count", "next_page", "previous_page", "meta", "links"];

/** Further pages are not here: what they hold is missing. */
function notePages(root: Part): void {
  const meta = memberOf(root, "meta");
  const hasMore = typeof meta === "object" && (meta as { has_more?: unknown }).has_more === true;
  if (memberOf(root, "next_page") === undefined && !hasMore) return;
  leaveOut(
    root.report,
    "more_pages",
    [hasMore ? "meta" : "next_page"],
    "the answer has further pages; join them first",
  );
}

/** By position, those without one last; at the same position as listed. */
function inOrder(root: Part, key: string): Part[] {
  const parts = partsOf(root, key);
  checkUnique(parts, "id");
  const positions = new Map(parts.map((part) => [part, numberOf(part, "position") ?? Number.MAX_VALUE]));
  return parts.sort((a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0));
}

function policyOf(part: Part, choice: CalendarChoice | null, variant?: string): PolicyDefinition<Metric> {
  noteUnknown(part, [
    ...[
      "id",
      "title",
      "description",
      "position",
      "filter",
      "policy_metrics",
      "created_at",
      "updated_at",
      "url",
    ],
    ...SETTINGS_MEMBERS,
  ]);
  const [name, description] = [textOf(part, "title"), textOf(part, "description")];
  const condition = conditionOf(partOf(part, "filter"));
  return {
    id: needed(idOf, part, "id") ?? "",
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(condition && { if: condition }),
    ...(choice !== null && { calendar: choice }),
    targets: targetsOf(part, choice, variant),
  };
}

function targetsOf(
  policy: Part,
  choice: CalendarChoice | null,
  variant: string | undefined,
): Partial<Record<Metric, Target>> {
  const promised = new Map<keyof typeof METRICS, Map<string, MetricPromise>>();
  for (const part of partsOf(policy, "policy_metrics")) {
    const read = promiseOf(part, choice !== null);
    if (!read) continue;
    const byPriority = promised.get(read.metric) ?? new Map<string, MetricPromise>();
    const [priority] = read.priority;
    if (byPriority.has(priority))
      leaveOut(
        part.report,
        "duplicate_target",
        part.path,
        "this metric has a target for this priority already",
      );
    else byPriority.set(priority, read);
    promised.set(read.metric, byPriority);
  }
  return Object.fromEntries(
    [...promised].map(([metric, byPriority]) => [
      metricIn(METRICS[metric], variant),
      targetByPriority([...byPriority.values()], choice !== null),
    ]),
  );
}

/** The metric as a policy's switches have it. */
function metricIn(metric: (typeof METRICS)[keyof typeof METRICS], variant: string | undefined): Metric {
  const adjusted = ADJUSTABLE.find((one) => one === metric);
  return adjusted === undefined || variant === undefined ? metric : `${adjusted}.${variant}`;
}

interface MetricPromise extends Promised {
  readonly metric: keyof typeof METRICS;
}

/** What one entry of `policy_metrics` promises; undefined where that cannot be said here. */
function promiseOf(part: Part, hasCalendar: boolean): MetricPromise | undefined {
  noteUnknown(part, ["metric", "priority", "target", "target_in_seconds", "business_hours"]);
  const [metric, priority] = [needed(textOf, part, "metric"), needed(textOf, part, "priority")];
  const inHours = flagOf(part, "business_hours") ?? false;
  const ms = amountOf(part, "target_in_seconds", SECOND) ?? amountOf(part, "target", MINUTE);
  if (metric === undefined || priority === undefined || ms === undefined) return undefined;
  const skip = (code: string, key: string, message: string) => {
    leaveOut(part.report, code, [...part.path, key], message);
    return undefined;
  };
  if (!isMetric(metric)) return skip("unknown_metric", "metric", "no metric of this name is known");
  if (!PRIORITIES.includes(priority))
    return skip("unknown_priority", "priority", "no priority of this name is known");
  if (inHours && !hasCalendar) {
    const message = "this target counts in business hours, and no schedule was given; it is not promised";
    return skip("no_calendar", "business_hours", message);
  }
  return { metric, priority: [priority], ms, basis: inHours ? "business" : "aroundTheClock" };
}

function isMetric(name: string): name is keyof typeof METRICS {
  return Object.hasOwn(METRICS, name);
}
