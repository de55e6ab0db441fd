import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PostgreSQL of one's own, in a folder that goes when it stops. */
export interface Postgres {
  readonly url: string;
  /** The process that all others of the server descend from. */
  pid(): number;
  /** Stops it at once, as a machine that loses its power, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where the machine has the server's programs; null where it has none. */
export function findPostgres(): string | null {
  const versions = "/usr/lib/postgresql";
  const found = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, "bin"))
    : [];
  const paths = [...found.sort().reverse(), ...(process.env.PATH ?? "").split(":")];
  return paths.find((path) => existsSync(join(path, "initdb")) && existsSync(join(path, "postgres"))) ?? null;
}

/** Starts one, or gives null where there is none to start. The server refuses to run as root: there it runs as `postgres`. */
export async function startPostgres(): Promise<Postgres | null> {
  const bin = findPostgres();
  const user = serverUser();
  if (bin === null || user === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "helpdesk-pg-"));
  const data = join(folder, "data");
  const as = user === "self" ? {} : user;
  if (user !== "self") chownSync(folder, user.uid, user.gid);
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "-N", "-E", "UTF8"], {
    ...as,
    cwd: folder,
    stdio: "ignore",
  });
  const port = await freePort();
  const start = async () => {
    const options = [
      "-D",
      data,
      "-p",
      String(port),
      "-h",
      "127.0.0.1",
      "-k",
      folder,
      "-c",
      "max_connections=200",
    ];
    const server = spawn(join(bin, "postgres"), options, { ...as, cwd: folder, stdio: "ignore" });
    await ready(server, port, bin);
    return server;
  };
  let server = await start();
  // Whatever ends this process, the server is not left behind
  process.once("exit", () => server.kill("SIGQUIT"));
  const halt = async (signal: NodeJS.Signals) => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await gone;
  };
  return {
    pid: () => server.pid as number,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async restart() {
      await halt("SIGQUIT");
      server = await start();
    },
    async stop() {
      await halt("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serverUser(): { uid: number; gid: number } | "self" | null {
  if (process.getuid?.() !== 0) return "self";
  try {
    const idOf = (what: string) =>
      Number(execFileSync("id", [what, "postgres"], { encoding: "utf8", stdio: "pipe" }));
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    return null;
  }
}

async function ready(server: ChildProcess, port: number, bin: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (server.exitCode !== null) throw new Error("postgres did not start");
    try {
      execFileSync(join(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("postgres did not get ready");
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
