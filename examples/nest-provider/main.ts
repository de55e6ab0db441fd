/** Does by hand what Nest's injector does: resolves the providers of the module in order, and asks the service. */
import { SLA_SERVICE, type SlaService, slaModule } from "./sla.module.ts";

const opened = Date.parse("2026-03-02T09:00:00Z");
const { providers } = slaModule({
  loadDefinition: async () => ({ policies: [{ id: "all", targets: { firstResponse: "4h" } }] }),
  now: () => opened + 5 * 3_600_000,
});

const made = new Map<symbol, unknown>();
for (const provider of providers) {
  if ("useValue" in provider) made.set(provider.provide, provider.useValue);
  else {
    const needed = "inject" in provider ? provider.inject.map((token) => made.get(token)) : [];
    made.set(provider.provide, await (provider.useFactory as (...args: unknown[]) => unknown)(...needed));
  }
}

const service = made.get(SLA_SERVICE) as SlaService;
const verdict = service.evaluate({
  ticket: "T-1",
  events: [{ id: "1", at: opened, type: "created", by: "requester" }],
});
for (const { metric, state, breachedAt } of verdict.clocks)
  console.log(
    `${metric}: ${state}, breached ${breachedAt === null ? "never" : new Date(breachedAt).toISOString()}`,
  );
