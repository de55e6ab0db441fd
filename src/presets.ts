/**
 * The semantics of other systems as data: each a function of options that gives what a definition spreads in
 * (docs/presets).
 * @module
 */
export { chatwoot } from "./preset/chatwoot.ts";
export { freshdesk } from "./preset/freshdesk.ts";
export { liveAgent } from "./preset/liveAgent.ts";
export { loopXm } from "./preset/loopXm.ts";
export { messageHub } from "./preset/messageHub.ts";
export type { Preset } from "./preset/preset.ts";
export { type ZendeskSettings, zendesk } from "./preset/zendesk.ts";
