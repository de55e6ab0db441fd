import type { AddressInfo } from "node:net";
import { createClock } from "./clock.ts";
import { type Config, tenantsOf } from "./config.ts";
import { openDatabase } from "./db/database.ts";
import { migrate } from "./db/migrate.ts";
import { createDefinitions } from "./desk/definitions.ts";
import { channelsOf, type Desk } from "./desk/desk.ts";

export type Role = "all" | "api" | "worker";

export interface Running {
  readonly desk: Desk;
  /** Where the API is; null of a worker. */
  readonly url: string | null;
  stop(): Promise<void>;
}

/** Opens the database, brings it up to date, and starts what the role says. */
export async function startProcess(config: Config, role: Role): Promise<Running> {
  const desk = await openDesk(config);
  // A worker need not read what only the API needs, nor the other way round
  const worker = role === "api" ? null : await (await import("./worker/worker.ts")).startWorker(desk);
  const app = role === "worker" ? null : await (await import("./api/server.ts")).createServer(desk);
  await app?.listen({ host: config.HOST, port: config.PORT });
  const { port } = (app?.server.address() ?? { port: 0 }) as AddressInfo;
  return {
    desk,
    url: app === null ? null : `http://${config.HOST}:${port}`,
    async stop() {
      await app?.close();
      await worker?.stop();
      await desk.database.close();
    },
  };
}

export async function openDesk(config: Config): Promise<Desk> {
  const database = await openDatabase(config, config.CONCURRENCY + 8);
  await migrate(database, tenantsOf(config));
  return {
    config,
    database,
    clock: createClock(config),
    definitions: createDefinitions(),
    channels: channelsOf(config),
  };
}
