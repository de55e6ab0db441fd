import pg from "pg";
import type { Config } from "../config.ts";
import { openEmbedded } from "./embedded.ts";

// Every bigint here is an instant or a count, below 2^53
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface Database {
  readonly pool: pg.Pool;
  /** Whether it is PGlite, which only this process has. */
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

/** PostgreSQL where `DATABASE_URL` says so; else PGlite in a folder. */
export async function openDatabase(
  config: Pick<Config, "DATABASE_URL" | "DATA">,
  connections = 12,
): Promise<Database> {
  if (config.DATABASE_URL !== undefined) {
    const pool = createPool({ connectionString: config.DATABASE_URL, max: connections });
    return { pool, isEmbedded: false, close: () => pool.end() };
  }
  const { pool, close } = await openEmbedded(config.DATA);
  return { pool, isEmbedded: true, close };
}

function createPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: 10_000, ...options });
  // A connection that is cut while idle must not end the process; the next one is asked for when needed
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

/** Runs in one transaction; what it throws undoes all of it. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | boolean = false;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (problem) {
    await client.query("rollback").catch((second: Error) => {
      broken = second;
    });
    throw problem;
  } finally {
    client.release(broken);
  }
}
