import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { readConfig } from "../src/config.ts";
import { type Role, type Running, startProcess } from "../src/process.ts";

/** What an answer holds; tests say what they expect of it. */
export type Json = ReturnType<typeof JSON.parse>;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface TestDesk extends Running {
  readonly url: string;
  /** A request with a tenant's token; the answer's status and what its JSON says. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: Json; headers: Headers }>;
  close(): Promise<void>;
}

/** A desk of two tenants on a database of its own: of `DATABASE_URL` where that is set, else PGlite. */
export async function startDesk(
  settings: Record<string, string> = {},
  role: Role = "all",
): Promise<TestDesk> {
  const own = await ownDatabase();
  const config = readConfig({
    ...own.settings,
    PORT: "0",
    TENANTS: "acme:acme-secret,globex:globex-secret",
    POLL_MS: "100",
    SWEEP_MS: "500",
    HEARTBEAT_MS: "500",
    RATE_LIMIT: "100000",
    ...settings,
  });
  const running = await startProcess(config, role);
  return {
    ...running,
    url: running.url as string,
    async call(method, path, body, token = "acme-secret") {
      const answer = await fetch(`${running.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get("content-type")?.includes("json");
      return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
    },
    async close() {
      await running.stop();
      await own.drop();
    },
  };
}

async function ownDatabase(): Promise<{ settings: Record<string, string>; drop(): Promise<void> }> {
  const server = process.env.DATABASE_URL;
  if (server === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "helpdesk-test-"));
    return { settings: { DATA: folder }, drop: async () => rmSync(folder, { recursive: true, force: true }) };
  }
  const name = `helpdesk_${process.pid}_${Date.now()}`;
  const admin = async (text: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await admin(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { settings: { DATABASE_URL: url.href }, drop: () => admin(`drop database ${name} with (force)`) };
}

/** A webhook that counts what it is sent, by idempotency key; `answer` gives each status. */
export async function startReceiver(answer: (request: IncomingMessage, key: string) => number = () => 200) {
  const received = new Map<string, { times: number; body: Json; headers: IncomingMessage["headers"] }>();
  const server = createServer(async (request, response) => {
    const key = String(request.headers["idempotency-key"]);
    let text = "";
    for await (const part of request) text += part;
    const status = answer(request, key);
    if (status < 300) {
      const known = received.get(key);
      received.set(key, { times: (known?.times ?? 0) + 1, body: JSON.parse(text), headers: request.headers });
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

/** Waits until something holds. @throws Error with what was waited for. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A desk's definition: an answer within an hour and a solution within eight, of office hours for who is not gold. */
export const DEFINITION = {
  calendars: {
    office: {
      timeZone: "Europe/Berlin",
      weeklyHours: Object.fromEntries(
        ["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]]),
      ),
    },
  },
  policies: [
    {
      id: "gold",
      name: "Gold",
      if: { field: "plan", is: "gold" },
      targets: { firstResponse: "1h", nextResponse: "1h", resolution: "8h" },
      actions: [
        {
          kind: "reminder",
          id: "answer-soon",
          metric: "firstResponse",
          fire: { before: "15m" },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "answer-late",
          metric: "firstResponse",
          fire: { after: "15m" },
          notify: ["group:leads"],
          set: { priority: "urgent" },
        },
      ],
    },
    {
      id: "rest",
      name: "Everybody else",
      calendar: "office",
      targets: { firstResponse: "4h", resolution: "16h" },
    },
  ],
  report: { fields: ["subject", "priority", "plan"] },
};
