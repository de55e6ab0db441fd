import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Action } from "dueclock";
import type { Random } from "./random.ts";

/** What a webhook is sent. */
export interface Received {
  readonly tenant: string;
  readonly ticket: string;
  readonly action: Action;
  readonly decidedAt: number;
}

/** A webhook that drops keys it knows, as receivers should; it fails now and then after it has taken note. */
export async function startReceiver(random: Random) {
  const received = new Map<string, Received>();
  let raw = 0;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    raw++;
    const key = String(request.headers["idempotency-key"]);
    if (!received.has(key)) received.set(key, JSON.parse(text));
    response.writeHead(random.chance(0.02) ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    received,
    raw: () => raw,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
