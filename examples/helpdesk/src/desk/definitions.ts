import { compileSla, type Definition, parseDefinition, type Sla } from "dueclock";
import type pg from "pg";

/** A definition as it was released, compiled. */
export interface Edition {
  readonly version: number;
  readonly sla: Sla;
  readonly body: Definition<string>;
}

/** Editions that a process keeps compiled: some hundred tenants' current ones. */
const KEPT = 500;

/** Compiled definitions by tenant and version. They never change, so that nothing has to be told when one is released. */
export interface Definitions {
  /** Null where there is none. */
  get(client: pg.Pool | pg.PoolClient, tenant: string, version: number): Promise<Edition | null>;
}

export function createDefinitions(): Definitions {
  const kept = new Map<string, Edition>();
  return {
    async get(client, tenant, version) {
      const key = `${version}:${tenant}`;
      const known = kept.get(key);
      if (known) return known;
      const { rows } = await client.query<{ body: unknown }>(
        "select body from definition where tenant = $1 and version = $2",
        [tenant, version],
      );
      if (rows.length === 0) return null;
      const body = parseDefinition(rows[0].body);
      const edition: Edition = { version, sla: compileSla(body), body };
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value as string);
      kept.set(key, edition);
      return edition;
    },
  };
}

/** The version in force; 0 where nothing has been released. */
export async function currentVersion(client: pg.Pool | pg.PoolClient, tenant: string): Promise<number> {
  const { rows } = await client.query<{ version: number | null }>(
    "select max(version) as version from definition where tenant = $1",
    [tenant],
  );
  return rows[0].version ?? 0;
}
