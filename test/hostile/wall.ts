/* Dates and times on the wall as the platform has them: apart from the zone tables of the code under test. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, made);
  return made;
}

/** The date (`YYYY-MM-DD`), the time (`HH:MM:SS`) and the weekday (0 for Sunday) in a zone. */
export function wall(
  timeZone: string,
  at: number,
): { readonly date: string; readonly time: string; readonly weekday: number } {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year.padStart(4, "0")}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
    weekday: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.weekday),
  };
}

/** Zones whose clocks change at midnight, or over it, with an instant shortly before such a change. */
export const MIDNIGHTS: readonly { readonly zone: string; readonly what: string; readonly before: number }[] =
  [
    { zone: "Africa/Cairo", what: "no midnight", before: Date.UTC(2026, 3, 23, 12) },
    { zone: "Africa/Cairo", what: "23:00 twice", before: Date.UTC(2026, 9, 29, 12) },
    { zone: "Asia/Beirut", what: "no midnight", before: Date.UTC(2026, 2, 28, 12) },
    { zone: "Asia/Beirut", what: "23:00 twice", before: Date.UTC(2026, 9, 24, 12) },
    { zone: "America/Havana", what: "no midnight", before: Date.UTC(2026, 2, 7, 12) },
    { zone: "America/Havana", what: "midnight twice", before: Date.UTC(2026, 9, 31, 12) },
    { zone: "Atlantic/Azores", what: "midnight twice", before: Date.UTC(2026, 9, 24, 12) },
    { zone: "America/Santiago", what: "no midnight", before: Date.UTC(2026, 8, 5, 12) },
    { zone: "America/Santiago", what: "23:00 twice", before: Date.UTC(2026, 3, 4, 12) },
    { zone: "America/Sao_Paulo", what: "no midnight", before: Date.UTC(2018, 10, 3, 12) },
    { zone: "America/St_Johns", what: "Saturday again after a minute of Sunday", before: Date.UTC(2010, 10, 6, 12) },
    { zone: "America/St_Johns", what: "an hour missing from 00:01 on", before: Date.UTC(2010, 2, 13, 12) },
    { zone: "Pacific/Apia", what: "no 30 December", before: Date.UTC(2011, 11, 29, 12) },
    { zone: "Australia/Lord_Howe", what: "half an hour twice", before: Date.UTC(2026, 3, 4, 12) },
    { zone: "Asia/Kathmandu", what: "a quarter of an hour missing", before: Date.UTC(1985, 11, 31, 12) },
  ]; // biome-ignore format: one change a line
