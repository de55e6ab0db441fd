import { luxonZones, SlaError } from "dueclock";
import {
  addToReport,
  LIVE_AGENT_COMPLIANCE,
  LIVE_AGENT_LOG,
  mergeReports,
  type ReportLayout,
  reportRows,
  startReport,
  toCsv,
  WORKLOAD,
} from "dueclock/report";
import { describe, expect, it } from "vitest";
import { changes, HOUR, happens, hour, opened, reply, status } from "../unit/engine/desk.ts";
import { only, reportOf, rowsOf, solved, told } from "./desk.ts";

const RESOLUTION = { filters: [{ of: "metric", in: ["resolution"] }] } as const satisfies ReportLayout;
const assigned = (at: number, assignee: string) => changes(hour(at), { assignee });

describe("what a clock counts as (R2)", () => {
  const row = (asOf: number, ...drafts: Parameters<typeof told>[2][]) =>
    rowsOf(RESOLUTION, [told("T-1", asOf, ...drafts)])[0];
  const counts = (...given: Parameters<typeof row>) =>
    ["met", "missed", "pending", "cancelled", "exempted", "untargeted"].filter(
      (name) => row(...given)[name] === 1,
    );

  it("is met when it ended in time, missed when it ended late", () => {
    expect(counts(30, ...solved(0, 1, 10))).toEqual(["met"]);
    expect(counts(30, ...solved(0, 1, 11))).toEqual(["missed"]);
  });

  it("is pending while open and not yet due, missed once open past its due time", () => {
    expect(counts(9, opened(hour(0)))).toEqual(["pending"]);
    expect(row(9, opened(hour(0))).compliance).toBeNull();
    expect(counts(10, opened(hour(0)))).toEqual(["missed"]);
    expect(row(10, opened(hour(0))).compliance).toBe(0);
  });

  it("is cancelled when the ticket was merged before, missed when after it was due", () => {
    expect(counts(30, opened(hour(0)), happens("merged", hour(3)))).toEqual(["cancelled"]);
    expect(counts(30, opened(hour(0)), happens("merged", hour(13)))).toEqual(["missed"]);
  });

  it("is exempted whatever became of it", () => {
    expect(counts(30, opened(hour(0)), happens("exempted", hour(20), { reason: "storm" }))).toEqual([
      "exempted",
    ]);
  });

  it("is nothing before the ticket's first event", () => {
    const report = reportOf(RESOLUTION, [told("T-1", -1, opened(hour(0)))]);
    expect([reportRows(report), report.tickets]).toEqual([[], 0]);
  });

  it("shares what was judged alone", () => {
    const verdicts = [
      told("T-1", 30, ...solved(0, 1, 2)),
      told("T-2", 30, ...solved(0, 1, 3)),
      told("T-3", 30, ...solved(0, 1, 11)),
      told("T-4", 30, opened(hour(25))),
      told("T-5", 30, opened(hour(0)), happens("merged", hour(1))),
    ];
    const [row] = rowsOf(RESOLUTION, verdicts);
    expect(only(row, "clocks", "met", "missed", "pending", "cancelled")).toEqual([5, 2, 1, 1, 1]);
    expect(row.compliance).toBe(2 / 3);
    expect(only(row, "metAverageMs", "metMinMs", "metMaxMs")).toEqual([2.5 * HOUR, 2 * HOUR, 3 * HOUR]);
    expect(only(row, "missedAverageMs", "overdueAverageMs", "overdueMaxMs")).toEqual([11 * HOUR, HOUR, HOUR]);
  });

  it("is, for a ticket, the worst of its clocks", () => {
    const verdicts = [
      told("T-1", 30, ...solved(0, 5, 6)), // answered late, solved in time
      told("T-2", 30, ...solved(0, 1, 2)),
      told("T-3", 30, opened(hour(25)), reply(hour(26))), // answered in time, to be solved
    ];
    const [row] = rowsOf({ count: "tickets" }, verdicts);
    expect(only(row, "tickets", "clocks", "met", "missed", "pending")).toEqual([3, 6, 1, 1, 1]);
    expect(only(rowsOf({}, verdicts)[0], "met", "missed", "pending")).toEqual([4, 1, 1]);
  });
});

