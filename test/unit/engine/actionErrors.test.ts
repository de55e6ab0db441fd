import { compileSla, parseDefinition, SlaError, sentence } from "dueclock";
import { describe, expect, it } from "vitest";

const nine = [["09:00", "17:00"]] as const;
const desk = (actions: readonly unknown[], more = {}) => ({
  calendars: { office: { timeZone: "UTC", weeklyHours: { mon: nine } } },
  policies: [{ id: "p", targets: { resolution: { levels: { a: "1h", b: "2h" } } }, actions, ...more }],
});
const rule = (id: string, more: object) => ({
  kind: "reminder",
  id,
  metric: "resolution",
  fire: { after: 0 },
  ...more,
});

/** What is wrong with the rules, as people read it. */
function wrong(actions: readonly unknown[], more = {}): string[] {
  try {
    compileSla<string>(parseDefinition(desk(actions, more)));
    return [];
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    return error.issues.map((issue) => sentence(issue).replace("at `policies.0.actions.", "at `"));
  }
}

describe("a rule that makes no sense", () => {
  it("is told everything at once", () => {
    const all = [
      rule("a", { fire: { at: "75%" }, basis: "wall" }),
      rule("b", { fire: { at: "75" } }),
      rule("c", { fire: { afterStart: "soon" } }),
      rule("d", { steps: [{ after: "0m" }, { after: "x", set: { priority: "high" } }] }),
      rule("e", { repeat: { every: -1, times: 0 } }),
      rule("f", { quiet: true }),
      rule("g", { quiet: { calendar: "nowhere" } }),
      rule("h", { if: { field: "due", during: "nowhere" } }),
      rule("i", { level: "c" }),
      rule("j", { metric: "nothing" }),
      rule("a", { set: { priority: "high" } }),
      rule("k", { fire: { before: { businessDays: 0 } } }),
      rule("l", { metric: "firstResponse" }),
    ];
    expect(wrong(all)).toMatchInlineSnapshot(`
      [
        "at \`0.basis\`: a share of the target is used on the clock; with \`basis: "wall"\` write an offset",
        "at \`1.fire.at\`: \`75\` is no share of the target; write one such as \`75%\`",
        "at \`2.fire.afterStart\`: \`soon\` is no duration; write one such as \`30m\` or \`1h30m\`",
        "at \`3.steps.0.after\`: a step and a repetition come later than what they follow",
        "at \`3.steps.1.after\`: \`x\` is no duration; write one such as \`30m\` or \`1h30m\`",
        "at \`3.steps.1.set\`: a reminder only notifies; an action that changes the ticket is of kind \`escalation\`",
        "at \`4.repeat.every\`: \`-1\` is no duration; write one such as \`30m\` or \`1h30m\`",
        "at \`4.repeat.times\`: write a whole number from 1",
        "at \`5.quiet\`: there is no calendar of the target's whose hours it could wait for; name one: \`{ calendar: … }\`",
        "at \`6.quiet.calendar\`: no calendar has the id \`nowhere\`",
        "at \`7.if.during\`: no calendar has the id \`nowhere\`",
        "at \`9.metric\`: there is no metric \`nothing\`; there are \`firstResponse\`, \`nextResponse\`, \`resolution\`, \`periodicUpdate\`, \`pausableUpdate\`, \`requesterWait\`, \`agentWork\`, \`ownership\`, \`assignment\`, \`chatReply\`, and 1 more",
        "at \`10.set\`: a reminder only notifies; an action that changes the ticket is of kind \`escalation\`",
        "at \`11.fire.before.businessDays\`: write a whole number of days, from 1 to 10000",
        "at \`10.id\`: another action has the id \`a\`; ids are unique in the whole definition",
      ]
    `);
  });

  it("fires at most so often", () => {
    const steps = Array.from({ length: 100 }, () => ({ after: "1m" }));
    const all = [rule("a", { steps }), rule("b", { repeat: { every: "1m", times: 100 } })];
    expect(wrong(all)).toEqual([
      "at `0.steps`: an action fires 100 times at most, with all its steps and repetitions; this one would 101 times",
      "at `1.repeat.times`: an action fires 100 times at most, with all its steps and repetitions; this one would 101 times",
    ]);
  });

  it("of the wrong form is told where", () => {
    const forms = [
      rule("a", { until: "done" }),
      rule("b", { steps: [{}] }),
      rule("c", { repeat: { every: "1h" } }),
      rule("d", { fire: { before: "1h", after: "1h" } }),
      rule("e", { late: "never" }),
      rule("f", { quiet: "yes" }),
      rule("g", { basis: "business" }),
      rule("h", { fire: { afterStart: { businessDays: 1 } } }),
      rule("i", { steps: [{ after: "1h", if: { field: "x", exists: true } }] }),
      rule("j", { notify: null }),
    ];
    expect(wrong(forms)).toMatchInlineSnapshot(`
      [
        "at \`0.until\`: expected \`acknowledged\`",
        "at \`1.steps.0.after\`: expected a number or a text",
        "at \`2.repeat.times\`: expected a number",
        "at \`3.fire.after\`: there is no such member here",
        "at \`4.late\`: expected \`last\`, \`all\`, \`skip\`",
        "at \`5.quiet\`: expected true or false or an object",
        "at \`6.basis\`: expected \`clock\`, \`wall\`",
        "at \`7.fire.afterStart\`: expected a number or a text",
        "at \`8.steps.0.if\`: there is no such member here",
        "at \`9.notify\`: expected a list",
      ]
    `);
  });

  it("is none with quiet hours where only a goal has a calendar, or none at all is asked", () => {
    const goal = { targets: { resolution: { amount: "1h", calendar: "office" } } };
    expect(wrong([rule("a", { quiet: true })], goal)).toEqual([]);
    const levels = {
      targets: { resolution: { levels: { a: "1h", b: { goals: [{ amount: "1h", calendar: "office" }] } } } },
    };
    expect(wrong([rule("a", { quiet: true })], levels)).toEqual([]);
    expect(wrong([rule("a", { quiet: false })])).toEqual([]);
    expect(wrong([rule("a", { quiet: { calendar: "office" } })])).toEqual([]);
  });

  it("is none with the largest and smallest offsets there are", () => {
    const fine = [
      rule("a", { fire: { afterStart: Number.MAX_SAFE_INTEGER } }),
      rule("b", { fire: { before: "100000d" }, basis: "wall" }),
      rule("c", { fire: { at: "100000%" }, repeat: { every: "36500d", times: 99 } }),
      rule("d", {
        fire: { after: { businessDays: 10_000 } },
        quiet: { calendar: "office" },
        steps: [{ after: 1 }],
      }),
    ];
    expect(wrong(fine)).toEqual([]);
  });

  it("may ask of the event, which at its firing says nothing but the instant", () => {
    expect(
      wrong([
        rule("a", { if: { event: "by", is: "agent" } }),
        rule("b", { if: { event: "at", during: "office" } }),
      ]),
    ).toEqual([]);
  });
});
