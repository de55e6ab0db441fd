import { compileSla, type Definition, type TicketHistory } from "dueclock";
import { describe as describeSla, ENGLISH, explain, type SentenceTable, sentences } from "dueclock/explain";
import { describe, expect, it } from "vitest";
import { happens, hour, opened, reply, status, ticket } from "../unit/engine/desk.ts";

const HOSTILE = `x”.\r\nThe promise was kept.\u202e\u2066\u0000\u0007\u200b\u2028\ud800 «“" <b>`;
const TAMED = "“x'. The promise was kept. ''' <b>”";

/** Words of a host's wherever a definition may have any. */
function named(name: string): Definition<string> {
  const office = [["09:00", "17:00"]] as const;
  return {
    calendars: {
      [name]: {
        timeZone: "UTC",
        weeklyHours: { mon: office, tue: office },
        holidays: [{ from: "2026-03-03", to: "2026-03-03", name }, "12-25"],
        specialHours: { "2026-03-04": [["10:00", "11:00"]], "2026-03-05": [] },
        closures: [
          { date: "daily", from: "12:00", to: "12:30" },
          { date: "2026-03-06", from: "10:00", to: "11:00" },
        ],
        versions: [{ from: "2027-01-01", always: true }],
      },
      all: { union: [name, "night"] },
      some: { intersection: [name, "night"] },
      rest: { difference: [name, "night"] },
      night: { timeZone: "UTC", weeklyHours: { fri: [["22:00", "06:00"]] } },
    },
    metrics: [
      {
        id: "own",
        start: [
          { on: "control", name },
          { on: "becomes", condition: { field: name, is: name } },
        ],
        stop: [
          { on: "ceases", condition: { field: name, is: name } },
          { on: "changed", field: name },
          { on: "policyApplied" },
        ],
        pause: { on: [{ on: "reply", if: { field: "plan", exists: false } }], until: [{ on: "request" }] },
        per: name,
        repeats: "always",
      },
    ],
    policySets: [
      {
        id: name,
        policies: [
          {
            id: name,
            name,
            description: name,
            kind: "ola",
            if: {
              all: [
                { not: { field: name, contains: name } },
                {
                  any: [
                    { fact: "replyCount", less: 3 },
                    { field: "tags", in: [name, "b"] },
                    { not: { all: [] } },
                  ],
                },
                { fact: "createdAt", during: name },
                { field: "plan", notIn: [name] },
                { fact: "createdAt", withinLast: "9d" },
              ],
            },
            calendar: { field: name, values: { [name]: name }, otherwise: name },
            targets: {
              own: {
                goals: [
                  { if: { field: "plan", glob: `${"a"}*` }, amount: "1d2h", atRisk: "30m" },
                  { amount: { field: name, otherwise: "1h" } },
                ],
              },
              resolution: {
                levels: {
                  [name]: {
                    byPriority: { [name]: "1h" },
                    otherwise: { businessDays: 1, at: "close", cutoff: "10:00" },
                    atRisk: "25%",
                  },
                },
              },
            },
            actions: [
              {
                ...{
                  id: "a",
                  kind: "escalation",
                  metric: "own",
                  fire: { at: "75%" },
                  notify: [name],
                  set: { priority: name },
                },
                ...{ if: { field: "plan", is: name }, quiet: true, repeat: { every: "1h", times: 1 } },
                steps: [{ after: "1h" }],
              },
              { id: "b", kind: "reminder", metric: "own", fire: { afterStart: "10m" } },
            ],
          },
          { id: "last", options: { matching: "atCreation" }, targets: { firstResponse: "4h" } },
        ],
      },
      {
        id: "ola",
        policies: [{ id: "by", targets: { ownership: "1h" } }],
        options: { selection: "assigned" },
      },
    ],
    versions: [
      {
        id: name,
        from: hour(50),
        policySets: [{ id: "ola", policies: [{ id: "by2", targets: { ownership: 5 } }] }],
      },
    ],
  } as unknown as Definition<string>;
}

