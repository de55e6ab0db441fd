import { type Action, compileSla, type Fire, type HistoryEvent } from "dueclock";
import { loopXm } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import { type Line, startHost } from "../../examples/host-in-memory/host.ts";
import { madeUpTimers } from "../../examples/host-in-memory/timers.ts";

/* Loop XM's reminders and escalations, through a whole host: what is told to whom and when, and what is changed. */

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
const people: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  riga: { owners: ["olga"], admins: ["adam"], team: ["tom", "tea"] },
  oslo: { owners: ["odd"], admins: ["arne"], team: ["tove"] },
};

interface Rule {
  readonly metric: "firstResponse" | "resolution";
  readonly fire: Fire;
  readonly location?: string;
  readonly notify: readonly string[];
  /** For an escalation: to whom the ticket goes. */
  readonly assignTo?: string;
}

/** A desk whose response takes half an hour and whose resolution four. */
function desk(rules: readonly Rule[]) {
  return compileSla({
    ...loopXm(),
    policies: [
      {
        id: "guests",
        targets: { firstResponse: "30m", resolution: "4h" },
        actions: rules.map(({ metric, fire, location, notify, assignTo }, i) => ({
          kind: assignTo === undefined ? ("reminder" as const) : ("escalation" as const),
          id: `rule-${i + 1}`,
          metric,
          fire,
          notify,
          ...(location === undefined ? {} : { if: { field: "location", is: location } }),
          ...(assignTo === undefined ? {} : { set: { assignee: assignTo } }),
        })),
      },
    ],
  });
}

/** What one ticket of a location brings: mails as `time person`, and whom it is assigned to in the end. */
function live(rules: readonly Rule[], location: string, later: readonly HistoryEvent[] = []) {
  const ticket: Record<string, string> = { location, assignee: "anna" };
  const lines: Line[] = [];
  const timers = madeUpTimers(at("08:00"));
  const mails: string[] = [];
  const back: HistoryEvent[] = [];
  const resolve = (recipient: string): readonly string[] => {
    if (recipient.startsWith("user:")) return [recipient.slice(5)];
    const [field, role] = recipient.split(".");
    return role === undefined ? [ticket[field]] : people[ticket[field]][role];
  };
  const perform = (_: string, { id, notify, set }: Action) => {
    const now = timers.now();
    const time = new Date(now).toISOString().slice(11, 16);
    for (const person of new Set(notify.flatMap(resolve))) mails.push(`${time} ${person}`);
    if (!set) return;
    Object.assign(ticket, set);
    back.push({ id: `set:${id}`, at: now, type: "changed", cause: id, set });
  };
  const host = startHost({
    sla: desk(rules),
    journal: { read: () => lines, append: (line) => void lines.push(line) },
    timers,
    perform,
  });
  host.hear("T-1", { id: "e1", at: at("08:00"), type: "created", by: "requester", set: { ...ticket } });
  for (const event of later) {
    timers.passTo(event.at);
    host.hear("T-1", event);
  }
  timers.passTo(at("23:00"));
  for (const event of back) host.hear("T-1", event);
  return { mails, assignee: ticket.assignee, verdict: host.verdict("T-1") };
}

describe("Loop XM's reminders", () => {
  it.each<[Rule["metric"], Fire, string]>([
    ["firstResponse", { before: "10m" }, "08:20"],
    ["firstResponse", { after: "10m" }, "08:40"],
    ["firstResponse", { after: "2h" }, "10:30"],
    ["resolution", { before: "1h" }, "11:00"],
    ["resolution", { before: "45m" }, "11:15"],
    ["resolution", { after: "3h" }, "15:00"],
  ])("of the %s, %j, are sent at %s", (metric, fire, time) => {
    expect(live([{ metric, fire, notify: ["assignee"] }], "riga").mails).toEqual([`${time} anna`]);
  });

  it("go to users, the location's owners, admins and team, and the assignee, each once", () => {
    const notify = [
      "user:anna",
      "user:uwe",
      "location.owners",
      "location.admins",
      "location.team",
      "assignee",
    ];
    const rule: Rule = { metric: "resolution", fire: { after: "0m" }, notify };
    const to = (location: string) => live([rule], location).mails.map((mail) => mail.slice(6));
    expect(to("riga")).toEqual(["anna", "uwe", "olga", "adam", "tom", "tea"]);
    expect(to("oslo")).toEqual(["anna", "uwe", "odd", "arne", "tove"]);
  });

  it("are of any location, or of one", () => {
    const rules: Rule[] = [
      { metric: "resolution", fire: { before: "1h" }, notify: ["assignee"] },
      { metric: "resolution", fire: { before: "1h" }, location: "riga", notify: ["user:rita"] },
    ];
    expect(live(rules, "riga").mails).toEqual(["11:00 anna", "11:00 rita"]);
    expect(live(rules, "oslo").mails).toEqual(["11:00 anna"]);
  });

  it("are not sent once the guest has an answer", () => {
    const rule: Rule = { metric: "firstResponse", fire: { before: "10m" }, notify: ["assignee"] };
    const answered: HistoryEvent = { id: "e2", at: at("08:15"), type: "message", by: "agent" };
    expect(live([rule], "riga", [answered]).mails).toEqual([]);
  });
});

describe("Loop XM's escalations", () => {
  const rules: Rule[] = [
    {
      metric: "resolution",
      fire: { after: "1h" },
      location: "riga",
      notify: ["user:boss"],
      assignTo: "boss",
    },
    { metric: "resolution", fire: { after: "2h" }, location: "riga", notify: ["assignee"] },
  ];

  it("assign the ticket of one location to one user, who gets a mail", () => {
    const { mails, assignee, verdict } = live(rules, "riga");
    expect(mails).toEqual(["13:00 boss", "14:00 boss"]);
    expect(assignee).toBe("boss");
    expect(verdict?.actions.map(({ status }) => status)).toEqual(["delivered", "delivered"]);
    const [clock] = verdict?.clocks.filter(({ metric }) => metric === "resolution") ?? [];
    expect(clock.attribution.map((one) => [one.assignee, one.elapsedMs / 3_600_000])).toEqual([
      ["anna", 5],
      ["boss", 10],
    ]);
  });

  it("leave those of another location alone", () => {
    const { mails, assignee, verdict } = live(rules, "oslo");
    expect([mails, assignee]).toEqual([[], "anna"]);
    expect(verdict?.actions.map(({ status }) => status)).toEqual(["unmet", "unmet"]);
  });
});
