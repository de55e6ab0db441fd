import { readFile } from "node:fs/promises";
import {
  type Action,
  checkSla,
  type Definition,
  type Evaluation,
  evaluateTicket,
  type HistoryEvent,
  type Reading,
  type TicketHistory,
} from "dueclock";
import { describe, expect, it } from "vitest";
import { generateWeek, SAMPLE_SEED, toJsonLines } from "../../src/cli/demo/generate.ts";
import { SAMPLE_AS_OF } from "../../src/cli/demo/sampleDefinition.ts";

const folder = new URL("../../examples/helpdesk-week/", import.meta.url);
const definitionText = await readFile(new URL("definition.json", folder), "utf8");
const ticketsText = await readFile(new URL("tickets.jsonl", folder), "utf8");

const definition = JSON.parse(definitionText) as Definition<string>;
const tickets = ticketsText
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as TicketHistory);
const { issues, sla } = checkSla(definition);
if (!sla) throw new Error("the sample's definition does not compile");

const verdicts: Evaluation[] = tickets.map((ticket) => evaluateTicket(sla, ticket, { asOf: SAMPLE_AS_OF }));
const clocks: Reading[] = verdicts.flatMap((verdict) => verdict.clocks);
const actions: Action[] = verdicts.flatMap((verdict) => verdict.actions);
const METRICS = ["firstResponse", "nextResponse", "resolution"] as const;

const some = <T>(list: readonly T[], test: (item: T) => boolean) =>
  expect(list.filter(test).length).toBeGreaterThan(0);
const someTicket = (test: (events: readonly HistoryEvent[]) => boolean) =>
  some(tickets, ({ events }) => test(events));
const sets = (event: HistoryEvent, status: string) => event.set?.status === status;
const isFromRequester = (event: HistoryEvent) => event.type === "message" && event.by === "requester";
/** Whether `later` holds for an event after one for which `earlier` does. */
const inOrder =
  (earlier: (event: HistoryEvent) => boolean, later: (event: HistoryEvent) => boolean) =>
  (events: readonly HistoryEvent[]) =>
    events.some((event, i) => earlier(event) && events.slice(i + 1).some(later));

describe("the committed sample", () => {
  it("is what the generator makes", () => {
    const week = generateWeek(SAMPLE_SEED);
    expect(JSON.parse(JSON.stringify(week.definition))).toEqual(definition);
    expect(definitionText).toBe(`${JSON.stringify(week.definition, null, 2)}\n`);
    expect(ticketsText).toBe(toJsonLines(week.tickets));
  });

  it("differs with the seed", () => {
    expect(toJsonLines(generateWeek(1).tickets)).not.toBe(toJsonLines(generateWeek(2).tickets));
  });

  it("has a definition without errors or advice", () => {
    expect(issues).toEqual([]);
  });

  it("promises all built-in metrics, in two zones, with a holiday in that week and a lunch closure", () => {
    const zones = Object.values(definition.calendars ?? {}).map(({ timeZone }) => timeZone);
    expect(new Set(zones).size).toBe(2);
    expect(definition.policies?.filter((policy) => policy.if).length).toBe(3);
    expect(JSON.stringify(definition.holidayLists)).toContain("2026-05-14");
    expect(JSON.stringify(definition.calendars)).toContain('"closures"');
    for (const metric of METRICS) some(clocks, (clock) => clock.metric === metric);
  });

  it("has at least 200 tickets, all opened by then, with ids of their own", () => {
    expect(tickets.length).toBeGreaterThanOrEqual(200);
    expect(new Set(tickets.map(({ ticket }) => ticket)).size).toBe(tickets.length);
    expect(verdicts.every(({ category }) => category !== null)).toBe(true);
  });

  it("has no event after the export", () => {
    expect(Math.max(...tickets.flatMap(({ events }) => events.map(({ at }) => at)))).toBeLessThanOrEqual(
      SAMPLE_AS_OF,
    );
  });

  it.each(METRICS)("keeps 80 to 92 %% of its promises of %s", (metric) => {
    const judged = clocks.filter((clock) => clock.metric === metric && clock.met !== null);
    const share = judged.filter(({ met }) => met).length / judged.length;
    expect(share).toBeGreaterThanOrEqual(0.8);
    expect(share).toBeLessThanOrEqual(0.92);
  });
});

