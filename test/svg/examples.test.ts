import { compileSla, evaluateTicket } from "dueclock";
import { breachHeatMap, calendarStrip, complianceChart, pictureText, ticketTimeline } from "dueclock/svg";
import { describe, expect, it } from "vitest";
import { calendarOf } from "../property/arbitraries.ts";
import { elementsOf } from "../property/svgPictures.ts";
import { type Draft, hour, opened, reply, ticket } from "../unit/engine/desk.ts";

const textsOf = (picture: string) =>
  elementsOf(picture)
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);

const sla = compileSla({
  policySets: [
    {
      id: "sla",
      policies: [
        {
          id: "gold",
          targets: { firstResponse: "2h", resolution: "72h" },
          actions: [
            {
              kind: "reminder",
              id: "soon",
              metric: "resolution",
              fire: { before: "1h" },
              notify: ["assignee"],
            },
          ],
        },
      ],
    },
    { id: "ola", policies: [{ id: "network", targets: { resolution: "4h" } }] },
  ],
});
const story = (asOf: number, ...drafts: readonly Draft[]) => {
  const history = ticket(opened(hour(0)), ...drafts);
  return ticketTimeline(history, evaluateTicket(sla, history, { asOf: hour(asOf) }), { width: 1_000 });
};

describe("a timeline", () => {
  it("says of which set and policy a row is where several have the metric", () => {
    expect(textsOf(story(1))).toEqual(expect.arrayContaining(["sla · gold", "ola · network"]));
  });

  it("names what lies beyond its end with its date", () => {
    const texts = textsOf(story(1));
    expect(texts).toEqual(expect.arrayContaining(["due Thu 5 Mar 09:00 →", "soon Thu 5 Mar 08:00 →"]));
    expect(texts).not.toContain("scheduled");
  });

  it("says how each clock stands", () => {
    const texts = textsOf(story(5, reply(hour(1.5))));
    expect(texts).toEqual(expect.arrayContaining(["met: 1 h 30 min of 2 h", "2 d 19 h left", "1 h late"]));
  });

  it("shows nothing that happened after `asOf`", () => {
    expect(story(1, reply(hour(2), { status: "solved" }))).toBe(story(1));
  });
});

describe("a compliance chart", () => {
  const start = Date.UTC(2026, 2, 2);
  const row = (day: number, met: number, missed: number) => ({
    ...{ period: `2026-03-0${day + 2}`, from: start + day * 86_400_000, to: start + (day + 1) * 86_400_000 },
    ...{ met, missed, pending: 0 },
  });

  it("writes each share once, and 100 % only where nothing was missed", () => {
    const texts = textsOf(complianceChart([row(0, 999, 1), row(1, 4, 0), row(2, 4, 1)], { width: 1_000 }));
    expect(texts.filter((text) => ["99 %", "80 %"].includes(text))).toEqual(["80 %", "99 %"]);
  });

  it("begins its axis at 50 %, or at 0 % where a share is below", () => {
    const low = (rows: Parameters<typeof complianceChart>[0]) =>
      textsOf(complianceChart(rows)).includes("0 %");
    expect([low([row(0, 5, 5)]), low([row(0, 4, 5)])]).toEqual([false, true]);
  });
});

describe("a calendar's year", () => {
  it("says in its key how long the days of a shade are", () => {
    const weeklyHours = {
      mon: [["09:00", "16:30"]],
      tue: [["09:00", "17:00"]],
      wed: [["09:00", "10:00"]],
    } as const;
    const texts = textsOf(calendarStrip(calendarOf({ timeZone: "UTC", weeklyHours }), { year: 2026 }));
    expect(texts).toEqual(expect.arrayContaining(["1 h", "7 h 30 min – 8 h"]));
  });
});

describe("a map of breaches", () => {
  it("counts by the wall clock, without exempted clocks", () => {
    const clock = (breachedAt: number | null, exempted: string | null = null) => ({
      metric: "m",
      breachedAt,
      exempted,
    });
    const clocks = [clock(hour(0)), clock(hour(0.9)), clock(hour(14)), clock(hour(1), "x"), clock(null)];
    const { description } = pictureText(breachHeatMap([{ clocks }], { timeZone: "+01:00" }));
    expect(description).toContain("3 by weekday and hour, +01:00. most on Mon at 10:00: 2.");
    expect(description).toContain("Mon 2, Tue 1,");
  });
});
