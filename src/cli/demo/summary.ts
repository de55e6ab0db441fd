import {
  type Action,
  type Evaluation,
  evaluateTicket,
  type Reading,
  type TicketHistory,
} from "../../index.ts";
import { addToReport, type Report, startReport } from "../../report.ts";
import type { Desk } from "./desk.ts";
import { createTop, type Top } from "./top.ts";

export type Category = NonNullable<Evaluation["category"]>;

const DAY = 24 * 3_600_000;

/** The open clocks of one metric. */
export interface OpenClocks {
  running: number;
  paused: number;
  atRisk: number;
  late: number;
}

/** An open clock and its ticket. */
export interface DueClock {
  readonly ticket: string;
  readonly fields: Evaluation["fields"];
  readonly reading: Reading;
  /** When due; for a paused clock, if it resumed now. */
  readonly dueAt: number;
}

/** An action to perform, and its ticket. */
export interface DueAction {
  readonly ticket: string;
  readonly fields: Evaluation["fields"];
  readonly action: Action;
  readonly fireAt: number;
  readonly isClockOpen: boolean;
}

/** A missed promise that would make a good story. */
export interface Candidate {
  readonly history: TicketHistory;
  readonly clock: string;
  readonly score: number;
}

/** Everything the demo prints: counts and short lists, however many tickets there are. */
export interface Summary {
  readonly asOf: number;
  tickets: number;
  /** Tickets whose first event is later than `asOf`. */
  notYetOpened: number;
  readonly categories: Map<Category, number>;
  readonly openClocks: Map<string, OpenClocks>;
  /** Promises by metric and policy; null: no policy's target was in force at the end. */
  readonly compliance: Report;
  readonly next: Top<DueClock>;
  readonly overdue: Top<DueClock>;
  readonly actions: Top<DueAction>;
  /** Due actions by kind, and how many of all belong to a clock that has ended. */
  readonly actionCounts: { reminder: number; escalation: number; ended: number };
  readonly warnings: Map<string, number>;
  story: Candidate | null;
}

export function createSummary(asOf: number): Summary {
  return {
    asOf,
    tickets: 0,
    notYetOpened: 0,
    categories: new Map(),
    openClocks: new Map(),
    compliance: startReport({ groupBy: ["metric", "policy"] }),
    next: createTop(10, byDue),
    overdue: createTop(5, byDue),
    actions: createTop(10, byUrgency),
    actionCounts: { reminder: 0, escalation: 0, ended: 0 },
    warnings: new Map(),
    story: null,
  };
}

/** Evaluates a ticket and adds its verdict, which is given back and not kept; null for a ticket that is not opened yet. */
export function addTicket(summary: Summary, { sla }: Desk, history: TicketHistory): Evaluation | null {
  const evaluation = evaluateTicket(sla, history, { asOf: summary.asOf });
  for (const { code } of evaluation.warnings)
    summary.warnings.set(code, (summary.warnings.get(code) ?? 0) + 1);
  if (evaluation.category === null) {
    summary.notYetOpened++;
    return null;
  }
  summary.tickets++;
  summary.categories.set(evaluation.category, (summary.categories.get(evaluation.category) ?? 0) + 1);
  addToReport(summary.compliance, evaluation);
  for (const reading of evaluation.clocks) addClock(summary, evaluation, reading);
  for (const action of evaluation.actions) addAction(summary, evaluation, action);
  for (const reading of evaluation.clocks) considerStory(summary, history, evaluation, reading);
  return evaluation;
}

/** Late: open, and its promise is missed already. */
export function isLate({ endedAt, breachedAt }: Reading): boolean {
  return endedAt === null && breachedAt !== null;
}

export function isAtRisk({ endedAt, breachedAt, atRiskAt }: Reading, asOf: number): boolean {
  return endedAt === null && breachedAt === null && atRiskAt !== null && atRiskAt <= asOf;
}

function addClock(summary: Summary, { ticket, fields }: Evaluation, reading: Reading): void {
  if (reading.endedAt !== null) return;
  const open = entry(summary.openClocks, reading.metric, () => ({
    running: 0,
    paused: 0,
    atRisk: 0,
    late: 0,
  }));
  if (reading.state === "paused") open.paused++;
  else open.running++;
  if (isLate(reading)) open.late++;
  if (isAtRisk(reading, summary.asOf)) open.atRisk++;
  const dueAt = reading.dueAt ?? reading.dueAtIfResumedNow;
  if (dueAt === null) return;
  const due = { ticket, fields, reading, dueAt };
  if (dueAt <= summary.asOf) summary.overdue.add(due);
  else summary.next.add(due);
}

function addAction(summary: Summary, { ticket, fields, clocks }: Evaluation, action: Action): void {
  if (action.status !== "due" || action.fireAt === null) return;
  const isClockOpen = clocks.some(({ id, endedAt }) => id === action.clock && endedAt === null);
  summary.actionCounts[action.kind]++;
  if (!isClockOpen) summary.actionCounts.ended++;
  summary.actions.add({ ticket, fields, action, fireAt: action.fireAt, isClockOpen });
}

/** Keeps the missed promise with the most to tell in not too many events. */
function considerStory(
  summary: Summary,
  history: TicketHistory,
  evaluation: Evaluation,
  reading: Reading,
): void {
  if (reading.breachedAt === null) return;
  const kinds = new Set(reading.stretches.map(({ kind }) => kind));
  const targets = new Set(reading.stretches.map(({ targetMs }) => targetMs));
  const points = [
    kinds.has("paused") ? 3 : 0,
    kinds.has("fulfilled") ? 2 : 0,
    targets.size > 1 ? 2 : 0,
    reading.endedAt !== null ? 1 : 0,
    reading.wall.elapsedMs > 2 * DAY ? 1 : 0,
    (reading.remainingMs ?? 0) < 0 ? 2 : 0,
    evaluation.warnings.length > 0 ? -2 : 0,
    -Math.abs(history.events.length - 10) / 3,
  ];
  const score = points.reduce((sum, point) => sum + point, 0);
  if (!summary.story || score > summary.story.score) summary.story = { history, clock: reading.id, score };
}

function byDue(a: DueClock, b: DueClock): number {
  return a.dueAt - b.dueAt;
}

/** Those of open clocks first, the oldest first. */
function byUrgency(a: DueAction, b: DueAction): number {
  return Number(b.isClockOpen) - Number(a.isClockOpen) || a.fireAt - b.fireAt;
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
