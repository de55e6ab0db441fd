import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { PGlite } from "@electric-sql/pglite";
import type pg from "pg";

/** A query as `pg` takes it: a text, or a text with its values. */
type Query = string | { readonly text: string; readonly values?: readonly unknown[] };

/** Who has the session to itself: from `begin` until `commit` or `rollback`. */
class Turns {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for one's turn; gives what ends it. */
  async take(): Promise<() => void> {
    const before = this.#tail;
    let end = () => {};
    this.#tail = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}

/**
 * PGlite in a folder as a pool of `pg` clients. It has one session: a client in a transaction has it to itself, and the others
 * wait. (The package that puts PGlite behind a socket does not keep apart the statements of several connections outside
 * transactions; decision 90.)
 */
export async function openEmbedded(folder: string): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const { PGlite } = await import("@electric-sql/pglite");
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  const db = await PGlite.create(folder);
  const turns = new Turns();
  const clients = new Set<Client>();
  db.onNotification((channel, payload) => {
    for (const client of clients) client.emit("notification", { channel, payload });
  });
  // With a callback, as `pg` has it too, and as the queue asks for the client that listens
  const connect = async (tell?: (problem: undefined, client: Client, release: () => void) => void) => {
    const client = new Client(db, turns, (one) => clients.delete(one));
    clients.add(client);
    tell?.(undefined, client, () => client.release());
    return client;
  };
  const pool = Object.assign(new EventEmitter(), {
    connect,
    async query(query: Query, values?: readonly unknown[]) {
      const end = await turns.take();
      try {
        return await ask(db, query, values);
      } finally {
        end();
      }
    },
    async end() {},
  });
  // The queue warns where nobody listens for these
  pool.on("error", () => {});
  pool.on("connect", () => {});
  return { pool: pool as unknown as pg.Pool, close: () => db.close().finally(unlock) };
}

/** Two processes in one folder would ruin it. Gives what ends the lock. @throws Error where another process lives in it. */
function lockFolder(folder: string): () => void {
  const file = `${folder.replace(/[\\/]+$/, "")}.pid`;
  if (existsSync(file) && isAlive(Number(readFileSync(file, "utf8"))))
    throw new Error(
      "another process has the folder of the database open; stop it, or set DATABASE_URL for several",
    );
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

class Client extends EventEmitter {
  readonly #db: PGlite;
  readonly #turns: Turns;
  readonly #forget: (client: Client) => void;
  /** Ends the turn of a transaction; null outside one. */
  #end: (() => void) | null = null;

  constructor(db: PGlite, turns: Turns, forget: (client: Client) => void) {
    super();
    this.#db = db;
    this.#turns = turns;
    this.#forget = forget;
    this.on("error", () => {});
  }

  async query(query: Query, values?: readonly unknown[]): Promise<unknown> {
    const text = (typeof query === "string" ? query : query.text).trim().toLowerCase();
    const isAlone = this.#end !== null;
    const end = this.#end ?? (await this.#turns.take());
    if (/^begin\b/.test(text)) this.#end = end;
    try {
      return await ask(this.#db, query, values);
    } finally {
      if (/^(commit|rollback)\b(?! to)/.test(text) || (!isAlone && this.#end === null)) {
        this.#end = null;
        end();
      }
    }
  }

  /** As `pg`: nobody comes back to a transaction that was left open. */
  release(): void {
    const end = this.#end;
    this.#end = null;
    if (end !== null) void this.#db.exec("rollback").finally(end);
    this.#forget(this);
  }
}

async function ask(db: PGlite, query: Query, values?: readonly unknown[]) {
  const text = typeof query === "string" ? query : query.text;
  const given = values ?? (typeof query === "string" ? undefined : query.values);
  // Without values it may be several statements, as in migrations
  const result = given ? await db.query(text, [...given]) : (await db.exec(text)).at(-1);
  return {
    rows: result?.rows ?? [],
    rowCount: result?.affectedRows || result?.rows.length || 0,
    fields: result?.fields ?? [],
  };
}
