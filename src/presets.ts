/**
 * The semantics of other systems as data: each a function of options that gives what a definition spreads in
 * (docs/presets).
 * @module
 */
export { chatwoot } from "./preset/chatwoot.ts";
export { type ErpNextOptions, erpNext } from "./preset/erpNext.ts";
export { frappe } from "./preset/frappe.ts";
export { libreDesk } from "./preset/libreDesk.ts";
export { osTicket } from "./preset/osTicket.ts";
export type { Preset } from "./preset/preset.ts";
