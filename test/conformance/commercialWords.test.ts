import { describe, expect, it } from "vitest";
import { conditionOf, momentsOf, statusesOf } from "../../src/cli/conformance/commercial/words.ts";
import { at, type Json, run } from "./commercialVectors.ts";

const vector = (system: string, policy: Json, events: readonly Json[], expected: Json): Json => ({
  ...{ id: "v", system, source: "here", derived: true, calendars: [], evaluateAt: at("12:00") },
  ...{ policy, events, expected },
});
const status = (time: string, to: string) => ({ at: at(time), type: "status", to });
const state = (time: string, to: string) => ({ at: at(time), type: "state", to });
const created = { at: at("09:00"), type: "created" };
const agrees = ["1 passed, 0 failed, 0 expected differences"];

describe("a vector's statuses", () => {
  it("are the system's own where it has them, in whatever case, and else what their words mean", () => {
    const events = ["Problem Solved", "MERGED", "Done", "canceled", "Thinking", "constructor"].map((to) =>
      status("09:00", to),
    );
    expect(statusesOf({ events }, { "Problem Solved": "solved", Merged: "closed", Done: "onHold" })).toEqual({
      ...{ "Problem Solved": "solved", Merged: "closed", Done: "onHold" },
      ...{ MERGED: "closed", canceled: "closed", Thinking: "open", constructor: "open" },
    });
  });

  it.each(["Problem Solved", "Information Provided", "Canceled", "Merged", "merged"])(
    "end Dynamics' case where it is %s",
    (to) => {
      const policy = { metric: "resolveBy", failureSeconds: 7_200 };
      const expected = { endedAt: at("10:00"), breached: false };
      expect(run(vector("Dynamics 365", policy, [created, status("10:00", to)], expected)).lines).toEqual(
        agrees,
      );
    },
  );
});

describe("a condition in words", () => {
  it.each<[string, unknown]>([
    ["state=On Hold", { field: "state", in: ["On Hold"] }],
    ["state!=New", { field: "state", notIn: ["New"] }],
    ["priority=1", { field: "priority", in: [1, "1"] }],
    ["vip=true", { field: "vip", in: [true, "true"] }],
    ["status=Done,Closed", { field: "status", in: ["Done", "Closed"] }],
    ["status in New, Working", { field: "status", in: ["New", "Working"] }],
    ["a=x or b=y", { any: [conditionOf("a=x", ""), conditionOf("b=y", "")] }],
    [
      "a=x^ORb=y^c=z",
      { all: [{ any: [conditionOf("a=x", ""), conditionOf("b=y", "")] }, conditionOf("c=z", "")] },
    ],
    [
      "a=x^b=y^NQc=z",
      { any: [{ all: [conditionOf("a=x", ""), conditionOf("b=y", "")] }, conditionOf("c=z", "")] },
    ],
    [
      "a=x and b=y OR c=z",
      { any: [{ all: [conditionOf("a=x", ""), conditionOf("b=y", "")] }, conditionOf("c=z", "")] },
    ],
    ["active", { field: "active", isNot: false }],
  ])("reads %s", (words, condition) => {
    expect(conditionOf(words, "policy.start")).toEqual(condition);
  });

  it.each([
    "status=Done or Closed",
    "a=x;b=y",
    "a=x || b=y",
    "a=x=y",
    "a=",
    "a=x,",
    "a>=3",
    "a=x^",
    "not a=x",
  ])("refuses %s", (words) => {
    expect(() => conditionOf(words, "policy.start")).toThrow("`policy.start`");
  });

  it("matches numbers that events write as text, and either side of an or", () => {
    const policy = {
      start: "priority=1 or priority=2",
      stop: "state=Resolved,Closed",
      targetSeconds: 14_400,
    };
    const p2 = { ...created, priority: "2", state: "New" };
    const expected = { startedAt: at("09:00"), endedAt: at("11:00"), elapsedSeconds: 7_200 };
    expect(run(vector("ServiceNow", policy, [p2, state("11:00", "Closed")], expected)).lines).toEqual(agrees);
  });
});

describe("moments in words", () => {
  it.each<[string, number]>([
    ["created or reopened", 2],
    ["status=Done or status->Closed", 2],
    ["status from A,B", 1],
    ["location changes", 1],
  ])("reads %s", (words, count) => {
    expect(momentsOf(words, "policy.start")).toHaveLength(count);
  });

  it.each(["status=Done and priority=1", "status=Done^priority=1", "status=Done or Closed", "status->"])(
    "refuses %s",
    (words) => {
      expect(() => momentsOf(words, "policy.stop")).toThrow("`policy.stop` is no moment");
    },
  );

  it.each(["status=Done or status=Closed", "status=Done,Closed"])("end Jira's cycle at any of %s", (stop) => {
    const policy = { start: "created", stop, goalSeconds: 7_200 };
    const expected = { stopTime: at("10:00"), breached: false };
    expect(
      run(vector("Jira Service Management", policy, [created, status("10:00", "Closed")], expected)).lines,
    ).toEqual(agrees);
  });

  it("of Front's tags may be one of several", () => {
    const policy = (appliesWhen: string) => ({ metric: "nextReply", targetSeconds: 3_600, appliesWhen });
    const events = [
      { at: at("09:00"), type: "message", by: "customer" },
      { at: at("09:30"), type: "tag.added", tag: "vip" },
    ];
    const front = (appliesWhen: string) =>
      run(vector("Front", policy(appliesWhen), events, { dueAt: at("10:00") }));
    for (const words of ["tag=rush or tag=vip", "tag=rush,vip"]) expect(front(words).lines).toEqual(agrees);
    for (const words of ["tag=rush and tag=vip", "tag=rush or vip", "tag="]) {
      expect(front(words).lines[0]).toContain("names no tag");
    }
  });
});
