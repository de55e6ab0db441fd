import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { runMigrations } from "graphile-worker";
import { silent } from "../log.ts";
import { type Database, inTransaction } from "./database.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
/** Any number, the same in every process: only one migrates at a time. */
const LOCK = 7_364_201;

/** Brings the database to what this code expects, and the tenants to what the operator says. Runs at every start. */
export async function migrate(
  { pool }: Database,
  tenants: readonly (readonly [string, string])[],
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(
      "create table if not exists migration (name text primary key, at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ name: string }>("select name from migration");
    const done = new Set(rows.map(({ name }) => name));
    for (const name of readdirSync(FOLDER).sort()) {
      if (done.has(name)) continue;
      await client.query(readFileSync(new URL(name, FOLDER), "utf8"));
      await client.query("insert into migration (name) values ($1)", [name]);
    }
    for (const [id, token] of tenants)
      await client.query(
        "insert into tenant (id, token_hash) values ($1, $2) on conflict (id) do update set token_hash = excluded.token_hash",
        [id, hashOf(token)],
      );
  });
  await runMigrations({ pgPool: pool, logger: silent });
}

/** Tokens are kept as hashes: who reads the database cannot use them. */
export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