describe("what happens in the sample", () => {
  it("has tickets of every category and policy", () => {
    for (const category of ["new", "open", "pending", "onHold", "solved", "closed"])
      some(verdicts, (verdict) => verdict.category === category);
    for (const { id } of definition.policies ?? []) some(verdicts, ({ policy }) => policy?.id === id);
  });

  it("has pauses, reopenings, retargets and clocks around the clock", () => {
    some(clocks, ({ state }) => state === "paused");
    some(clocks, ({ pausedMs }) => pausedMs > 0);
    some(clocks, ({ stretches }) => stretches.some(({ kind }) => kind === "fulfilled"));
    some(clocks, ({ stretches }) => new Set(stretches.map(({ targetMs }) => targetMs)).size > 1);
    some(clocks, ({ basis }) => basis === "aroundTheClock");
    some(clocks, ({ instance }) => instance > 1);
  });

  it.each(METRICS)("has clocks of %s that were met, missed, and are late now", (metric) => {
    const own = clocks.filter((clock) => clock.metric === metric);
    some(own, ({ met }) => met === true);
    some(own, ({ met, endedAt }) => met === false && endedAt !== null);
    some(own, ({ met, endedAt }) => met === false && endedAt === null);
    some(own, ({ met, endedAt }) => met === null && endedAt === null);
  });

  it("has cancelled first and next responses, and clocks at risk", () => {
    for (const metric of ["firstResponse", "nextResponse"])
      some(clocks, (clock) => clock.metric === metric && clock.state === "cancelled");
    some(
      clocks,
      ({ endedAt, breachedAt, atRiskAt }) =>
        endedAt === null && breachedAt === null && atRiskAt !== null && atRiskAt <= SAMPLE_AS_OF,
    );
  });

  it("has actions of every status that there is without deliveries", () => {
    for (const status of ["scheduled", "due", "lapsed", "skipped"])
      some(actions, (action) => action.status === status);
    some(actions, ({ kind, status }) => kind === "reminder" && status === "due");
    some(actions, ({ kind, status }) => kind === "escalation" && status === "due");
  });

  it("closes solved tickets by the system, days later", () => {
    someTicket((events) => {
      const solved = events.find((event) => sets(event, "Solved"));
      const closed = events.find((event) => sets(event, "Closed") && event.actor === "system");
      return solved !== undefined && closed !== undefined && closed.at - solved.at >= 24 * 3_600_000;
    });
  });

  it("has thanks after solving, courtesy replies, and tickets reopened by the requester", () => {
    const isSolved = (event: HistoryEvent) => sets(event, "Solved");
    someTicket(inOrder(isSolved, (event) => isFromRequester(event) && event.set === undefined));
    someTicket(
      inOrder(
        isSolved,
        (event) => event.type === "message" && event.by === "agent" && event.set === undefined,
      ),
    );
    someTicket(inOrder(isSolved, (event) => isFromRequester(event) && sets(event, "Open")));
  });

  it("has tickets opened by agents, internal notes, suppliers, priority changes and handovers", () => {
    const someEvent = (test: (event: HistoryEvent) => boolean) => someTicket((events) => events.some(test));
    someEvent((event) => event.type === "created" && event.by === "agent");
    someEvent((event) => event.type === "message" && event.by === "agent" && event.visibility === "internal");
    someEvent((event) => event.type === "message" && event.by === "thirdParty");
    someEvent((event) => event.type !== "created" && event.set?.priority !== undefined);
    someTicket((events) => events.filter(({ set }) => set?.assignee !== undefined).length > 1);
  });

  it("has late and duplicated events, which the engine warns of", () => {
    someTicket((events) => events.some(({ at, recordedAt }) => recordedAt !== undefined && recordedAt > at));
    const codes = verdicts.flatMap(({ warnings }) => warnings.map(({ code }) => code));
    expect([...new Set(codes)].sort()).toEqual(["history.duplicate", "history.out_of_order"]);
  });

  it("has most tickets opened in the working day, some at night and at the weekend", () => {
    const hours = verdicts.map((verdict, i) => {
      const offset = verdict.fields.region === "americas" ? -4 : 2;
      return new Date(tickets[i].events[0].at + offset * 3_600_000);
    });
    const isNight = (date: Date) => date.getUTCHours() < 8 || date.getUTCHours() >= 18;
    const isWeekend = (date: Date) => date.getUTCDay() % 6 === 0;
    some(hours, isNight);
    some(hours, isWeekend);
    expect(hours.filter((date) => !isNight(date) && !isWeekend(date)).length).toBeGreaterThan(
      0.75 * hours.length,
    );
  });
});
