import type { CalendarDefinition, HolidayLists, Window } from "../../index.ts";

const BERLIN_DAY: readonly Window[] = [
  ["09:00", "12:30"],
  ["13:30", "18:00"],
];
const NEW_YORK_DAY: readonly Window[] = [["08:30", "18:00"]];

/** When the two desks of the sample work; both close for lunch. */
export const CALENDARS: Readonly<Record<"berlin" | "new-york", CalendarDefinition>> = {
  berlin: {
    timeZone: "Europe/Berlin",
    weeklyHours: {
      mon: BERLIN_DAY,
      tue: BERLIN_DAY,
      wed: BERLIN_DAY,
      thu: BERLIN_DAY,
      fri: [
        ["09:00", "12:30"],
        ["13:30", "17:00"],
      ],
    },
    holidayLists: ["germany"],
  },
  "new-york": {
    timeZone: "America/New_York",
    weeklyHours: {
      mon: NEW_YORK_DAY,
      tue: NEW_YORK_DAY,
      wed: NEW_YORK_DAY,
      thu: NEW_YORK_DAY,
      fri: NEW_YORK_DAY,
    },
    closures: [{ date: "daily", from: "12:00", to: "13:00" }],
    holidayLists: ["usa"],
  },
};

/** The holidays that their calendars share by name. */
export const HOLIDAYS: HolidayLists = {
  germany: [
    "01-01",
    { from: "2026-04-03", to: "2026-04-06", name: "Easter" },
    "05-01",
    { from: "2026-05-14", to: "2026-05-14", name: "Ascension Day" },
    { from: "2026-05-25", to: "2026-05-25", name: "Whit Monday" },
    "10-03",
    "12-25",
    "12-26",
  ],
  usa: [
    "01-01",
    { from: "2026-05-25", to: "2026-05-25", name: "Memorial Day" },
    "07-04",
    { from: "2026-11-26", to: "2026-11-26", name: "Thanksgiving" },
    "12-25",
  ],
};
