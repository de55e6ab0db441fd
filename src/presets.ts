/**
 * The semantics of other systems as data: each a function of options that gives what a definition spreads in
 * (docs/presets).
 * @module
 */
export { chatwoot } from "./preset/chatwoot.ts";
export type { Preset } from "./preset/preset.ts";
export { type ZammadMetric, type ZammadOptions, zammad, zammadOrder } from "./preset/zammad.ts";
