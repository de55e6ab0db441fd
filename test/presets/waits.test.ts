import { compileSla } from "dueclock";
import { chatwoot, libreDesk, type Preset } from "dueclock/presets";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draft, message, minute, opened, readings, reply, T0, verdict } from "../unit/engine/desk.ts";

type Line = "request" | "reply" | "bot" | "note";

/** Waits of one conversation, as `[since, until]`; the last may have no end. */
type Waits = (number | null)[][];

/** The fields that Chatwoot keeps: since when a request waits, and whether a person has replied. */
function waitsOfChatwoot(lines: readonly { line: Line; at: number }[]): Waits {
  let waitingSince: number | null = T0;
  let hasReplied = false;
  const waits: Waits = [];
  for (const { line, at } of lines) {
    if (line === "request") waitingSince ??= at;
    if (line !== "reply" && line !== "bot") continue;
    if (waitingSince !== null && hasReplied) waits.push([waitingSince, at]);
    waitingSince = null;
    hasReplied ||= line === "reply";
  }
  if (waitingSince !== null && hasReplied) waits.push([waitingSince, null]);
  return waits;
}

/** The rows that LibreDesk keeps: one for a request, unless one is unanswered; a reply answers it. */
function waitsOfLibreDesk(lines: readonly { line: Line; at: number }[]): Waits {
  const waits: Waits = [];
  for (const { line, at } of lines) {
    const isWaiting = waits.at(-1)?.[1] === null;
    if (line === "request" && !isWaiting) waits.push([at, null]);
    if (line === "reply" && isWaiting) waits[waits.length - 1][1] = at;
  }
  return waits;
}

const WRITTEN: Readonly<Record<Line, (at: number) => Draft>> = {
  request: (at) => message("requester", at),
  reply: (at) => reply(at),
  bot: (at) => message("bot", at),
  note: (at) => reply(at, {}, { visibility: "internal" }),
};

const conversations = fc
  .array(
    fc.record({
      line: fc.constantFrom<Line>("request", "reply", "bot", "note"),
      wait: fc.integer({ min: 1, max: 99 }),
    }),
    {
      maxLength: 15,
    },
  )
  .map((lines) => {
    let passed = 0;
    return lines.map(({ line, wait }) => {
      passed += wait;
      return { line, at: minute(passed) };
    });
  });

/** Compares the next responses of any conversation with the waits of a model. */
function agree(
  preset: Preset<"firstResponse" | "nextResponse" | "resolution">,
  model: (lines: readonly { line: Line; at: number }[]) => Waits,
): void {
  const sla = compileSla({ ...preset, policies: [], measure: ["nextResponse"] });
  fc.assert(
    fc.property(conversations, (lines) => {
      const events = [opened(T0), ...lines.map(({ line, at }) => WRITTEN[line](at))];
      const clocks = readings(verdict(sla, minute(2_000), events), "nextResponse");
      expect(clocks.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual(model(lines));
    }),
    { seed: 20, numRuns: 500 },
  );
}

describe("the waits that are kept in fields and rows", () => {
  it("are the next responses of Chatwoot, for any conversation", () => {
    agree(chatwoot(), waitsOfChatwoot);
  });

  it("are the next responses of LibreDesk, for any conversation", () => {
    agree(libreDesk(), waitsOfLibreDesk);
  });
});