describe("periods", () => {
  it("are those of countBy, in the zone", () => {
    // Opened 20:30 on 31 March in UTC, due at 06:30 on 1 April, solved at 05:30; in New York still 31 March
    const at = (Date.UTC(2026, 2, 31, 20, 30) - hour(0)) / HOUR;
    const verdict = told("T-1", at + 100, ...solved(at, 1, 9));
    const period = (layout: ReportLayout) =>
      reportRows(addToReport(startReport({ ...RESOLUTION, ...layout }, luxonZones()), verdict))[0].period;
    expect(period({ period: "month" })).toBe("2026-04");
    expect(period({ period: "month", countBy: "startedAt" })).toBe("2026-03");
    expect(period({ period: "day", countBy: "endedAt" })).toBe("2026-04-01");
    expect(period({ period: "week", weekStartsOn: "sun" })).toBe("2026-03-29");
    expect(period({ period: "week" })).toBe("2026-03-30");
    expect(period({ period: "quarter" })).toBe("2026-Q2");
    expect(period({ period: "year", countBy: "startedAt" })).toBe("2026");
    expect(period({ period: "day", countBy: "endedAt", timeZone: "America/Los_Angeles" })).toBe("2026-03-31");
    expect(period({ period: "month", timeZone: "-12:00" })).toBe("2026-03");
  });

  it("are null for what has no such instant, and nothing is left out", () => {
    const verdicts = [told("T-1", 5, opened(hour(0))), told("T-2", 20, opened(hour(0)))].map((one) => ({
      ...one,
      asOf: hour(20),
    }));
    const rows = rowsOf({ ...RESOLUTION, period: "day", countBy: "endedAt" }, verdicts);
    expect(rows.map((row) => only(row, "period", "from", "to", "clocks"))).toEqual([[null, null, null, 2]]);
  });

  it("are half-open, 23 hours long where the clocks skip one", () => {
    const layout = { ...RESOLUTION, period: "day", timeZone: "Europe/Warsaw", countBy: "startedAt" } as const;
    const midnight = (Date.UTC(2026, 2, 28, 23) - hour(0)) / HOUR;
    const report = startReport(layout, luxonZones());
    for (const at of [midnight, midnight + 22.9, midnight + 23])
      addToReport(report, told(`T-${at}`, 2_000, opened(hour(at))));
    const rows = reportRows(report);
    expect(rows.map(({ period, clocks }) => [period, clocks])).toEqual([
      ["2026-03-29", 2],
      ["2026-03-30", 1],
    ]);
    expect(Number(rows[0].to) - Number(rows[0].from)).toBe(23 * HOUR);
  });

  it("compare with the one before, of the same group", () => {
    const verdicts = [
      told("T-1", 100, ...solved(0, 1, 2)),
      told("T-2", 100, ...solved(0, 1, 12)),
      told("T-3", 100, ...solved(24, 1, 2)),
      told("T-4", 100, ...solved(72, 1, 2)),
    ];
    const rows = rowsOf({ ...RESOLUTION, period: "day" }, verdicts);
    expect(
      rows.map((row) => only(row, "period", "compliance", "previousCompliance", "complianceChange")),
    ).toEqual([
      ["2026-03-02", 0.5, null, null],
      ["2026-03-03", 1, 0.5, 0.5],
      ["2026-03-05", 1, null, null], // nothing was due on the 4th
    ]);
  });

  it("are restated where a later asOf knows better of one that was over", () => {
    const layout = { ...RESOLUTION, period: "day", countBy: "startedAt" } as const;
    const first = [opened(hour(0)), status(hour(1), "pending"), status(hour(30), "open")];
    const then = reportOf(layout, [told("T-1", 31, ...first), told("T-2", 31, opened(hour(24)))]);
    const now = reportOf(layout, [told("T-1", 60, ...first), told("T-2", 60, ...solved(24, 1, 2))]);
    const cells = ["period", "missed", "restated", "missedBefore", "complianceBefore", "asOfBefore", "asOf"];
    expect(reportRows(now, { earlier: then }).map((row) => only(row, ...cells))).toEqual([
      ["2026-03-02", 1, true, 0, null, hour(31), hour(60)],
      ["2026-03-03", 0, false, null, null, null, hour(60)], // was not over at the time
    ]);
    expect(() => reportRows(then, { earlier: now })).toThrow("later instant");
    expect(() => reportRows(now, { earlier: startReport() })).toThrow("layout");
  });

  it("show what an earlier report had and this one has not", () => {
    const layout = { ...RESOLUTION, period: "day", groupBy: ["agent"] } as const;
    const then = reportOf(layout, [told("T-1", 60, opened(hour(0)), assigned(1, "ann"))]);
    const now = reportOf(layout, [told("T-1", 61, opened(hour(0)), assigned(1, "bob"))]); // ann's was a mistake
    const rows = reportRows(now, { earlier: then });
    expect(rows.map((row) => only(row, "agent", "missed", "restated", "missedBefore"))).toEqual([
      ["ann", 0, true, 1],
      ["bob", 1, true, 0],
    ]);
  });
});

