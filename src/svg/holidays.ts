import type { Calendar } from "../calendar/compile.ts";
import type { CalendarDefinition } from "../calendar/definition.ts";
import { DAY } from "../time/units.ts";
import { localDayAt, startOfDay } from "../time/zone.ts";
import type { Canvas } from "./bars.ts";
import { datesOf, type NamedDates } from "./dates.ts";
import { pixelsOf, xOf } from "./scale.ts";
import { draw, rectangles, SIZE, titled, write } from "./sheet.ts";
import { dayText, hostText, word } from "./words.ts";

/** A calendar with the definition that names its dates. */
export interface NamedCalendar {
  readonly calendar: Calendar | undefined;
  readonly definition: NamedDates | undefined;
  readonly id: string;
}

/** Days narrower than this are not marked. */
const MARKED_FROM = 3;

/** Marks the holidays that a calendar's definition lists with stripes over the whole plot, and names them above it. */
export function drawHolidays(
  { sheet, scale, words }: Canvas,
  { calendar, definition, id }: NamedCalendar,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): void {
  if (!calendar || !definition || pixelsOf(scale, DAY) < MARKED_FROM) return;
  const { calendars = {}, holidayLists } = definition;
  const own = Object.hasOwn(calendars, id) ? calendars[id] : undefined;
  const kindOf = datesOf(own as CalendarDefinition | undefined, holidayLists);
  const last = localDayAt(calendar.zone, scale.to);
  for (let day = localDayAt(calendar.zone, scale.from); day <= last; day++) {
    const kind = kindOf(day);
    if (kind.kind !== "holiday") continue;
    const [left, right] = [startOfDay(calendar.zone, day), startOfDay(calendar.zone, day + 1)].map((at) =>
      xOf(scale, at),
    );
    if (right - left < 0.5) continue;
    const name = kind.name === "" ? word(words, "holiday") : hostText(kind.name);
    const title = `${dayText(words, day)}: ${name}`;
    draw(sheet, "back", titled("path", { d: rectangles([[left, top, right, bottom]]), class: "day" }, title));
    write(sheet, {
      text: name,
      x: (left + right) / 2,
      y: top - 5,
      size: SIZE.small,
      tone: "muted",
      anchor: "middle",
      room: Math.max(right - left, 90),
      title,
    });
  }
}
