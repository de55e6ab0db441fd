import { compileSla, type Definition, parseDefinition, type Target } from "dueclock";
import { type ZendeskSettings, zendesk } from "dueclock/presets";
import { describe, expect, it } from "vitest";
import {
  all,
  changes,
  type Draft,
  hour,
  inHours,
  message,
  opened,
  priority,
  readings,
  reply,
  request,
  status,
  verdict,
} from "../unit/engine/desk.ts";

/** A Zendesk that promises these metrics so much, whatever the priority. */
const desk = (targets: Readonly<Record<string, Target>>, settings: ZendeskSettings = {}) =>
  compileSla<string>({ ...zendesk({ settings }), policies: [{ id: "all", targets }] });
/** Start, end and state of a metric's clocks, in hours. */
const clocks = (metric: string, events: readonly Draft[], settings: ZendeskSettings = {}, asOf = 10) =>
  all(desk({ [metric]: "100h" }, settings), asOf, events, metric).map(
    ({ startedAt, endedAt, state }: Record<string, unknown>) => [startedAt, endedAt, state],
  );
const note = (at: number, more: Readonly<Record<string, unknown>> = {}) =>
  message("agent", at, {}, { visibility: "internal", ...more });
const LIGHT = { actorGroup: "lightAgents" };

describe("Zendesk's preset", () => {
  it("is a definition that may come from a file", () => {
    const definition = {
      ...zendesk({ variants: { vip: {} } }),
      policies: [{ id: "p", targets: { "nextResponse.vip": "1h" } }],
    };
    const parsed = parseDefinition(JSON.parse(JSON.stringify(definition)));
    expect(parsed).toMatchObject({ preset: "zendesk" });
    expect(() => compileSla(parsed as Definition<string>)).not.toThrow();
  });

  describe("a ticket that an agent opened and answered, whichever opening starts the first reply", () => {
    const firstReplyTime = (name: string) => ({ firstReplyTime: { [name]: true } });
    it.each<[string, readonly Draft[]]>([
      ["activateOnTicketCreatedForEndUser", [opened(hour(0), {}, { by: "agent" })]],
      [
        "activateOnAgentTicketCreatedForEndUserWithInternalNote",
        [opened(hour(0), {}, { by: "agent", visibility: "internal" })],
      ],
      [
        "activateOnLightAgentOnEmailForwardTicketFromEndUser",
        [opened(hour(0), {}, { by: "agent", channel: "email", ...LIGHT })],
      ],
    ])("has a next reply from the customer's first comment: %s", (name, opening) => {
      const events = [...opening, reply(hour(0.5)), request(hour(1))];
      expect(clocks("firstResponse", events, firstReplyTime(name))).toEqual([[0, 0.5, "fulfilled"]]);
      expect(clocks("nextResponse", events, firstReplyTime(name))).toEqual([[1, null, "running"]]);
    });

    it("has a first reply from that comment where no opening starts one", () => {
      const events = [opened(hour(0), {}, { by: "agent" }), reply(hour(0.5)), request(hour(1))];
      expect(clocks("firstResponse", events)).toEqual([[1, null, "running"]]);
      expect(clocks("nextResponse", events)).toEqual([]);
    });
  });

  describe("next reply", () => {
    it("runs from the oldest unanswered comment, which neither later ones nor notes move", () => {
      expect(
        clocks("nextResponse", [opened(hour(0)), reply(hour(1)), request(hour(2)), request(hour(3)), note(hour(3.5)), reply(hour(4))]),
      ).toEqual([[2, 4, "fulfilled"]]);
    });

    it("is fulfilled by the solving, while an open first reply is cancelled by it", () => {
      const solved = [opened(hour(0)), reply(hour(1)), request(hour(2)), status(hour(3), "solved")];
      expect(clocks("nextResponse", solved)).toEqual([[2, 3, "fulfilled"]]);
      expect(clocks("firstResponse", [opened(hour(0)), status(hour(3), "solved")])).toEqual([[0, 3, "cancelled"]]);
    });

    it.each<[string, ZendeskSettings, readonly Draft[], unknown[]]>([
      ["an end user's note starts it", { nextReplyTime: { activateOnEndUserAddedInternalNote: true } },
        [message("requester", hour(2), {}, { visibility: "internal" })], [[2, null, "running"]]],
      ["a light agent's note starts it", { nextReplyTime: { activateOnLightAgentInternalNote: true } },
        [note(hour(2), LIGHT)], [[2, null, "running"]]],
      ["another agent's note ends it", { nextReplyTime: { fulfillOnNonRequestingAgentInternalNoteAfterActivation: true } },
        [request(hour(2)), note(hour(3))], [[2, 3, "fulfilled"]]],
      ["a light agent's note does not end it", { nextReplyTime: { fulfillOnNonRequestingAgentInternalNoteAfterActivation: true } },
        [request(hour(2)), note(hour(3), LIGHT)], [[2, null, "running"]]],
    ])("obeys its settings: %s", (_, settings, then, expected) => {
      const story = [opened(hour(0)), reply(hour(1)), ...then];
      expect(clocks("nextResponse", story, settings)).toEqual(expected);
      const off = clocks("nextResponse", story);
      expect(off).toEqual(then[0].by === "requester" && then[0].visibility === undefined ? [[2, null, "running"]] : []);
    });

    it("counts the comments and notes of a requester who is an agent only where its setting says so", () => {
      const story = [
        opened(hour(0), { "requester.role": "agent" }),
        reply(hour(1)),
        message("requester", hour(2), {}, { visibility: "internal" }),
      ];
      const setting = { activateOnAgentRequestedTicketWithPublicCommentOrInternalNote: true };
      expect(clocks("nextResponse", story)).toEqual([]);
      expect(clocks("nextResponse", story, { nextReplyTime: setting })).toEqual([[2, null, "running"]]);
    });
  }); // biome-ignore format: a table of settings

  describe("first reply", () => {
    const byAgent = (more: Readonly<Record<string, unknown>> = {}, set = {}) =>
      opened(hour(0), set, { by: "agent", ...more });
    it.each<[string, NonNullable<ZendeskSettings["firstReplyTime"]>, Draft]>([
      ["an agent opens with a comment", { activateOnTicketCreatedForEndUser: true }, byAgent()],
      [
        "an agent opens with a note",
        { activateOnAgentTicketCreatedForEndUserWithInternalNote: true },
        byAgent({ visibility: "internal" }),
      ],
      [
        "a light agent forwards a mail",
        { activateOnLightAgentOnEmailForwardTicketFromEndUser: true },
        byAgent({ ...LIGHT, channel: "email" }),
      ],
      [
        "an agent opens for an agent",
        { activateOnAgentCreatedTicketForSelf: true },
        byAgent({}, { "requester.role": "agent" }),
      ],
      [
        "an agent opens as the requester",
        { activateOnAgentCreatedTicketForSelf: true },
        opened(hour(0), { "requester.role": "agent" }),
      ],
    ])("starts where %s only with the setting for it", (_, setting, opening) => {
      expect(clocks("firstResponse", [opening], { firstReplyTime: setting })).toEqual([[0, null, "running"]]);
      expect(clocks("firstResponse", [opening])).toEqual([]);
      const others = [
        "activateOnTicketCreatedForEndUser",
        "activateOnAgentTicketCreatedForEndUserWithInternalNote",
        "activateOnLightAgentOnEmailForwardTicketFromEndUser",
        "activateOnAgentCreatedTicketForSelf",
      ].filter((name) => !Object.hasOwn(setting, name));
      const all = Object.fromEntries(others.map((name) => [name, true]));
      expect(clocks("firstResponse", [opening], { firstReplyTime: all })).toEqual([]);
    });

    it("is an agent's second comment where the first one opened the ticket, and the next reply follows it", () => {
      const settings = { firstReplyTime: { activateOnTicketCreatedForEndUser: true } };
      const story = [byAgent(), note(hour(0.5)), reply(hour(1)), request(hour(2)), reply(hour(3))];
      expect(clocks("firstResponse", story, settings)).toEqual([[0, 1, "fulfilled"]]);
      expect(clocks("nextResponse", story, settings)).toEqual([[2, 3, "fulfilled"]]);
    });

    it("waits, where an agent opened the ticket and no setting says otherwise, for the end user's first comment", () => {
      const story = [byAgent(), reply(hour(1)), request(hour(2)), reply(hour(3))];
      expect(clocks("firstResponse", story)).toEqual([[2, 3, "fulfilled"]]);
      expect(clocks("nextResponse", story)).toEqual([]);
    });

    it("is ended by a note with the setting for it, but not by an automation's", () => {
      const settings = { firstReplyTime: { fulfillOnAgentInternalNote: true } };
      expect(
        clocks(
          "firstResponse",
          [opened(hour(0)), note(hour(1), { automated: true }), note(hour(2))],
          settings,
        ),
      ).toEqual([[0, 2, "fulfilled"]]);
      expect(clocks("firstResponse", [opened(hour(0)), note(hour(2))])).toEqual([[0, null, "running"]]);
    });
  });

  it("measures an update from each public comment to the next, and in pending only where it is not pausable", () => {
    const story = [
      opened(hour(0)),
      reply(hour(1), { status: "pending" }),
      request(hour(3), { status: "open" }),
      reply(hour(4)),
      status(hour(6), "solved"),
    ];
    const used = (metric: string) =>
      all(desk({ [metric]: "100h" }), 10, story, metric).map(
        ({ elapsedMs }: { elapsedMs: number }) => elapsedMs,
      );
    expect([used("periodicUpdate"), used("pausableUpdate")]).toEqual([
      [3, 2],
      [1, 2],
    ]);
  });

  it("counts an agent's note as an update with the setting for it", () => {
    const story = [opened(hour(0)), note(hour(1)), note(hour(3))];
    expect(
      clocks("periodicUpdate", story, { periodicUpdateTime: { activateOnAgentInternalNote: true } }),
    ).toEqual([
      [1, 3, "fulfilled"],
      [3, null, "running"],
    ]);
    expect(clocks("periodicUpdate", story)).toEqual([]);
  });

  it("divides the time until the solving by status", () => {
    const sla = desk({
      resolution: "99h",
      requesterWait: "99h",
      agentWork: "99h",
      agentWait: "99h",
      onHold: "99h",
    });
    const story = [
      opened(hour(0), { status: "new" }),
      status(hour(1), "pending"),
      status(hour(3), "hold"),
      status(hour(6), "open"),
      status(hour(7), "solved"),
    ];
    const used = verdict(sla, hour(9), story).clocks.map(({ metric, elapsedMs }) => [
      metric,
      elapsedMs / 3_600_000,
    ]);
    expect(Object.fromEntries(used)).toEqual({
      resolution: 7,
      requesterWait: 5,
      agentWork: 2,
      agentWait: 2,
      onHold: 3,
    });
  });

  it("gives a ticket without a priority no target, and records a miss at the change that made it one", () => {
    const sla = desk({ firstResponse: { byPriority: { normal: "8h", urgent: "1h" } } });
    expect(all(sla, 1, [opened(hour(0))], "firstResponse")).toEqual([]);
    const raised = [opened(hour(0), { priority: "normal" }), priority(hour(3), "urgent")];
    expect(all(sla, 3, raised, "firstResponse")).toMatchObject([{ dueAt: 1, breachedAt: 3 }]);
  });

  it("judges all the time used by the schedule set last", () => {
    const hours = (from: string, to: string) =>
      ({ timeZone: "UTC", weeklyHours: { mon: [[from, to]] } }) as const;
    const sla = compileSla({
      ...zendesk(),
      calendars: { long: hours("09:00", "17:00"), short: hours("11:00", "15:00") },
      policies: [
        { id: "all", calendar: { field: "schedule", otherwise: "long" }, targets: { resolution: "4h" } },
      ],
    });
    expect(all(sla, 3, [opened(hour(0)), changes(hour(3), { schedule: "short" })])).toMatchObject([
      { elapsedMs: 1, dueAt: 6 },
    ]);
  });

  it("gives each group its clock, and another after a reopening", () => {
    const story = [
      opened(hour(0), { group: "A" }),
      changes(hour(2), { group: "B" }),
      status(hour(3), "solved"),
      status(hour(5), "open"),
    ];
    const owned = readings(verdict(desk({ ownership: "2h" }), hour(6), story), "ownership");
    expect(inHours(owned.map(({ per, startedAt, endedAt }) => [per, startedAt, endedAt]))).toEqual([
      ["A", 0, 2],
      ["B", 2, 3],
      ["B", 5, null],
    ]);
  });
});