describe("a description", () => {
  it("says which policy ends the search, where the last that fits applies, and says it nowhere else", () => {
    const promises = (selection: "firstMatch" | "lastMatch") =>
      sentences(
        describeSla(
          compileSla({
            options: { selection },
            policies: [
              { id: "VIP", if: { field: "plan", is: "gold" }, targets: { resolution: "4h" }, stop: true },
              { id: "Standard", targets: { resolution: "8h" } },
            ],
          }),
        ),
      ).filter((text) => /^“.*” applies to /.test(text));
    expect(promises("lastMatch")).toEqual([
      "“VIP” applies to a ticket if the plan is “gold”. Where it does, those after it are not asked.",
      "“Standard” applies to every ticket.",
    ]);
    expect(promises("firstMatch").join()).not.toContain("not asked");
  });

  it("has a sentence of one line for everything that a definition may say, and a pause once", () => {
    const told = describeSla(compileSla<string>(named("Acme")));
    expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
    const codes = new Set(told.statements.map(({ code }) => code));
    const known = Object.keys(ENGLISH).filter((code) =>
      /^(version|set|target|metric|action|calendar)\.|^policy\.promises/.test(code),
    );
    expect(known.filter((code) => !codes.has(code as never))).toEqual([]);
    const text = sentences(told);
    expect(
      text.filter((one) => !/^[A-Z“0-9].*[.:]$/.test(one) || /undefined|NaN|\[object|“”/.test(one)),
    ).toEqual([]);
    expect(new Set(text.filter((one) => one.includes("stands still"))).size).toBe(
      text.filter((one) => one.includes("stands still")).length,
    );
  });
});

describe("names in sentences", () => {
  const sla = compileSla<string>(named(HOSTILE));
  const history = ticket(
    opened(
      hour(0),
      {
        [HOSTILE]: HOSTILE,
        plan: HOSTILE,
        assignee: HOSTILE,
        group: HOSTILE,
        priority: HOSTILE,
        status: HOSTILE,
      },
      { actor: HOSTILE },
    ),
    reply(hour(1), { priority: HOSTILE }, { author: HOSTILE }),
    status(hour(2), HOSTILE),
    happens(HOSTILE, hour(3), { name: HOSTILE, set: { priority: HOSTILE } }),
    happens("exempted", hour(4), { metric: "firstResponse", reason: HOSTILE }),
    happens("control", hour(5), { name: HOSTILE }),
  );

  it("end no quotation, break no line and turn no text, whoever chose them", () => {
    const texts = [...sentences(describeSla(sla)), ...sentences(explain(sla, history, { asOf: hour(100) }))];
    expect(texts.join("")).toContain(TAMED);
    for (const text of texts) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      const outside = text.replace(/“[^“”]*”/gu, "");
      expect([text, /[“”"]/.test(outside), outside.includes("The promise was kept. '")]).toEqual([
        text,
        false,
        false,
      ]);
    }
  });

  it("are cut where they are long, though they have a million characters", () => {
    const long = "a\n".repeat(500_000);
    const events = [
      { id: "e1", at: hour(0), type: "created", set: { assignee: long, plan: long, [HOSTILE]: [long] } },
    ];
    const texts = sentences(
      explain(sla, { ticket: long, events } as unknown as TicketHistory, { asOf: hour(9) }),
    );
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(2_000);
    expect(texts.join("")).toContain("…”");
  });
});

describe("a table of another language", () => {
  const GERMAN: SentenceTable = {
    ...ENGLISH,
    duration: (ms) => `${ms / 3_600_000} Std.`,
    name: (text) => `„${text}“`,
    moment: ({ date, time }) => `${date}, ${time} Uhr`,
    "clock.promised": ({ policy, targetMs }, say) =>
      `${say.name(policy)} sagte ${say.duration(targetMs ?? 0)} zu.`,
    "clock.met": () => "Die Zusage wurde eingehalten.",
  };

  it("is used for whole sentences, and within those that are left in English", () => {
    const sla = compileSla({ policies: [{ id: "alle", targets: { firstResponse: "4h" } }] });
    const told = explain(sla, ticket(opened(hour(0)), reply(hour(1))), { asOf: hour(2) });
    const text = sentences(told, GERMAN);
    expect(text).toContain("„alle“ sagte 4 Std. zu.");
    expect(text).toContain("Die Zusage wurde eingehalten.");
    expect(text).toContain("It was fulfilled on 2026-03-02, 10:00 Uhr, when an agent wrote.");
    expect(text.join("")).not.toMatch(/hours|“alle”/);
  });
});
