import type { ZendeskSettings } from "../preset/zendesk.ts";
import { flagOf, idOf, noteUnknown, type Part, partOf } from "./reader.ts";

/** The switches of each metric that has any. */
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  first_reply_time: [
    "activate_on_ticket_created_for_end_user",
    "activate_on_agent_ticket_created_for_end_user_with_internal_note",
    "activate_on_light_agent_on_email_forward_ticket_from_end_user",
    "activate_on_agent_created_ticket_for_self",
    "fulfill_on_agent_internal_note",
  ],
  next_reply_time: [
    "fulfill_on_non_requesting_agent_internal_note_after_activation",
    "activate_on_end_user_added_internal_note",
    "activate_on_agent_requested_ticket_with_public_comment_or_internal_note",
    "activate_on_light_agent_internal_note",
  ],
  periodic_update_time: ["activate_on_agent_internal_note"],
};
/** Under which an answer has them: the reference says the one, and its text the other. */
const MEMBERS = ["metrics_settings", "metric_settings"];

/** What the preset is made with, and the variant that each policy with other settings has. */
export interface SettingsInUse {
  readonly settings: ZendeskSettings;
  readonly variants: Readonly<Record<string, ZendeskSettings>>;
  readonly variantOf: ReadonlyMap<Part, string>;
}

export const SETTINGS_MEMBERS: readonly string[] = MEMBERS;

/**
 * The switches of all policies. Where they agree, they are everybody's; else those of the policies with all of them off
 * (or of the first policy) are, and each other set is a variant under the id of the first policy that has it.
 */
export function readSettings(policies: readonly Part[]): SettingsInUse {
  const read = policies.map((part) => ({ part, settings: settingsOf(part) }));
  const ofAll = (read.find(({ settings }) => keyOf(settings) === "{}") ?? read[0])?.settings ?? {};
  const nameOfKey = new Map<string, string>();
  const variants: [string, ZendeskSettings][] = [];
  const variantOf = new Map<Part, string>();
  for (const { part, settings } of read) {
    const key = keyOf(settings);
    const name = nameOfKey.get(key) ?? idOf(part, "id");
    if (key === keyOf(ofAll) || name === undefined) continue;
    if (!nameOfKey.has(key)) variants.push([name, settings]);
    nameOfKey.set(key, name);
    variantOf.set(part, name);
  }
  return { settings: ofAll, variants: Object.fromEntries(variants), variantOf };
}

/** The switches that are on, in a fixed order. */
function settingsOf(policy: Part): ZendeskSettings {
  const parts = MEMBERS.flatMap((key) => partOf(policy, key) ?? []);
  for (const part of parts) noteUnknown(part, Object.keys(SWITCHES));
  const metrics = Object.entries(SWITCHES).flatMap(([metric, names]) => {
    const on = parts.flatMap((part) => {
      const switches = partOf(part, metric);
      if (switches) noteUnknown(switches, names);
      return switches ? names.filter((name) => flagOf(switches, name)) : [];
    });
    return on.length === 0
      ? []
      : [[camel(metric), Object.fromEntries(on.map((name) => [camel(name), true]))]];
  });
  return Object.fromEntries(metrics);
}

function keyOf(settings: ZendeskSettings): string {
  return JSON.stringify(settings);
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
