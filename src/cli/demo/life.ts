import { addBusinessTime, type Calendar, type HistoryEvent } from "../../index.ts";
import type { Random } from "./random.ts";
import type { PEOPLE } from "./sampleNames.ts";

export const HOUR = 3_600_000;

/** What is decided about a ticket before anything happens to it. */
export interface Plan {
  readonly openedAt: number;
  /** Nothing after this is of interest. */
  readonly endsAt: number;
  readonly region: "europe" | "americas" | "elsewhere";
  readonly kind: "question" | "partner" | "newsletter";
  readonly plan: "gold" | "basic";
  readonly priority: "urgent" | "high" | "normal" | "low";
  readonly calendar: Calendar;
  readonly desk: keyof typeof PEOPLE;
  readonly openedBy: "requester" | "agent";
}

/** A ticket as it is being lived: its events so far, and the time of the next. */
export interface Life {
  readonly plan: Plan;
  readonly random: Random;
  agent: string;
  readonly events: HistoryEvent[];
  /** In hours: what the desk promises for the answer to come. */
  answerHours: number;
  at: number;
}

type Content = HistoryEvent extends infer E ? (E extends HistoryEvent ? Omit<E, "id" | "at"> : never) : never;

/** Writes down what happens now. */
export function happen(life: Life, content: Content): void {
  life.at = Math.round(life.at / 1000) * 1000;
  life.events.push({ id: `e${life.events.length + 1}`, at: life.at, ...content } as HistoryEvent);
}

/** A public answer, with the status that it leaves. */
export function reply(life: Life, status: string): void {
  happen(life, { type: "message", by: "agent", author: life.agent, set: { status } });
}

/** Passes working time: a share of the promised answer; gold customers' urgent tickets are worked on at night too. */
export function work(life: Life, share: number): void {
  const { plan } = life;
  const ms = Math.round(share * life.answerHours * HOUR);
  const atNight = plan.plan === "gold" && plan.priority === "urgent";
  life.at = atNight ? life.at + ms : (addBusinessTime(plan.calendar, life.at, ms) ?? plan.endsAt);
}

export function isStatus({ events }: Life, status: string): boolean {
  return events.findLast(({ set }) => set && "status" in set)?.set?.status === status;
}

export function isSolved(life: Life): boolean {
  return isStatus(life, "Solved");
}
