/**
 * The semantics of other systems as data: each a function of options that gives what a definition spreads in
 * (docs/presets).
 * @module
 */
export { chatwoot } from "./preset/chatwoot.ts";
export { type DynamicsKpi, type DynamicsOptions, dynamics365 } from "./preset/dynamics365.ts";
export { freshdesk } from "./preset/freshdesk.ts";
export { front } from "./preset/front.ts";
export { type HubSpotOptions, hubSpot } from "./preset/hubSpot.ts";
export { intercom } from "./preset/intercom.ts";
export { type JiraOptions, type JiraSla, jiraServiceManagement } from "./preset/jiraServiceManagement.ts";
export { liveAgent } from "./preset/liveAgent.ts";
export { loopXm } from "./preset/loopXm.ts";
export { messageHub } from "./preset/messageHub.ts";
export { type PlainOptions, plain } from "./preset/plain.ts";
export type { Preset } from "./preset/preset.ts";
export { type SalesforceMilestone, type SalesforceOptions, salesforce } from "./preset/salesforce.ts";
export { type ServiceNowOptions, type ServiceNowSla, serviceNow } from "./preset/serviceNow.ts";
export { type ZendeskSettings, zendesk } from "./preset/zendesk.ts";
