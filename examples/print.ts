/** How the examples print: columns, local times, hours. */

const GAP = "  ";

/** Lines in columns; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

/** `Mon 2 Mar 10:00`, by the clocks of a zone; a dash for no instant. */
export function local(instant: number | null | undefined, timeZone: string): string {
  if (instant === null || instant === undefined) return "-";
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("hour")}:${part("minute")}`;
}

/** `1 h 30 min`; a dash for no length. */
export function length(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "-";
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const text = [hours > 0 ? `${hours} h` : "", rest > 0 || hours === 0 ? `${rest} min` : ""];
  return (ms < 0 ? "-" : "") + text.filter((one) => one !== "").join(" ");
}

/** How a reading stands. */
export function outcome({ state, met }: { readonly state: string; readonly met: boolean | null }): string {
  if (met === null) return state;
  return met ? "met" : state === "fulfilled" ? "missed" : `${state}, late`;
}
