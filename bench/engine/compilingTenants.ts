import { collected } from "../lib/heap.ts";
import { dueclock } from "../lib/ours.ts";
import { tenant } from "./tenants.ts";

/** Ten thousand tenants' definitions, each compiled once and all kept. */
export interface TenantFigures {
  readonly count: number;
  readonly seconds: number;
  /** The check of their shape alone, which is in `seconds`. */
  readonly checkSeconds: number;
  readonly megabytes: number;
}

const TENANTS = 10_000;

export function compilingTenants(): TenantFigures {
  const drafts = Array.from({ length: TENANTS }, (_, number) => JSON.stringify(tenant(number)));
  const zones = dueclock.luxonZones();
  const before = collected();
  let checking = 0;
  let compiling = 0;
  const kept = drafts.map((text) => {
    const draft = JSON.parse(text);
    const started = performance.now();
    const definition = dueclock.parseDefinition(draft);
    const checked = performance.now();
    const sla = dueclock.compileSla(definition, { zones });
    checking += checked - started;
    compiling += performance.now() - checked;
    return sla;
  });
  const bytes = collected() - before;
  if (new Set(kept.map(({ fingerprint }) => fingerprint)).size !== TENANTS)
    throw new Error("tenants are equal");
  return {
    count: TENANTS,
    seconds: (checking + compiling) / 1e3,
    checkSeconds: checking / 1e3,
    megabytes: bytes / 1e6,
  };
}
