/**
 * Policies of other systems as definitions: each function reads a system's own JSON, and says what it could not carry
 * over (docs/guides/import.md).
 * @module
 */
export { fromChatwoot } from "./import/chatwoot.ts";
export { fromFreshdesk } from "./import/freshdesk.ts";
export { fromLiveAgent } from "./import/liveAgent.ts";
export { fromLoopXm } from "./import/loopXm.ts";
export type { Imported, NotCarried } from "./import/report.ts";
export { fromZendesk } from "./import/zendesk.ts";
