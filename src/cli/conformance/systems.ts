import type { Vector } from "./vector.ts";
import { isZammadOperation } from "./zammad/translator.ts";

/** Systems by what their vectors call them under `system`, or by the repository that `source` begins with. */
const NAMES: Readonly<Record<string, string>> = {
  "abhinavxd/libredesk": "LibreDesk",
  "Appfire Time to SLA (Jira app)": "Jira apps",
  "B2BRouter/redmine_sla_ola": "Redmine plugins",
  "bestpractical/business-hours": "Request Tracker",
  "bestpractical/rt": "Request Tracker",
  "chatwoot/chatwoot": "Chatwoot",
  "frappe/crm": "Frappe",
  "frappe/erpnext": "ERPNext",
  "frappe/helpdesk": "Frappe",
  "frappe-helpdesk": "Frappe",
  "glpi-project/glpi": "GLPI",
  "MessageHub (Chatwoot family)": "MessageHub",
  "osTicket/osTicket": "osTicket",
  "otobo/znuny/otrs6": "OTOBO, Znuny",
  "RotherOSS/otobo": "OTOBO, Znuny",
  "SaaSJet SLA Time and Report (Jira app)": "Jira apps",
  "zendesk/biz": "biz (Zendesk, Zammad)",
  chatwoot: "Chatwoot",
  erpnext: "ERPNext",
  glpi: "GLPI",
  itop: "iTop",
  redmine_sla: "Redmine plugins",
  rt: "Request Tracker",
  znuny: "OTOBO, Znuny",
};

/** Of which system a vector tells; those that tell of none were computed by an exact implementation. */
export function systemOf({ system, source, slas, op }: Vector): string {
  if (slas !== undefined || isZammadOperation(op)) return "Zammad";
  if (typeof system === "string") return Object.hasOwn(NAMES, system) ? NAMES[system] : system;
  const repository =
    typeof source === "string"
      ? (/[\w.-]+\/[\w.-]+/.exec(source.replace("https://github.com/", ""))?.[0] ?? "")
      : "";
  return Object.hasOwn(NAMES, repository) ? NAMES[repository] : "no one system";
}

const CAPABILITIES = ["business time", "business days", "policies", "clocks"] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Whether a vector passed, of which system it tells, and what it asks. */
export interface Result {
  readonly system: string;
  readonly capability: Capability;
  readonly passed: boolean;
}

/**
 * Markdown: systems by capabilities, each with how many of its vectors passed; `9 of 11` where the other two are
 * expected differences, or failed.
 */
export function systemTable(results: readonly Result[]): string[] {
  const systems = [...new Set(results.map(({ system }) => system))];
  systems.sort((a, b) => rank(a) - rank(b) || (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const cell = (system: string, capability: Capability) => {
    const own = results.filter((one) => one.system === system && one.capability === capability);
    const passed = own.filter((one) => one.passed).length;
    return own.length === passed ? (own.length === 0 ? "" : `${passed}`) : `${passed} of ${own.length}`;
  };
  return [
    `| system | ${CAPABILITIES.join(" | ")} |`,
    `|---|${CAPABILITIES.map(() => "---|").join("")}`,
    ...systems.map((system) => `| ${system} | ${CAPABILITIES.map((one) => cell(system, one)).join(" | ")} |`),
  ];
}

function rank(system: string): number {
  return system === "no one system" ? 1 : 0;
}
