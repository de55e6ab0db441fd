import { calendarOf, checkSla, compileSla, type Definition } from "dueclock";
import { describe, expect, it, vi } from "vitest";

const hours = [["09:00", "17:00"]] as const;
const tenant = (id: string, holiday: string, more: object = {}) =>
  ({
    calendars: { [id]: { timeZone: "Europe/Lisbon", weeklyHours: { mon: hours, fri: hours }, ...more } },
    holidayLists: { national: [holiday], unused: [`${id.length + 2030}-01-01`] },
    policies: [{ id: "p", calendar: id, targets: { resolution: "4h" } }],
  }) as unknown as Definition;
const calendar = (id: string, holiday: string, more?: object) =>
  calendarOf(compileSla(tenant(id, holiday, more)), id);

describe("calendars of many tenants", () => {
  it("are one table where they are equal, whatever they are called", () => {
    expect(calendar("desk", "2026-06-10")).toBe(calendar("office", "2026-12-25"));
    const listed = { holidayLists: ["national"] };
    expect(calendar("desk", "2026-06-10", listed)).toBe(calendar("office", "2026-06-10", listed));
  });

  it("are two where a list that they use differs, or the hours do", () => {
    const listed = { holidayLists: ["national"] };
    expect(calendar("desk", "2026-06-10", listed)).not.toBe(calendar("desk", "2026-12-25", listed));
    expect(calendar("desk", "2026-06-10", { weeklyHours: { mon: hours } })).not.toBe(
      calendar("desk", "2026-06-10"),
    );
  });

  it("are told the same issues of, each with paths of its own", () => {
    const draft = (id: string) =>
      checkSla(tenant(id, "2026-06-10", { weeklyHours: { mon: [...hours, ["16:00", "18:00"]] } }));
    const said = (id: string) =>
      draft(id).issues.map(({ code, path }) => [code, path.join(".").replace(id, "…")]);
    expect(said("office")).toEqual(said("desk"));
    expect(said("desk").length).toBeGreaterThan(0);
  });

  it("ask no Intl object of a zone that has been asked for before", () => {
    compileSla(tenant("first", "2026-06-10"));
    const parts = vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts");
    const made = vi.spyOn(Intl, "DateTimeFormat");
    for (let i = 0; i < 10; i++)
      compileSla(tenant(`desk${i}`, `2026-06-1${i}`, { holidays: [`2026-07-1${i}`] }));
    expect([parts.mock.calls.length, made.mock.calls.length]).toEqual([0, 0]);
    parts.mockRestore();
    made.mockRestore();
  });
});