describe("groups and filters", () => {
  const handedOver = [
    opened(hour(0), { group: "front" }),
    assigned(1, "ann"),
    assigned(9.5, "bob"),
    assigned(10.5, "cid"),
    status(hour(12), "solved"),
  ];

  it("read fields as at asOf, or as at each clock's end", () => {
    const raised = told(
      "T-1",
      20,
      opened(hour(0), { priority: "low" }),
      status(hour(2), "solved"),
      changes(hour(3), { priority: "high" }),
    );
    const by = (layout: ReportLayout) =>
      rowsOf({ ...RESOLUTION, ...layout }, [raised]).map(({ priority }) => priority);
    expect(by({ groupBy: ["priority"] })).toEqual(["high"]);
    expect(by({ groupBy: ["priority"], fieldsAt: "end" })).toEqual(["low"]);
    expect(by({ kind: "log", columns: [{ of: "priority" }], fieldsAt: "end" })).toEqual(["low"]);
    expect(
      by({ groupBy: ["priority"], fieldsAt: "end", filters: [{ of: { field: "priority" }, in: ["high"] }] }),
    ).toEqual([]);
  });

  it("give a clock to whoever blame says", () => {
    const agent = (blame: "breach" | "end" | "longest") =>
      rowsOf({ ...RESOLUTION, blame, groupBy: ["agent", "department"] }, [told("T-1", 20, ...handedOver)])[0];
    expect(only(agent("breach"), "agent", "department")).toEqual(["bob", "front"]); // held it at 10 h
    expect(agent("end").agent).toBe("cid");
    expect(agent("longest").agent).toBe("ann");
  });

  it("keep what is listed, or is not, in the time asked for", () => {
    const verdicts = [
      told("T-1", 50, ...solved(0, 1, 2, { plan: "gold" })),
      told("T-2", 50, ...solved(24, 1, 2)),
    ];
    const clocks = (layout: ReportLayout) => rowsOf(layout, verdicts)[0]?.clocks ?? 0;
    expect(clocks({ filters: [{ of: { field: "plan" }, in: ["gold"] }] })).toBe(2);
    expect(
      clocks({
        filters: [
          { of: "policy", notIn: ["gold"] },
          { of: "metric", in: ["resolution"] },
        ],
      }),
    ).toBe(1);
    expect(clocks({ from: hour(34), countBy: "dueAt" })).toBe(1);
    expect(clocks({ from: hour(0), to: hour(24), countBy: "startedAt" })).toBe(2);
    expect(clocks({ filters: [{ of: "level", in: ["none"] }] })).toBe(0);
  });

  it("take hours and weekdays of the zone, and any field that the verdict carries", () => {
    const layout = {
      ...RESOLUTION,
      timeZone: "+05:30",
      groupBy: ["weekday", "hour", { field: "plan" }, "priority"],
      countBy: "startedAt",
    } as const;
    const [row] = rowsOf(layout, [told("T-1", 50, ...solved(10, 1, 2, { plan: "gold", priority: "high" }))]);
    expect(only(row, "weekday", "hour", "field.plan", "priority")).toEqual(["tue", 0, "gold", "high"]);
  });

  it("come in order, null last either way", () => {
    const verdicts = ["b", null, "a", "c"].map((plan, i) =>
      told(`T-${i}`, 50, ...solved(0, 1, plan === "a" ? 11 : 2, { plan })),
    );
    const plans = (order: ReportLayout["order"]) =>
      rowsOf({ ...RESOLUTION, groupBy: [{ field: "plan" }], ...(order && { order }) }, verdicts).map(
        (row) => row["field.plan"],
      );
    expect(plans(undefined)).toEqual(["a", "b", "c", null]);
    expect(plans([{ by: "field.plan", descending: true }])).toEqual(["c", "b", "a", null]);
    expect(plans([{ by: "compliance", descending: true }, { by: "field.plan" }])).toEqual([
      "b",
      "c",
      null,
      "a",
    ]);
  });

  it("may have any name, also of a built-in member", () => {
    const names = ["__proto__", "constructor", 'a "quoted", name', "line\r\nbreak", "\u202egnirts", "\u0000"];
    const verdicts = names.map((plan, i) => told(`T-${i}`, 50, ...solved(0, 1, 2, { plan })));
    const rows = rowsOf({ ...RESOLUTION, groupBy: [{ field: "plan" }, { field: "__proto__" }] }, verdicts);
    expect(rows.map((row) => row["field.plan"]).sort()).toEqual([...names].sort());
    expect(rows.every(({ clocks }) => clocks === 1)).toBe(true);
    const column = rowsOf({ ...RESOLUTION, columns: [{ of: "clocks", title: "__proto__" }] }, verdicts)[0];
    expect(Object.entries(column)).toEqual([["__proto__", names.length]]);
  });
});

