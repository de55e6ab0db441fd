/**
 * The semantics of other systems as data: each a function of options that gives what a definition spreads in
 * (docs/presets).
 * @module
 */
export { chatwoot } from "./preset/chatwoot.ts";
export { type GlpiOptions, glpi } from "./preset/glpi.ts";
export { type ItopOptions, itop } from "./preset/itop.ts";
export { type OtoboOptions, otobo } from "./preset/otobo.ts";
export type { Preset } from "./preset/preset.ts";
export { type RedmineOptions, redmine } from "./preset/redmine.ts";
export { type RequestTrackerOptions, requestTracker } from "./preset/requestTracker.ts";
