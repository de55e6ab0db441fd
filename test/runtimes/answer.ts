/*
 * The same questions for every runtime: it gets the library, the zone tables and the cases as data, and gives all
 * answers as one text.
 */
import type * as Core from "dueclock/core";

/** What is asked; plain JSON. */
export interface Questions {
  readonly zones: Readonly<Record<string, Core.ZoneTable>>;
  readonly tickets: readonly {
    readonly definition: number;
    readonly history: Core.TicketHistory;
    readonly asOf: number;
  }[];
  readonly definitions: readonly Core.Definition<string>[];
  readonly calendars: readonly Core.CalendarDefinition[];
}

const HOUR = 3_600_000;

/** One line an answer: verdicts in full and lean, then business time in and out of the calendars. */
export function answerAll(core: typeof Core, { zones, tickets, definitions, calendars }: Questions): string {
  const supplier: Core.ZoneSupplier = {
    label: "pinned",
    zone: (id) => (Object.hasOwn(zones, id) ? zones[id] : null),
  };
  const slas = definitions.map((definition) => core.compileSla(definition, { zones: supplier }));
  const lines = tickets.flatMap(({ definition, history, asOf }) => [
    JSON.stringify(core.evaluateTicket(slas[definition], history, { asOf })),
    JSON.stringify(core.evaluateTicket(slas[definition], history, { asOf, detail: "lean" })),
  ]);
  for (const definition of calendars) {
    const calendar = core.compileCalendar(definition, { zones: supplier });
    for (let i = 0; i < 40; i++) {
      const at = Date.UTC(2026, i % 12, 1 + ((i * 7) % 28), (i * 5) % 24, (i * 13) % 60);
      const until = at + i * 31 * HOUR;
      lines.push(
        [
          core.addBusinessTime(calendar, at, i * HOUR),
          core.subtractBusinessTime(calendar, at, i * HOUR),
          core.businessTimeBetween(calendar, at, until),
          core.addBusinessDays(calendar, at, i % 20),
          core.localDay(calendar, new Date(at).toISOString().slice(0, 10)).from,
        ].join(" "),
      );
    }
  }
  return lines.join("\n");
}
