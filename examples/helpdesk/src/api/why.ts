import { calendarOf, evaluateTicket, luxonZones } from "dueclock";
import { ENGLISH, explain, type SentenceTable, sentences } from "dueclock/explain";
import { ticketTimeline } from "dueclock/svg";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Desk } from "../desk/desk.ts";
import { explanationQuery, ticketParams, timelineQuery } from "./schemas.ts";
import { readTicket } from "./ticket.ts";

/** A picture opened by itself runs nothing, loads nothing and is of no origin; its own style is all that it may have. */
const PICTURE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

const HOUR = 3_600_000;
const toMinute = (time: string) => time.slice(0, 5);

/** Sentences for people: times to the minute, lengths to the minute or second. What they are made of has the milliseconds. */
const WORDS: SentenceTable = {
  ...ENGLISH,
  moment: (moment, say) => ENGLISH.moment({ ...moment, time: toMinute(moment.time) }, say),
  spans: (spans) => ENGLISH.spans(spans.map(({ from, to }) => ({ from: toMinute(from), to: toMinute(to) }))),
  duration(ms) {
    const length = Math.abs(ms);
    const unit = length >= HOUR ? 60_000 : length >= 1_000 ? 1_000 : 1;
    return ENGLISH.duration(Math.floor(length / unit) * unit);
  },
};

/** Why a ticket's verdict is as it is: in sentences, and as a picture. */
export function whyRoutes(plain: FastifyInstance, desk: Desk): void {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get(
    "/tickets/:ticket/explanation",
    {
      schema: {
        summary:
          "Why a ticket's verdict is as it is: sentences of the ticket and of each clock, and what they are made of",
        params: ticketParams,
        querystring: explanationQuery,
        response: { 200: z.looseObject({ ticket: z.string(), asOf: z.int(), said: z.array(said) }) },
      },
    },
    async ({ tenant, params, query }) => {
      const { edition, history, asOf } = await readTicket(desk, tenant, params.ticket, query.asOf);
      const told = explain(edition.sla, history, { asOf, maxDays: query.days });
      const { evaluation, policies, clocks, statements } = told;
      const about = (clock: string | null, metric: string | null) => ({
        clock,
        metric,
        sentences: sentences({ statements: statements.filter((one) => one.clock === clock) }, WORDS),
      });
      return {
        ticket: params.ticket,
        asOf,
        version: edition.version,
        said: [about(null, null), ...evaluation.clocks.map(({ id, metric }) => about(id, metric))],
        policies,
        clocks,
        statements,
      };
    },
  );
  app.get(
    "/tickets/:ticket/timeline.svg",
    {
      schema: {
        summary: "A ticket's story as a picture",
        produces: ["image/svg+xml"],
        params: ticketParams,
        querystring: timelineQuery,
        response: { 200: z.string().describe("An SVG, with a description for those who do not see it") },
      },
    },
    async ({ tenant, params, query }, reply) => {
      const { edition, history, asOf } = await readTicket(desk, tenant, params.ticket, query.asOf);
      const { width, scheme, timeZone } = query;
      const picture = ticketTimeline(history, evaluateTicket(edition.sla, history, { asOf }), {
        width,
        scheme,
        ...(timeZone === undefined ? {} : { timeZone, zones: luxonZones() }),
        calendars: (id) => calendarOf(edition.sla, id),
        definition: edition.body,
      });
      return reply
        .type("image/svg+xml; charset=utf-8")
        .header("content-security-policy", PICTURE_POLICY)
        .header("content-disposition", 'inline; filename="timeline.svg"')
        .send(picture);
    },
  );
}

const said = z.object({
  clock: z.string().nullable().describe("The reading that the sentences are about; null: the ticket"),
  metric: z.string().nullable(),
  sentences: z.array(z.string()),
});