describe("volumes, reopenings, ratings, workload", () => {
  it("count reopened clocks among those ever fulfilled", () => {
    const verdicts = [
      told("T-1", 50, ...solved(0, 1, 2)),
      told("T-2", 50, ...solved(0, 1, 2), status(hour(3), "open")),
      told("T-3", 50, ...solved(0, 1, 2), status(hour(3), "open"), status(hour(4), "solved")),
      told("T-4", 50, opened(hour(0))),
    ];
    const [row] = rowsOf(RESOLUTION, verdicts);
    expect(only(row, "reopened", "reopenRate")).toEqual([2, 2 / 3]);
    expect(rowsOf(RESOLUTION, verdicts.slice(3))[0].reopenRate).toBeNull();
  });

  it("average ratings once for each ticket, and share the good ones", () => {
    const verdicts = [5, 3.3, null, "n/a"].map((csat, i) => told(`T-${i}`, 50, ...solved(0, 1, 2, { csat })));
    const [row] = rowsOf({ satisfaction: { field: "csat", good: 4 } }, verdicts);
    expect(only(row, "tickets", "rated", "satisfaction", "satisfied")).toEqual([4, 3, 4.15, 1 / 3]);
    expect(
      only(rowsOf({ satisfaction: { field: "csat", good: ["n/a"] } }, verdicts)[0], "satisfied"),
    ).toEqual([1 / 3]);
    expect(
      only(
        rowsOf({ satisfaction: { field: "csat", good: 4 } }, [verdicts[2]])[0],
        "satisfaction",
        "satisfied",
      ),
    ).toEqual([null, null]);
  });

  it("show who has how many open clocks now, as a layout", () => {
    const verdicts = [
      told("T-1", 20, opened(hour(11)), reply(hour(11), { assignee: "ann" })), // due in an hour: at risk
      told("T-2", 20, opened(hour(18)), reply(hour(18), { assignee: "ann" }), status(hour(19), "pending")),
      told("T-3", 20, opened(hour(0), { assignee: "ann" }), reply(hour(1)), assigned(15, "bob")), // late; now bob's
      told("T-4", 20, ...solved(0, 1, 2)),
    ];
    expect(rowsOf(WORKLOAD, verdicts)).toEqual([
      { agent: "ann", open: 2, paused: 1, atRisk: 1, late: 0, nextDueAt: hour(21) },
      { agent: "bob", open: 1, paused: 0, atRisk: 0, late: 1, nextDueAt: null },
    ]);
  });
});

