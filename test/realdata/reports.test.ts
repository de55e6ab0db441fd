import { describe, expect, it } from "vitest";
import { reportBoston, reportUci } from "../../src/cli/realdata/reports.ts";
import { DATA, folderWith, hasData, linesOf, SKIPPED } from "./data.ts";

describe.skipIf(!hasData)(`reports over the real tickets (${SKIPPED})`, () => {
  it("has of Boston's requests the city's own totals in every month", () => {
    expect(reportBoston(DATA)).toEqual({
      tickets: 65_842,
      met: 42_017, // closed and ONTIME
      missed: 13_370 + 7_918 + 108, // OVERDUE, closed and open; and those that the city has no verdict of
      pending: 2_429, // open and ONTIME
      groups: { equal: 62, of: 62 },
      verdicts: { equal: 65_842 - 108, of: 65_842 - 108 },
    });
  });

  it("has of the ServiceNow desk's incidents its own totals in every month, and all but 15 of its verdicts", () => {
    const { groups, verdicts, ...rest } = reportUci(DATA);
    expect(rest).toEqual({ tickets: 17_440, met: 11_067, missed: 6_373, pending: 0 });
    expect(groups).toEqual({ equal: 25, of: 25 });
    expect(verdicts).toEqual({ equal: 17_425, of: 17_440 });
  });

  it("has the totals of a part of the data too", () => {
    const lines = linesOf("uci-incidents.dev.jsonl.gz").slice(0, 500);
    const part = reportUci(folderWith({ "uci-incidents.jsonl.gz": `${lines.join("\n")}\n` }));
    expect(part.tickets).toBe(500);
    expect(part.groups.equal).toBe(part.groups.of);
    expect(part.met + part.missed).toBe(500);
  });
});
