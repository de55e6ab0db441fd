import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { readConfig } from "../src/config.ts";
import { problemOf } from "../src/log.ts";
import { DEFINITION, MINUTE, startDesk, startReceiver, type TestDesk, until } from "./desk.ts";

const HOSTILE = [
  "'; drop table event; --",
  "=HYPERLINK(1)",
  "<svg onload=alert(1)>",
  "a/../../b",
  "ü 🎫",
  "%00",
  "\u202egnp",
];

/** What may be put into the text of a query: constants of its own file. */
const CONSTANT = new Set(["NEVER", "wakeStatement"]);

/** Elements and attributes of which a picture is made; none of them runs, links or loads anything. */
const DRAWN = /^(?:svg|title|desc|style|defs|pattern|rect|path|circle|line|text|tspan|g)$/;
const SAID =
  /^(?:xmlns|id|role|aria-labelledby|class|d|x|y|cx|cy|r|width|height|viewBox|font-size|text-anchor|transform|pattern(?:Units|Transform))$/;

/** Whether a picture is nothing but those, by taking it apart. */
function assertHarmless(svg: string, name: string): void {
  const rest = svg.replaceAll(
    /<(\/?)([A-Za-z]+)((?: [A-Za-z-]+="[^"<]*")*)\/?>/g,
    (_, end: string, element: string, attributes: string) => {
      assert.match(element, DRAWN, name);
      for (const [, attribute, value] of attributes.matchAll(/ ([A-Za-z-]+)="([^"]*)"/g)) {
        assert.match(attribute, SAID, name);
        if (attribute !== "xmlns") assert.doesNotMatch(value, /url\(|:\/\//, name);
      }
      return end === "" ? "" : "\n";
    },
  );
  assert.doesNotMatch(rest, /</, name);
  assert.doesNotMatch(rest, /@import|url\((?!#)/, name);
}

describe("what others may not do", () => {
  let desk: TestDesk;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  before(async () => {
    receiver = await startReceiver();
    desk = await startDesk({ WEBHOOK_URL: receiver.url, RATE_LIMIT: "200", MAX_BODY: "20000" });
    for (const token of ["acme-secret", "globex-secret"])
      await desk.call("POST", "/v1/definitions", { definition: DEFINITION }, token);
  });
  after(async () => {
    await desk.close();
    await receiver.close();
  });
  const opened = (subject = "x") => ({
    id: "e1",
    at: desk.desk.clock.now() - 50 * MINUTE,
    type: "created",
    set: { plan: "gold", subject },
  });

  it("gives nothing without a tenant's token", async () => {
    for (const path of [
      "/v1/queue",
      "/v1/tickets/T-1",
      "/v1/definitions",
      "/v1/outbox",
      "/v1/inbox",
      "/v1/reports/log",
    ]) {
      assert.equal((await desk.call("GET", path, undefined, "wrong")).status, 401, path);
      assert.equal((await fetch(`${desk.url}${path}`)).status, 401, path);
    }
  });

  it("keeps tenants apart, even with tickets, events and actions of the same names", async () => {
    await desk.call("POST", "/v1/tickets/T-1/events", { events: [opened("of acme")] });
    assert.equal((await desk.call("GET", "/v1/tickets/T-1", undefined, "globex-secret")).status, 404);
    for (const part of ["events", "explanation", "timeline.svg"])
      assert.equal(
        (await desk.call("GET", `/v1/tickets/T-1/${part}`, undefined, "globex-secret")).status,
        404,
      );
    await desk.call("POST", "/v1/tickets/T-1/events", { events: [opened("of globex")] }, "globex-secret");
    await until("both are delivered", () => receiver.received.size === 2);
    assert.deepEqual([...receiver.received.keys()].map((key) => key.split("/")[0]).sort(), [
      "acme",
      "globex",
    ]);
    for (const [token, other] of [
      ["acme-secret", "globex"],
      ["globex-secret", "acme"],
    ] as const)
      for (const path of [
        "/v1/queue",
        "/v1/tickets/T-1",
        "/v1/tickets/T-1/events",
        "/v1/tickets/T-1/explanation",
        "/v1/tickets/T-1/timeline.svg",
        "/v1/outbox?state=performed",
        "/v1/reports/log",
      ]) {
        const { status, body } = await desk.call("GET", path, undefined, token);
        assert.equal(status, 200, path);
        assert.ok(!JSON.stringify(body).includes(`of ${other}`), path);
      }
    const { body } = await desk.call("GET", "/v1/queue", undefined, "globex-secret");
    assert.equal(body.tickets.length, 1);
  });

  it("takes any name as a name", async () => {
    for (const name of HOSTILE) {
      const path = `/v1/tickets/${encodeURIComponent(name)}/events`;
      const { status } = await desk.call("POST", path, { events: [opened(name)] });
      assert.ok(status === 200 || status === 422 || status === 404, `${name}: ${status}`);
      if (status === 200) assert.equal((await desk.call("GET", path)).body.events[0].set.subject, name);
    }
    const { body } = await desk.call("GET", "/v1/reports/log?format=csv");
    for (const line of body.split("\r\n")) assert.doesNotMatch(line, /^"?[=+@-]/);
    await until("what is due of them is delivered", async () => {
      const { rows } = await desk.desk.database.pool.query("select 1 from outbox where state = 'pending'");
      return rows.length === 0;
    });
  });

  it("serves a picture that can do nothing, whatever ticket, fields and events are called", async () => {
    for (const name of [
      ...HOSTILE,
      "]]><script>alert(1)</script>",
      `"/><a href="javascript:alert(1)">`,
      "&xxe;<!DOCTYPE x>",
    ]) {
      const path = `/v1/tickets/${encodeURIComponent(`P${name}`)}`;
      const set = { plan: "gold", subject: name, priority: name, assignee: name };
      const events = [
        { ...opened(), id: name.slice(0, 50), set },
        { ...opened(), id: `2${name}`, type: "changed", set: { status: name } },
      ];
      assert.equal((await desk.call("POST", `${path}/events`, { events })).status, 200, name);
      const { status, body, headers } = await desk.call("GET", `${path}/timeline.svg`);
      assert.equal(status, 200, name);
      assert.equal(headers.get("content-type"), "image/svg+xml; charset=utf-8");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /^default-src 'none'; style-src 'unsafe-inline';.* sandbox$/);
      assertHarmless(body, name);
      assert.doesNotMatch(body, /[\u202a-\u202e\u2066-\u2069\0]/);
      const why = await desk.call("GET", `${path}/explanation`);
      assert.match(why.headers.get("content-type") ?? "", /^application\/json/);
      for (const { sentences } of why.body.said)
        for (const one of sentences) assert.doesNotMatch(one, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it("takes no letter that no text of the database may have, and loses nothing by it", async () => {
    const { status } = await desk.call("POST", "/v1/tickets/T-2/events", { events: [opened("\u0000")] });
    assert.equal(status, 422);
    assert.equal((await desk.call("POST", "/v1/tickets/T%00/events", { events: [opened()] })).status, 422);
    assert.equal((await desk.call("GET", "/v1/tickets/T-2")).status, 404);
  });

  it("does not change what has happened, not even by SQL", async () => {
    const { pool } = desk.desk.database;
    await assert.rejects(pool.query("update event set at = 0"), /appended/);
    await assert.rejects(pool.query("delete from event"), /appended/);
  });

  it("puts no value into the text of a query", () => {
    const folder = new URL("../src/", import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.ts$/.test(file) && !file.startsWith("tools"),
    );
    for (const file of sources) {
      const text = readFileSync(new URL(file, folder), "utf8");
      for (const [query] of text.matchAll(
        /`[^`]*\b(?:select |insert into |update \w+ set|delete from )[^`]*`/g,
      ))
        for (const [part] of query.matchAll(/\$\{[^}]*\}/g))
          assert.ok(CONSTANT.has(part.slice(2, -1)), `${file}: ${part}`);
    }
  });

  it("says nothing secret when something is wrong", () => {
    assert.throws(
      () => readConfig({ WEBHOOK_URL: "hunter2", TENANTS: "no token, hunter2" }),
      (problem: Error) => {
        assert.match(problem.message, /WEBHOOK_URL.*TENANTS|TENANTS.*WEBHOOK_URL/);
        return !problem.message.includes("hunter2");
      },
    );
    const refused = Object.assign(new Error("connect postgres://desk:hunter2@db"), { code: "ECONNREFUSED" });
    assert.ok(!problemOf(refused).includes("hunter2"));
  });

  it("refuses what is too large, and who asks too often", async () => {
    const large = {
      events: [
        { ...opened("x".repeat(9_000)), id: "l1" },
        { ...opened("x".repeat(9_000)), id: "l2" },
        { ...opened("x".repeat(9_000)), id: "l3" },
      ],
    };
    assert.equal((await desk.call("POST", "/v1/tickets/T-1/events", large)).status, 413);
    const answers = await Promise.all(Array.from({ length: 220 }, () => fetch(`${desk.url}/health`)));
    assert.ok(answers.some(({ status }) => status === 429));
  });
});
