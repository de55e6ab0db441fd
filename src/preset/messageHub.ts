import { chatwoot } from "./chatwoot.ts";
import type { Preset } from "./preset.ts";

/**
 * MessageHub: the policy fields, the clocks and the automation action of Chatwoot, whose family it is of. Whom to tell of a
 * miss, and how a rule that adds a policy is written: docs/presets/message-hub.md.
 */
export function messageHub(): Preset<"firstResponse" | "nextResponse" | "resolution"> {
  return { ...chatwoot(), preset: "messageHub" };
}
