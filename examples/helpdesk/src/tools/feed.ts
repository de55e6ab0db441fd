import type { Definition, HistoryEvent } from "dueclock";
import { sleep } from "./sleep.ts";
import type { Happening } from "./story.ts";

/** What is told to one tenant's desk: its tickets' stories, and the editions of its definition after the first. */
export interface Story {
  readonly tenant: string;
  readonly happenings: readonly Happening[];
  readonly edits: readonly { readonly at: number; readonly definition: Definition }[];
}

/** How it went. Instants are the machine's. */
export interface Told {
  readonly tenant: string;
  /** Requests that were sent again, since nobody answered that they were done. */
  readonly resent: number;
  /** When each version had been released, from the second on. */
  readonly releasedAt: ReadonlyMap<number, number>;
  /** Of each ticket, when the latest request about it was sent that was answered. */
  readonly heardAt: ReadonlyMap<string, number>;
}

/** Tells the API of each event at its time, again and again until it says that it has it; and releases the editions meanwhile. */
export async function feed(
  { tenant, happenings, edits }: Story,
  url: string,
  real: (at: number) => number,
): Promise<Told> {
  let resent = 0;
  const releasedAt = new Map<number, number>();
  const heardAt = new Map<string, number>();
  const post = async (path: string, body: unknown) => {
    for (;;) {
      const sentAt = Date.now();
      const answer = await fetch(`${url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${tenant}-token`, "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(15_000),
      }).catch(() => null);
      if (answer !== null && answer.status < 500) return { answer, sentAt };
      resent++;
      await sleep(200);
    }
  };
  const tell = async (ticket: string, event: HistoryEvent, at: number) => {
    await sleep(real(at) - Date.now());
    const { answer, sentAt } = await post(`/v1/tickets/${ticket}/events`, { events: [event] });
    if (!answer.ok) throw new Error(`the API refuses an event: ${await answer.text()}`);
    heardAt.set(ticket, Math.max(sentAt, heardAt.get(ticket) ?? 0));
  };
  const release = async (definition: Definition, version: number, at: number) => {
    await sleep(real(at) - Date.now());
    const { answer } = await post("/v1/definitions", { definition, over: version - 1 });
    // A conflict: it was released, and the API died before it could say so
    if (answer.status !== 201 && answer.status !== 409)
      throw new Error(`the API refuses a definition: ${await answer.text()}`);
    releasedAt.set(version, Date.now());
  };
  const releases = async () => {
    for (const [i, { at, definition }] of edits.entries()) await release(definition, i + 2, at);
  };
  await Promise.all([
    releases(),
    ...happenings.flatMap(({ ticket, event, arrivals }) => arrivals.map((at) => tell(ticket, event, at))),
  ]);
  return { tenant, resent, releasedAt, heardAt };
}
