/**
 * `npm run simulate -- --tickets 249`: a desk's week through the API of a desk that runs: what lies behind it at once, the rest
 * as its time goes on (`CLOCK_SPEED`).
 */
import { parseArgs } from "node:util";
import { startProgress } from "./progress.ts";
import { tellWeek, weekDefinition } from "./week.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    token: { type: "string", default: "demo" },
    tickets: { type: "string", default: "249" },
    seed: { type: "string", default: "1" },
    /** Hours of the week that are still to come. */
    ahead: { type: "string", default: "0" },
    senders: { type: "string", default: "8" },
  },
});
const { url, token } = values;

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  for (;;) {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The same event may be sent again, as often as it takes
    if (answer.status < 500 && answer.status !== 429)
      return { status: answer.status, body: await answer.json() };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const { body: ready } = (await call("GET", "/ready")) as { body: { now: number; speed: number } };
const startedAt = Date.now();
const now = () => ready.now + (Date.now() - startedAt) * ready.speed;
if ((await call("GET", "/v1/definitions/current")).status === 404) {
  const { status, body } = await call("POST", "/v1/definitions", { definition: weekDefinition() });
  if (status !== 201) throw new Error(`the definition was refused: ${JSON.stringify(body)}`);
}
const told = tellWeek(
  Number(values.tickets),
  Number(values.seed),
  ready.now + Number(values.ahead) * 3_600_000,
);
const progress = startProgress("events", told.length);
// A ticket's events in their order, several tickets at once
const lanes = Array.from({ length: Number(values.senders) }, () => [] as typeof told);
const laneOf = new Map<string, number>();
for (const one of told) {
  const lane = laneOf.get(one.ticket) ?? laneOf.size % lanes.length;
  laneOf.set(one.ticket, lane);
  lanes[lane].push(one);
}
let done = 0;
await Promise.all(
  lanes.map(async (lane) => {
    for (const { ticket, event, arrivesAt } of lane) {
      const wait = (arrivesAt - now()) / ready.speed;
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const { status, body } = await call("POST", `/v1/tickets/${encodeURIComponent(ticket)}/events`, {
        events: [event],
      });
      if (status !== 200) throw new Error(`an event was refused: ${JSON.stringify(body)}`);
      progress.at(++done);
    }
  }),
);
progress.end(done);
