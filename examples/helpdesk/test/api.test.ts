import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pictureText } from "dueclock/svg";
import {
  DEFINITION,
  HOUR,
  type Json,
  MINUTE,
  startDesk,
  startReceiver,
  type TestDesk,
  until,
} from "./desk.ts";

describe("the desk's API", () => {
  let desk: TestDesk;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  const sickKeys = new Map<string, number>();
  before(async () => {
    receiver = await startReceiver((_, key) => {
      if (!key.includes("SICK")) return 200;
      sickKeys.set(key, (sickKeys.get(key) ?? 0) + 1);
      return 500;
    });
    desk = await startDesk({
      WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRET: "hook-secret",
      DELIVERY_ATTEMPTS: "1",
    });
  });
  after(async () => {
    await desk.close();
    await receiver.close();
  });
  const now = () => desk.desk.clock.now();
  const opened = (id: string, ago: number, plan = "gold") => ({
    id,
    at: now() - ago,
    type: "created",
    by: "requester",
    set: { plan, subject: "=1+1", status: "open" },
  });

  it("has nothing to promise before a definition is released", async () => {
    const { status, body } = await desk.call("POST", "/v1/tickets/T-0/events", { events: [opened("e1", 0)] });
    assert.equal(status, 409);
    assert.equal(body.error, "no_definition");
  });

  it("refuses a draft with all its issues, and releases a sound one", async () => {
    const draft = {
      ...DEFINITION,
      calendars: { office: { timeZone: "Mars/Olympus", weeklyHours: {} } },
      policies: [{ id: "x", targets: { resolution: "0h" } }],
    };
    const checked = await desk.call("POST", "/v1/definitions/check", { definition: draft });
    assert.equal(checked.status, 200);
    assert.equal(checked.body.preview, null);
    assert.ok(checked.body.issues.length >= 2, JSON.stringify(checked.body.issues));
    assert.ok(checked.body.issues.some((one: { path: string }) => one.path.startsWith("calendars.office")));
    const refused = await desk.call("POST", "/v1/definitions", { definition: draft });
    assert.equal(refused.status, 422);
    assert.ok(refused.body.issues.length >= 2);
    const released = await desk.call("POST", "/v1/definitions", { definition: DEFINITION, over: 0 });
    assert.equal(released.status, 201);
    assert.equal(released.body.version, 1);
    const conflict = await desk.call("POST", "/v1/definitions", { definition: DEFINITION, over: 0 });
    assert.equal(conflict.status, 409);
    await desk.call("POST", "/v1/definitions", { definition: DEFINITION }, "globex-secret");
    const { body } = await desk.call("GET", "/v1/definitions/current");
    assert.equal(JSON.stringify(body.definition), JSON.stringify(DEFINITION), "its members in their order");
  });

  it("appends events once, and says which were known and which say something else", async () => {
    const event = opened("e1", 10 * MINUTE);
    const first = await desk.call("POST", "/v1/tickets/T-1/events", { events: [event] });
    assert.deepEqual([first.status, first.body.appended], [200, ["e1"]]);
    assert.equal(first.body.urgency.metric, "firstResponse");
    assert.equal(first.body.nextChangeAt, event.at + 45 * MINUTE);
    const again = await desk.call("POST", "/v1/tickets/T-1/events", {
      events: [event, { ...event, by: "agent" }, { ...event, id: "e2", type: "changed", by: undefined }],
    });
    assert.deepEqual([again.body.appended, again.body.known, again.body.differing], [["e2"], ["e1"], []]);
    const other = await desk.call("POST", "/v1/tickets/T-1/events", { events: [{ ...event, by: "agent" }] });
    assert.deepEqual(other.body.differing, ["e1"]);
    const { body } = await desk.call("GET", "/v1/tickets/T-1/events");
    assert.deepEqual(
      body.events.map((one: { id: string }) => one.id),
      ["e1", "e2"],
    );
  });

  it("says every issue of a request, and takes no event of the desk's own nor of the future", async () => {
    const bad = {
      events: [
        { id: "delivered:x", at: 1.5, type: "message", by: "nobody" },
        { id: "y", at: 0, type: "action.delivered", action: "x" },
      ],
    };
    const { status, body } = await desk.call("POST", "/v1/tickets/T-1/events", bad);
    assert.equal(status, 422);
    const paths = body.issues.map((one: { path: string }) => one.path);
    assert.deepEqual(paths.sort(), ["events.0.at", "events.0.by", "events.0.id", "events.1.type"]);
    const ahead = await desk.call("POST", "/v1/tickets/T-1/events", { events: [opened("z", -HOUR)] });
    assert.deepEqual(ahead.body.issues, [{ path: "events.0.at", message: "lies in the future" }]);
  });

  it("performs what is due with the action's id as key, feeds it back, and changes the ticket", async () => {
    await desk.call("POST", "/v1/tickets/T-2/events", { events: [opened("e1", 76 * MINUTE)] });
    await until("both actions are there", () => receiver.received.size >= 2);
    const keys = [...receiver.received.keys()].sort();
    assert.deepEqual(keys, [
      "acme/T-2/gold/firstResponse/e1/answer-late/1",
      "acme/T-2/gold/firstResponse/e1/answer-soon/1",
    ]);
    assert.ok([...receiver.received.values()].every(({ times }) => times === 1));
    assert.match(String(receiver.received.get(keys[0])?.headers["x-signature"]), /^sha256=[0-9a-f]{64}$/);
    const { body } = await desk.call("GET", "/v1/tickets/T-2");
    assert.equal(body.verdict.fields.priority, "urgent");
    assert.deepEqual(
      body.verdict.actions.map((one: { status: string }) => one.status),
      ["delivered", "delivered"],
    );
    const { body: told } = await desk.call("GET", "/v1/outbox?state=performed");
    assert.equal(told.outbox.length, 2);
  });

  it("wakes up by itself at the instant that the verdict named", async () => {
    const event = opened("e1", 45 * MINUTE - 1_500);
    await desk.call("POST", "/v1/tickets/T-3/events", { events: [event] });
    assert.ok(!receiver.received.has("acme/T-3/gold/firstResponse/e1/answer-soon/1"));
    await until("it woke", () => receiver.received.has("acme/T-3/gold/firstResponse/e1/answer-soon/1"));
    assert.ok(now() >= event.at + 45 * MINUTE);
  });

  it("leaves a wake-up alone that has not moved, moves one that has, and takes back one that is not needed", async () => {
    const wakeUp = async () => {
      const { rows } = await desk.desk.database.pool.query(
        "select id, run_at, revision from graphile_worker.jobs where key = 'wake:acme/M-1'",
      );
      return rows[0] ?? null;
    };
    const post = (event: Json) => desk.call("POST", "/v1/tickets/M-1/events", { events: [event] });
    await post(opened("e1", 5 * MINUTE));
    const first = await wakeUp();
    await post({ id: "e2", at: now(), type: "message", by: "agent", visibility: "internal" });
    assert.deepEqual(await wakeUp(), first);
    await post({ id: "e3", at: now(), type: "message", by: "agent" });
    const moved = await wakeUp();
    assert.ok(moved.run_at > first.run_at);
    await post({ id: "e4", at: now(), type: "changed", set: { status: "solved" } });
    assert.equal(await wakeUp(), null);
    await post({ id: "e5", at: now(), type: "message", by: "agent", visibility: "internal" });
    assert.equal(await wakeUp(), null);
  });

  it("lists what late events make of performed actions as retracted", async () => {
    const answer = { id: "late", at: now() - 70 * MINUTE, recordedAt: now(), type: "message", by: "agent" };
    const { body } = await desk.call("POST", "/v1/tickets/T-2/events", { events: [answer] });
    assert.equal(body.changes.retracted.length, 2);
    const { body: told } = await desk.call("GET", "/v1/outbox?state=performed");
    const retracted = told.outbox.filter((one: { isRetracted: boolean }) => one.isRetracted);
    assert.deepEqual(
      retracted.map((one: { ticket: string }) => one.ticket),
      ["T-2", "T-2"],
    );
  });

  it("keeps what no receiver takes as dead letters, and delivers them after all when told to", async () => {
    await desk.call("POST", "/v1/tickets/SICK/events", { events: [opened("e1", 50 * MINUTE)] });
    let dead: { id: string; channel: string; lastError: string }[] = [];
    await until("it is dead", async () => {
      dead = (await desk.call("GET", "/v1/outbox")).body.outbox;
      return dead.length === 1;
    });
    assert.match(dead[0].lastError, /500/);
    const { id, channel } = dead[0];
    const before = sickKeys.get(`acme/${id}`) ?? 0;
    assert.equal((await desk.call("POST", "/v1/outbox/retry", { id, channel })).status, 200);
    await until("it is tried again", () => (sickKeys.get(`acme/${id}`) ?? 0) > before);
    const strange = await desk.call("POST", "/v1/outbox/retry", { id, channel }, "globex-secret");
    assert.equal(strange.status, 404);
  });

  it("pages through the queue by urgency, each ticket once", async () => {
    const seen: { ticket: string; dueAt: number | null }[] = [];
    for (let i = 0; i < 7; i++)
      await desk.call("POST", `/v1/tickets/Q-${i}/events`, {
        events: [opened("e1", i * MINUTE, i % 3 === 0 ? "basic" : "gold")],
      });
    let after = "";
    do {
      const { status, body } = await desk.call("GET", `/v1/queue?limit=3${after ? `&after=${after}` : ""}`);
      assert.equal(status, 200);
      seen.push(...body.tickets);
      after = body.next;
    } while (after);
    const names = seen.map(({ ticket }) => ticket);
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, 11);
    const due = seen.map(({ dueAt }) => dueAt ?? Number.MAX_SAFE_INTEGER);
    assert.deepEqual(
      due,
      [...due].sort((a, b) => a - b),
    );
    assert.equal((await desk.call("GET", "/v1/queue?after=nonsense")).status, 422);
  });

  it("previews an edit, releases it, and evaluates open tickets again", async () => {
    const edited = structuredClone(DEFINITION);
    edited.policies[0].targets.firstResponse = "2h";
    const { body } = await desk.call("POST", "/v1/definitions/check", { definition: edited });
    const change = body.preview.changed.find((one: { ticket: string }) => one.ticket === "Q-1");
    assert.equal(change.after.dueAt - change.before.dueAt, HOUR);
    const { body: told } = await desk.call("POST", "/v1/definitions/backtest", { definition: edited });
    assert.ok(told.tickets >= 11 && told.changed.due >= 4, JSON.stringify(told.changed));
    assert.equal(
      (await desk.call("POST", "/v1/definitions/backtest", { definition: { policies: 1 } })).status,
      422,
    );
    await desk.call("POST", "/v1/definitions", { definition: edited, over: 1 });
    await until("the queue has it", async () => {
      const { body: queue } = await desk.call("GET", "/v1/queue?limit=200");
      return queue.tickets.some(
        (one: { ticket: string; dueAt: number }) => one.ticket === "Q-1" && one.dueAt === change.after.dueAt,
      );
    });
  });

  it("says why: of the ticket and of each clock, as of now or of an instant", async () => {
    const opening = opened("e1", 50 * MINUTE);
    const answer = { id: "e2", at: opening.at + 20 * MINUTE, type: "message", by: "agent" };
    await desk.call("POST", "/v1/tickets/W-1/events", { events: [opening, answer] });
    const { status, body } = await desk.call("GET", "/v1/tickets/W-1/explanation");
    assert.equal(status, 200);
    const [ticket, ...clocks] = body.said;
    assert.equal(ticket.clock, null);
    assert.match(ticket.sentences[0], /“Gold” applies.*plan is “gold”/);
    const first = clocks.find((one: { metric: string }) => one.metric === "firstResponse");
    assert.equal(first.sentences[0], "The first response:");
    assert.ok(first.sentences.includes("The promise was kept."), first.sentences.join(" "));
    assert.doesNotMatch(JSON.stringify(body.said), /millisecond|\d:\d\d:\d\d/, "to the minute");
    assert.deepEqual(
      clocks.map((one: Json) => one.clock),
      body.clocks.map((one: Json) => one.clock),
    );
    assert.ok(body.statements.length >= body.said.flatMap((one: Json) => one.sentences).length);
    const before = await desk.call("GET", `/v1/tickets/W-1/explanation?asOf=${answer.at - MINUTE}`);
    assert.ok(!JSON.stringify(before.body.said).includes("kept"));
    assert.equal(before.body.asOf, answer.at - MINUTE);
    assert.equal((await desk.call("GET", "/v1/tickets/W-0/explanation")).status, 404);
  });

  it("draws a ticket's story, at the width and in the zone that are asked for", async () => {
    const { status, body, headers } = await desk.call("GET", "/v1/tickets/W-1/timeline.svg?width=480");
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "image/svg+xml; charset=utf-8");
    assert.match(body, /^<svg [^>]*width="480"/);
    assert.match(pictureText(body).title, /W-1/);
    assert.match(pictureText(body).description, /first response/i);
    const path = "/v1/tickets/W-1/timeline.svg";
    assert.notEqual((await desk.call("GET", `${path}?width=480&timeZone=Asia/Tokyo`)).body, body);
    assert.equal((await desk.call("GET", `${path}?width=9`)).body.issues[0].path, "width");
    assert.equal((await desk.call("GET", `${path}?timeZone=Mars/Olympus`)).body.issues[0].path, "timeZone");
  });

  it("reports as JSON and CSV, in which no name is a formula", async () => {
    await desk.call("POST", "/v1/tickets/-1+cmd/events", { events: [opened("e1", MINUTE)] });
    const { body } = await desk.call("GET", "/v1/reports/compliance?groupBy=policy,metric");
    assert.ok(
      body.rows.some(
        (row: { policy: string; metric: string }) => row.policy === "gold" && row.metric === "firstResponse",
      ),
    );
    const csv = await desk.call("GET", "/v1/reports/log?format=csv");
    assert.match(csv.headers.get("content-type") ?? "", /text\/csv/);
    const lines = csv.body.trim().split("\r\n");
    assert.ok(lines.length > 10);
    assert.ok(
      lines.some((line: string) => line.startsWith("'-1+cmd,")),
      lines.slice(0, 3).join("\n"),
    );
    const log = await desk.call("GET", "/v1/reports/log");
    assert.equal(log.body.rows.length, lines.length - 1);
    assert.equal((await desk.call("GET", "/v1/reports/log?timeZone=Mars/Olympus")).status, 422);
  });

  it("describes itself, and says whether it lives", async () => {
    assert.equal((await desk.call("GET", "/health")).body.status, "ok");
    assert.equal((await desk.call("GET", "/ready")).body.status, "ok");
    const { body } = await desk.call("GET", "/docs/json");
    assert.ok(body.paths["/v1/tickets/{ticket}/events"].post.requestBody);
    const { explanation, timeline } = {
      explanation: body.paths["/v1/tickets/{ticket}/explanation"].get,
      timeline: body.paths["/v1/tickets/{ticket}/timeline.svg"].get,
    };
    assert.ok(explanation.responses["200"].content["application/json"].schema.properties.said);
    assert.deepEqual(Object.keys(timeline.responses["200"].content), ["image/svg+xml"]);
    assert.equal((await desk.call("GET", "/docs")).status, 200);
  });
});
