import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addBusinessTime, calendarOf, evaluateTicket, SlaError } from "dueclock";
import { fromChatwoot, fromFreshdesk, fromLiveAgent, fromLoopXm, fromZendesk } from "dueclock/import";
import { describe, expect, it } from "vitest";
import { ROOT } from "../house/sources.ts";
import { minute, opened, T0, ticket } from "../unit/engine/desk.ts";
import { left, sound } from "./sound.ts";

/** Recorded answers, seen from the project; they are not part of it (its SOURCES.md says whose they are). */
const DATA = "../shared/data/payloads/zendesk";
const hasData = existsSync(join(ROOT, DATA));
const recorded = (file: string) => readFileSync(join(ROOT, DATA, file), "utf8");

/** Rows of a table without quotes, by the names in its head. */
function rows(file: string): Readonly<Record<string, string>>[] {
  const [head, ...lines] = recorded(file).trim().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i], cell])));
}

describe.skipIf(!hasData)(`Zendesk's recorded policies (skipped where ${DATA} is absent)`, () => {
  it("become policies in the order of their positions", () => {
    const made = fromZendesk(JSON.parse(recorded("go-zendesk.sla_policies.json")));
    expect(left(made)).toEqual([]);
    expect(made.definition.policies?.map(({ id }) => id)).toEqual([
      "36000643450",
      "36000032063",
      "360000068060",
    ]);
    const verdict = evaluateTicket(
      sound(made),
      ticket(opened(T0, { type: "incident", priority: "urgent" })),
      { asOf: T0 },
    );
    expect(verdict.policy?.id).toBe("36000643450");
    expect(verdict.clocks.map(({ metric, dueAt }) => [metric, dueAt])).toEqual([
      ["requesterWait", minute(120)],
      ["firstResponse", minute(10)],
    ]);
    const low = evaluateTicket(sound(made), ticket(opened(T0, { type: "incident", priority: "low" })), {
      asOf: T0,
    });
    expect(low.clocks.map(({ metric, dueAt }) => [metric, dueAt])).toEqual([["requesterWait", minute(180)]]);
  });

  it("become targets, metric by metric and priority by priority", () => {
    const entries = rows("fivetran.sla_policy_metric_history_data.csv");
    // A history: what a policy was promised from each of its edits on
    const edits = new Map<string, typeof entries>();
    for (const row of entries) {
      const edit = `${row.sla_policy_id} of ${row.sla_policy_updated_at}`;
      edits.set(edit, [...(edits.get(edit) ?? []), row]);
    }
    const sla_policies = [...edits].map(([id, own]) => ({
      id,
      policy_metrics: own.map(({ metric, priority, target, business_hours }) => ({
        metric,
        priority,
        target: Number(target),
        business_hours: business_hours === "TRUE",
      })),
    }));
    const made = fromZendesk({ sla_policies, schedules: [schedule()] });
    // Zendesk has no such priority
    const strange = entries.filter(({ priority }) => priority === "medium");
    expect(left(made)).toEqual(
      strange.map(() => expect.stringMatching(/^import.unknown_priority sla_policies/)),
    );
    const amounts =
      made.definition.policies?.flatMap(({ targets }) => Object.values(targets).flatMap(amountsOf)) ?? [];
    expect(amounts.length).toBe(entries.length - strange.length);
    const verdict = evaluateTicket(sound(made), ticket(opened(T0, { priority: "urgent" })), { asOf: T0 });
    expect(verdict.policy?.id).toBe("1001 of 2020-01-01 00:00:00");
    expect(verdict.clocks.map(({ metric, dueAt }) => [metric, dueAt])).toEqual([
      ["firstResponse", Date.UTC(2026, 2, 2, 17)], // 08:00 in Los Angeles, and an hour
    ]);
  });

  it("have schedules that become calendars, closed on their holidays", () => {
    const made = fromZendesk({ schedules: [schedule()] });
    expect(left(made)).toEqual([]);
    const day = [["08:00", "20:00"]];
    expect(made.definition.calendars).toEqual({
      "360000310393": {
        timeZone: "America/Los_Angeles",
        weeklyHours: { mon: day, tue: day, wed: day, thu: day, fri: day },
        holidays: [{ from: "2022-12-26", to: "2022-12-27", name: "Test Holiday" }, "2022-12-29"],
      },
    });
    const calendar = calendarOf(sound(made), "360000310393");
    if (!calendar) throw new Error("no calendar");
    // Friday 23 December 2022 at 19:00 in Los Angeles: an hour that day, the next on Wednesday from 08:00
    const from = Date.parse("2022-12-23T19:00:00-08:00");
    expect(addBusinessTime(calendar, from, 2 * 3_600_000)).toBe(Date.parse("2022-12-28T09:00:00-08:00"));
  });
});

describe.skipIf(!hasData)(`every recorded answer (skipped where ${DATA} is absent)`, () => {
  const folder = join(ROOT, DATA, "..");
  const files = hasData
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"))
    : [];

  it.each(files)("gives a definition or one error: %s", (file) => {
    const payload: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const read of [fromChatwoot, fromZendesk, fromFreshdesk, fromLiveAgent, fromLoopXm]) {
      try {
        sound(read(payload));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(SlaError);
      }
    }
  });
});

/** The rows of one schedule put together as the API answers. */
function schedule() {
  const intervals = rows("fivetran.schedule_data.csv");
  return {
    id: Number(intervals[0].id),
    name: intervals[0].name,
    time_zone: intervals[0].time_zone,
    intervals: intervals.map(({ start_time, end_time }) => ({
      start_time: Number(start_time),
      end_time: Number(end_time),
    })),
    holidays: rows("fivetran.schedule_holiday_data.csv").map(({ id, name, start_date, end_date }) => ({
      id: Number(id),
      name,
      start_date,
      end_date,
    })),
  };
}

function amountsOf(target: unknown): unknown[] {
  const { byPriority, goals } = target as { byPriority?: object; goals?: unknown[] };
  return byPriority ? Object.values(byPriority) : (goals ?? []);
}
