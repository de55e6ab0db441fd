/**
 * The semantics of other systems as data: each a function of options that gives what a definition spreads in
 * (docs/presets).
 * @module
 */
export { chatwoot } from "./preset/chatwoot.ts";
export { type DynamicsKpi, type DynamicsOptions, dynamics365 } from "./preset/dynamics365.ts";
export { type ErpNextOptions, erpNext } from "./preset/erpNext.ts";
export { frappe } from "./preset/frappe.ts";
export { freshdesk } from "./preset/freshdesk.ts";
export { front } from "./preset/front.ts";
export { type GlpiOptions, glpi } from "./preset/glpi.ts";
export { type HubSpotOptions, hubSpot } from "./preset/hubSpot.ts";
export { intercom } from "./preset/intercom.ts";
export { type ItopOptions, itop } from "./preset/itop.ts";
export { type JiraOptions, type JiraSla, jiraServiceManagement } from "./preset/jiraServiceManagement.ts";
export { libreDesk } from "./preset/libreDesk.ts";
export { liveAgent } from "./preset/liveAgent.ts";
export { loopXm } from "./preset/loopXm.ts";
export { messageHub } from "./preset/messageHub.ts";
export { osTicket } from "./preset/osTicket.ts";
export { type OtoboOptions, otobo } from "./preset/otobo.ts";
export { type PlainOptions, plain } from "./preset/plain.ts";
export type { Preset } from "./preset/preset.ts";
export { type RedmineOptions, redmine } from "./preset/redmine.ts";
export { type RequestTrackerOptions, requestTracker } from "./preset/requestTracker.ts";
export { type SalesforceMilestone, type SalesforceOptions, salesforce } from "./preset/salesforce.ts";
export { type ServiceNowOptions, type ServiceNowSla, serviceNow } from "./preset/serviceNow.ts";
export { type ZammadMetric, type ZammadOptions, zammad, zammadOrder } from "./preset/zammad.ts";
export { type ZendeskSettings, zendesk } from "./preset/zendesk.ts";