describe("LiveAgent's layouts", () => {
  const verdicts = [
    told("T-1", 50, ...solved(0, 1, 2, { requester: "=HYPERLINK(1)", group: "front", assignee: "ann" })),
    told("T-2", 50, ...solved(0, 5, 12, { requester: "Eve", plan: "gold" })),
  ];

  it("have nine columns of figures by day", () => {
    expect(toCsv(rowsOf(LIVE_AGENT_COMPLIANCE, verdicts)).split("\r\n")).toEqual([
      "Date,Fulfilled,Average time fulfilled,Maximum time fulfilled,Minimum time fulfilled,Missed,Average time missed,Maximum time missed,Minimum time missed",
      "2026-03-02,2,01:30:00,02:00:00,01:00:00,2,08:30:00,12:00:00,05:00:00",
      "",
    ]);
  });

  it("have nine columns of a log, a row for each clock", () => {
    expect(toCsv(rowsOf(LIVE_AGENT_LOG, verdicts)).split("\r\n").slice(0, 4)).toEqual([
      "Requester,Ticket,Department,Agent,Level,SLA start,Due,Closed,Remaining or overdue",
      "'=HYPERLINK(1),T-1,front,ann,all,2026-03-02 09:00:00,2026-03-02 13:00:00,2026-03-02 10:00:00,03:00:00",
      "'=HYPERLINK(1),T-1,front,ann,all,2026-03-02 09:00:00,2026-03-02 19:00:00,2026-03-02 11:00:00,08:00:00",
      "Eve,T-2,,,gold,2026-03-02 09:00:00,2026-03-02 10:00:00,2026-03-02 14:00:00,04:00:00 overdue",
    ]);
  });

  it("keep the first rows of a log by its order, and count the others", () => {
    const report = reportOf({ kind: "log", limit: 2, order: [{ by: "remainingMs" }] }, verdicts);
    expect(reportRows(report).map((row) => only(row, "ticket", "metric"))).toEqual([
      ["T-2", "resolution"],
      ["T-2", "firstResponse"],
    ]);
    expect(report.clocks).toBe(4);
  });
});

describe("figures say what they are of", () => {
  it("name basis, asOf, definition and semantics", () => {
    const verdict = told("T-1", 50, ...solved(0, 1, 2));
    const [row] = rowsOf({}, [verdict]);
    expect(only(row, "basis", "countBy", "count", "asOf", "definition", "semantics")).toEqual([
      "aroundTheClock",
      "dueAt",
      "clocks",
      hour(50),
      verdict.definition,
      String(verdict.engine.semantics),
    ]);
    expect(rowsOf({ basis: "wall" }, [verdict])[0].basis).toBe("wall");
    const mixed = {
      ...verdict,
      clocks: verdict.clocks.map((clock, i) => (i === 0 ? { ...clock, basis: "business" as const } : clock)),
    };
    expect(rowsOf({}, [mixed])[0].basis).toBe("mixed");
  });

  it("are null, never NaN, where there is nothing to divide by, and there is no row of nothing", () => {
    const [row] = rowsOf({ period: "day" }, [told("T-1", 1, opened(hour(0)))]);
    for (const [name, cell] of Object.entries(row)) expect(Number.isNaN(cell), name).toBe(false);
    expect(only(row, "compliance", "metAverageMs", "p50Ms", "reopenRate", "satisfaction", "basis")).toEqual(
      Array(6).fill(null),
    );
    expect(reportRows(startReport({ period: "day" }))).toEqual([]);
    expect(toCsv([])).toBe("");
  });
});

