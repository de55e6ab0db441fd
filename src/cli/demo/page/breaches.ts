import { type Explanation, explain, sentences } from "../../../explain.ts";
import { calendarOf, type Reading } from "../../../index.ts";
import { ticketTimeline } from "../../../svg.ts";
import { text as fieldText, number } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { amountWords, capital, metricWords, plural, targetWords } from "../words.ts";
import type { PageData, WorstBreach } from "./gather.ts";
import { el, type Html, host, hostText, text } from "./html.ts";
import { details, figure, list, listOr, paragraph, type Section } from "./parts.ts";
import { cutTo, groupsOf, type Sentence } from "./told.ts";

/** Days of a clock that are told one by one, and sentences of one ticket. */
const MAX_DAYS = 14;
const MAX_SENTENCES = 150;

/** The tickets that missed a promise by most: their pictures, and why. */
export function breachSection({ worst }: PageData, desk: Desk, asOf: number): Section {
  const { items } = worst;
  const rows = items.map((one) => ({ cells: [breachArticle(one, desk, asOf)] }));
  return {
    id: "worst",
    title: "The worst misses, and why",
    content: [
      listOr("No promise was missed.", rows, () =>
        paragraph(
          `The ${plural(items.length, "ticket")} that missed a promise by most, of ${number(worst.count())} that missed one; late by working hours, or by all hours where so promised.`,
        ),
      ),
      ...rows.flatMap(({ cells }) => cells),
    ],
  };
}

function breachArticle({ history, clock, lateMs }: WorstBreach, desk: Desk, asOf: number): Html {
  const { sla, definition } = desk;
  const told = explain(sla, history, { asOf, maxDays: MAX_DAYS });
  const { evaluation } = told;
  const reading = evaluation.clocks.find(({ id }) => id === clock) as Reading;
  const subject = hostText(fieldText(evaluation.fields.subject));
  const heading = [
    host(evaluation.ticket === "" ? "–" : evaluation.ticket),
    ...(subject === "" ? [] : [text(" · "), host(subject)]),
  ];
  const draw = (width: number) =>
    ticketTimeline(history, evaluation, {
      width,
      title: `Timeline of ${hostText(evaluation.ticket)}`,
      calendars: (id) => calendarOf(sla, id),
      definition,
    });
  return el(
    "article",
    {},
    el("h3", {}, ...heading),
    el("p", {}, ...lateWords(reading, lateMs, desk)),
    figure(draw),
    ...whyOf(told, clock),
  );
}

function lateWords({ metric, policy, targetMs, endedAt }: Reading, lateMs: number, desk: Desk): Html[] {
  const promised = targetMs === null ? "" : ` promised ${targetWords(targetMs)}`;
  return [
    host(capital(metricWords(metric))),
    text(": "),
    host(desk.policyName(policy)),
    text(`${promised}; `),
    el("span", { class: "bad" }, text(`${amountWords(lateMs)} late`)),
    text(endedAt === null ? ", and still open." : "."),
  ];
}

/** What was counted and who had the ticket; then everything, to open. */
function whyOf(told: Explanation, clock: string): Html[] {
  const all = sentences(told).map(
    (sentence, i): Sentence => ({
      sentence,
      code: told.statements[i].code,
      clock: told.statements[i].clock,
    }),
  );
  const short = all.filter(
    (one) => one.clock === clock && (one.code === "clock.total" || one.code.startsWith("breach.")),
  );
  const own = all.filter((one) => one.clock === null || one.clock === clock);
  const others = all.filter((one) => one.clock !== null && one.clock !== clock);
  return [
    ...short.map(({ sentence }) => paragraph(sentence)),
    details(`Why, step by step: ${plural(own.length, "sentence")}`, ...sentenceHtml(own)),
    ...(others.length === 0
      ? []
      : [
          details(`The ticket’s other clocks: ${plural(others.length, "sentence")}`, ...sentenceHtml(others)),
        ]),
  ];
}

function sentenceHtml(all: readonly Sentence[]): Html[] {
  const { kept, more } = cutTo(all, MAX_SENTENCES);
  const groups = groupsOf(kept, ({ code }) => code === "clock.is").flatMap(([first, ...rest]) =>
    first.code === "clock.is"
      ? [paragraph(first.sentence), listOfSentences(rest)]
      : [listOfSentences([first, ...rest])],
  );
  return [...groups, ...(more > 0 ? [paragraph(`And ${plural(more, "sentence")} more.`, "muted")] : [])];
}

function listOfSentences(all: readonly Sentence[]): Html {
  return list(all.map(({ sentence }) => text(sentence)));
}
