import type { HistoryEvent } from "../../index.ts";
import { HOUR, happen, isSolved, isStatus, type Life, type Plan, reply, work } from "./life.ts";
import type { Random } from "./random.ts";
import { PEOPLE, SUBJECTS } from "./sampleNames.ts";

const MAX_ROUNDS = 4;

/** The events of one ticket, in order. */
export function liveTicket(plan: Plan, random: Random): HistoryEvent[] {
  const life: Life = {
    plan,
    random,
    agent: random.pick(PEOPLE[plan.desk]),
    events: [],
    answerHours: answerHours(plan),
    at: plan.openedAt,
  };
  open(life);
  if (life.random.chance(0.035)) return solvedUnanswered(life);
  if (!firstAnswer(life)) return life.events;
  if (plan.plan === "gold") life.answerHours *= 2;
  for (let round = 0; round < MAX_ROUNDS && !isSolved(life); round++) {
    if (!oneRound(life, round)) return life.events;
  }
  if (isSolved(life)) afterSolving(life);
  return life.events;
}

function open(life: Life): void {
  const { plan, random, agent } = life;
  const byAgent = plan.openedBy === "agent";
  happen(life, {
    type: "created",
    by: plan.openedBy,
    channel: byAgent ? "phone" : random.weighted({ email: 6, web: 3, chat: 1 }),
    ...(byAgent ? { author: agent } : {}),
    set: {
      subject: random.pick(SUBJECTS[plan.kind]),
      status: "New",
      priority: plan.priority,
      plan: plan.plan,
      ...(plan.region === "elsewhere" ? {} : { region: plan.region }),
      kind: plan.kind,
      group: plan.desk,
    },
  });
  if (!byAgent) return;
  life.at += random.between(1, 20) * HOUR;
  happen(life, { type: "message", by: "requester", channel: "email" });
}

/** Spam and duplicates: solved without a word, so that nobody is measured by them. */
function solvedUnanswered(life: Life): HistoryEvent[] {
  work(life, life.random.between(0.1, 0.6));
  happen(life, { type: "changed", actor: life.agent, set: { status: "Solved", assignee: life.agent } });
  closeLater(life);
  return life.events;
}

/** Assignment, perhaps a chaser or a note, and the first answer; false where nobody ever answered. */
function firstAnswer(life: Life): boolean {
  const { random, agent } = life;
  const share = random.chance(0.93) ? random.between(0.08, 0.9) : random.between(1.1, 2.4);
  work(life, share * 0.4);
  happen(life, { type: "changed", actor: agent, set: { assignee: agent, status: "Open" } });
  if (random.chance(0.025)) return false;
  if (random.chance(0.06)) {
    work(life, share * 0.2);
    happen(life, { type: "message", by: "requester", channel: "email", set: { priority: "urgent" } });
  } else work(life, share * 0.2);
  if (random.chance(0.2))
    happen(life, { type: "message", by: "agent", visibility: "internal", author: agent });
  work(life, share * 0.4);
  reply(life, random.weighted({ Pending: 45, Open: 32, Solved: 23 }));
  return true;
}

/** One exchange: the requester's part, then the desk's; false where the ticket is left as it is. */
function oneRound(life: Life, round: number): boolean {
  const { random, agent } = life;
  if (isStatus(life, "Pending")) {
    if (random.chance(0.14)) return false;
    life.at += random.between(0.3, random.chance(0.7) ? 5 : 24) * HOUR;
    happen(life, { type: "message", by: "requester", channel: "email", set: { status: "Open" } });
  } else if (random.chance(0.12)) {
    work(life, random.between(0.2, 0.8));
    happen(life, { type: "changed", actor: agent, set: { status: "On hold" } });
    life.at += random.between(1, 30) * HOUR;
    happen(life, { type: "message", by: "thirdParty", visibility: "internal", set: { status: "Open" } });
  } else if (random.chance(0.4)) {
    work(life, random.between(0.2, 0.8));
    happen(life, { type: "message", by: "requester", channel: "email" });
  }
  if (random.chance(0.04)) return false;
  if (random.chance(0.25)) {
    work(life, random.between(0.05, 0.3));
    happen(life, { type: "message", by: "agent", visibility: "internal", author: agent });
  }
  if (random.chance(0.05)) {
    work(life, random.between(0.05, 0.2));
    happen(life, { type: "changed", actor: agent, set: { priority: "high" } });
  }
  const isStuck = random.chance(0.05);
  work(life, random.chance(0.93) ? random.between(0.1, 0.85) : random.between(1.2, 2.2));
  if (isStuck) handOver(life);
  reply(life, round === MAX_ROUNDS - 1 ? "Solved" : random.weighted({ Pending: 22, Open: 13, Solved: 65 }));
  return true;
}

/** A hard one: it is handed to a colleague and takes several times as long. */
function handOver(life: Life): void {
  const { plan, random } = life;
  life.agent = random.pick(PEOPLE[plan.desk].filter((agent) => agent !== life.agent));
  happen(life, { type: "changed", actor: life.agent, set: { assignee: life.agent } });
  work(life, random.between(1.5, 4));
}

/** Thanks, courtesy, reopening, and the system's closing some days later. */
function afterSolving(life: Life): void {
  const what = life.random.weighted({
    nothing: 55,
    thanks: 15,
    courtesy: 10,
    reopening: 14,
    thanksReopens: 6,
  });
  if (what !== "nothing") somethingMore(life, what);
  closeLater(life);
}

function somethingMore(life: Life, what: "thanks" | "courtesy" | "reopening" | "thanksReopens"): void {
  const { random, agent } = life;
  life.at += random.between(0.2, 14) * HOUR;
  const reopens = what === "reopening" || what === "thanksReopens";
  happen(life, {
    type: "message",
    by: "requester",
    channel: "email",
    ...(reopens ? { set: { status: "Open" } } : {}),
  });
  if (what === "courtesy") {
    work(life, random.between(0.1, 0.5));
    happen(life, { type: "message", by: "agent", author: agent });
  } else if (what === "thanksReopens") {
    work(life, random.between(0.1, 0.4));
    happen(life, { type: "changed", actor: agent, set: { status: "Solved" } });
  } else if (what === "reopening") {
    work(life, random.chance(0.85) ? random.between(0.2, 0.9) : random.between(1.2, 3));
    reply(life, "Solved");
  }
}

function closeLater(life: Life): void {
  life.at += 48 * HOUR;
  happen(life, { type: "changed", actor: "system", set: { status: "Closed" } });
}

function answerHours({ plan, priority, region }: Plan): number {
  if (plan === "gold") return priority === "urgent" ? 0.5 : 1;
  if (region === "elsewhere") return 8;
  return priority === "urgent" ? 1 : priority === "high" ? 2 : 4;
}