describe("what a report refuses", () => {
  const verdict = told("T-1", 50, ...solved(0, 1, 2));
  const code = (what: () => unknown) => {
    try {
      what();
    } catch (error) {
      if (error instanceof SlaError) return error.issues.map((issue) => issue.code);
    }
    return [];
  };

  it("verdicts of another asOf, in one report and in two", () => {
    const report = reportOf({}, [verdict]);
    const before = JSON.stringify(report);
    expect(code(() => addToReport(report, told("T-2", 51, opened(hour(0)))))).toEqual(["report.mixed_as_of"]);
    expect(JSON.stringify(report)).toBe(before);
    expect(code(() => mergeReports(report, reportOf({}, [told("T-2", 51, opened(hour(0)))])))).toEqual([
      "report.mixed_as_of",
    ]);
  });

  it("reports of other layouts or zones", () => {
    expect(code(() => mergeReports(startReport(), startReport({ period: "day" })))).toEqual([
      "report.other_layout",
    ]);
    expect(code(() => mergeReports(startReport(), startReport({ timeZone: "+01:00" })))).toEqual([
      "report.other_layout",
    ]);
  });

  it("fields that no verdict carries, before it counts anything", () => {
    for (const layout of [
      { groupBy: [{ field: "nope" }] },
      { satisfaction: { field: "nope", good: 4 } },
      { kind: "log", columns: [{ of: "field.nope" }] },
    ] as const) {
      const report = startReport(layout);
      const before = JSON.stringify(report);
      expect(code(() => addToReport(report, verdict))).toEqual(["report.missing_field"]);
      expect(JSON.stringify(report)).toBe(before);
    }
  });

  it("more groups than it may have", () => {
    const layout = { groupBy: ["metric"], maxGroups: 1 } as const;
    expect(code(() => addToReport(startReport(layout), verdict))).toEqual(["report.too_many_groups"]);
  });

  it("a layout that makes no sense, with all that is wrong", () => {
    const layout = {
      period: "fortnight", countBy: "now", timeZone: "Mars/Base", limit: 0, from: 0.5,
    }; // biome-ignore format: short
    expect(code(() => startReport(layout as unknown as ReportLayout, luxonZones()))).toEqual(
      [...Array(4).fill("report.bad_layout"), "report.bad_layout", "report.unknown_time_zone"].slice(1),
    );
    const names = {
      groupBy: ["agent", "agent", "moon"],
      filters: [{ of: "metric" }],
      order: [{ by: "x" }],
      columns: [{ of: "met" }, { of: "met" }, { of: "y" }],
    };
    expect(code(() => startReport(names as unknown as ReportLayout))).toEqual(
      Array(6).fill("report.bad_layout"),
    );
    expect(() => startReport(names as unknown as ReportLayout)).toThrow(
      /at `groupBy.2`: `moon` is nothing to group or filter by; there are `metric`, .*, `hour` and `\{ field: … \}`/,
    );
    expect(() => startReport(names as unknown as ReportLayout)).toThrow(
      /at `order.0.by`: rows have no `x`; they have `period`, .*, `semantics`, `agent`, `moon`/,
    );
    const log = { kind: "log", order: [{ by: "met" }] } as unknown as ReportLayout;
    expect(() => startReport(log)).toThrow(
      /rows have no `met`; they have `ticket`, .*, `hour` and `field.…`/,
    );
    const shapes = { filters: [null], order: ["met"], columns: [1] };
    expect(code(() => startReport(shapes as unknown as ReportLayout))).toEqual(
      Array(3).fill("report.bad_layout"),
    );
    const rating = { satisfaction: { good: "5" } };
    expect(code(() => startReport(rating as unknown as ReportLayout))).toEqual(
      Array(2).fill("report.bad_layout"),
    );
    expect(code(() => startReport({ timeZone: "Europe/Warsaw" }))).toEqual(["report.unknown_time_zone"]);
    expect(code(() => startReport({ groupBy: 1 } as unknown as ReportLayout))).toEqual(["report.bad_layout"]);
  });
});
