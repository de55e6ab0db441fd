/** A Fastify service asked without a network: a definition with a mistake, one without, a verdict. */
import type { Issue } from "dueclock";
import { createApp } from "./app.ts";

const opened = Date.parse("2026-03-02T09:00:00Z");
const app = createApp(() => opened + 30 * 60_000);

const put = async (payload: object) => {
  const response = await app.inject({ method: "PUT", url: "/definition", payload });
  const { issues, fingerprint } = response.json();
  const said = issues
    ? issues.map(({ code, path }: Issue) => `${code} at ${path.join(".")}`).join("; ")
    : fingerprint;
  console.log(`PUT /definition: ${response.statusCode} ${said}`);
};
await put({ policies: [{ id: "all", targets: { firstRespons: "4h" } }] });
await put({ policies: [{ id: "all", targets: { firstResponse: "4h" } }] });

const ask = async (payload: object) => {
  const response = await app.inject({ method: "POST", url: "/verdicts", payload });
  const { urgency, message } = response.json();
  const due = urgency ? `due ${new Date(urgency.dueAt).toISOString()}` : message;
  console.log(`POST /verdicts: ${response.statusCode} ${due}`);
};
await ask({ ticket: "T-1", events: [{ id: "1", at: opened, type: "created", by: "requester" }] });
await ask({ ticket: "T-2", events: [{ id: "1", at: "yesterday", type: "created" }] });
await app.close();
