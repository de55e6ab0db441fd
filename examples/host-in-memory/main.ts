/**
 * A ticket with a target of forty days goes through a host that is killed twice: before it has performed what it had decided,
 * and after that but before it could write so. A message arrives two hours late. Nothing is lost, and whoever receives
 * the same id again drops it.
 */
import { type Action, compileSla, type HistoryEvent } from "dueclock";
import { local } from "../print.ts";
import { type Host, type Journal, type Line, startHost } from "./host.ts";
import { madeUpTimers } from "./timers.ts";

const ZONE = "UTC";
const sla = compileSla({
  policies: [
    {
      id: "standard",
      targets: { firstResponse: "4h", resolution: "960h" },
      actions: [
        {
          kind: "reminder",
          id: "answer",
          metric: "firstResponse",
          fire: { before: "1h" },
          notify: ["assignee"],
        },
        {
          kind: "escalation",
          id: "late",
          metric: "resolution",
          fire: { after: 0 },
          steps: [{ after: "24h", notify: ["group:leads"] }],
          set: { priority: "urgent" },
          notify: ["assignee"],
        },
      ],
    },
  ],
});

const at = (iso: string) => Date.parse(`2026-${iso}:00Z`);
const timers = madeUpTimers(at("03-02T09:00"));
const say = (text: string) => console.log(`${local(timers.now(), ZONE)}  ${text}`);

const lines: Line[] = [];
const journal: Journal = { read: () => [...lines], append: (line) => void lines.push(line) };

/** Where the next call of the world outside dies, if anywhere. */
let fatal: "before" | "after" | null = null;
const received = new Set<string>();
function perform(ticket: string, { id, rule, step, notify }: Action): void {
  if (fatal === "before") throw new Error("killed before the action");
  const name = step === null ? rule : `${rule}, step ${step}`;
  say(`${ticket}: ${name}, to ${notify.join(", ")}${received.has(id) ? "; known already, dropped" : ""}`);
  received.add(id);
  if (fatal === "after") throw new Error("killed after the action");
}

let host: Host = startHost({ sla, journal, timers, perform });
function survive(what: () => void): void {
  try {
    what();
  } catch (error) {
    say(`${(error as Error).message}; starts again with ${lines.length} lines`);
    host.stop();
    fatal = null;
    host = startHost({ sla, journal, timers, perform });
  }
}
function hear(event: HistoryEvent): void {
  say(`hears of ${event.id}${event.at < timers.now() ? `, which was ${local(event.at, ZONE)}` : ""}`);
  host.hear("T-1", event);
}

hear({ id: "opened", at: timers.now(), type: "created", by: "requester" });
say(`asks again ${local(host.verdict("T-1")?.nextChangeAt, ZONE)}`);
fatal = "before";
survive(() => timers.passTo(at("03-02T14:30")));
timers.passTo(at("03-02T14:30"));
hear({ id: "answered", at: at("03-02T12:30"), type: "message", by: "agent" });
say(`asks again ${local(host.verdict("T-1")?.nextChangeAt, ZONE)}, in more days than a timer can wait`);
fatal = "after";
survive(() => timers.passTo(at("04-12T09:00")));
timers.passTo(at("05-01T09:00"));
const verdict = host.verdict("T-1");
say(`${verdict?.actions.map(({ rule, status }) => `${rule} ${status}`).join(", ")}; asks never again`);
