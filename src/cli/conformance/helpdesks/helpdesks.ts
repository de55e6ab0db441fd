import { compileSla, evaluateTicket } from "../../../index.ts";
import { BadVector, type Outcome, only, record, text, type Vector, type VectorFile } from "../vector.ts";
import {
  type Answerer,
  CLOCK_QUESTIONS,
  compare,
  POLICY_QUESTIONS,
  type Question,
  URGENCY_QUESTIONS,
} from "./answers.ts";
import { type Desk, deskOf } from "./desk.ts";
import { numbered } from "./history.ts";
import { deskOfLevels } from "./levels.ts";
import { deskOfPolicies } from "./policies.ts";
import { flag, instantOrNull, REMARKS } from "./read.ts";
import { deskOfSnapshot } from "./snapshot.ts";

interface Kind {
  desk(vector: Vector, file: VectorFile): Desk;
  readonly questions: Readonly<Record<string, Question>>;
}

const clocks = (questions: Readonly<Record<string, Question>>): Kind => ({
  desk: (vector, file) =>
    vector.snapshot === undefined ? deskOf(vector, file) : deskOfSnapshot(vector, file),
  questions,
});

const KINDS: Readonly<Record<string, Kind>> = {
  evaluation: clocks(CLOCK_QUESTIONS),
  lifecycle: clocks(CLOCK_QUESTIONS),
  deadline: clocks(CLOCK_QUESTIONS),
  "deadline-with-hold": clocks(CLOCK_QUESTIONS),
  "most-urgent": clocks(URGENCY_QUESTIONS),
  "policy-match": { desk: deskOfPolicies, questions: POLICY_QUESTIONS },
  "target-resolution": { desk: deskOfLevels, questions: CLOCK_QUESTIONS },
};

const MEMBERS = [
  ...REMARKS,
  "policy",
  "calendar",
  "events",
  "snapshot",
  "evaluateAt",
  "expected",
  "canonical",
  "agreesWithCanonical",
];

/** Whether a vector is of the form of clocks-helpdesks.json: its file says so, or its kind does. */
export function isHelpdeskVector({ kind, evaluateAt, expected }: Vector, { shared }: VectorFile): boolean {
  const { schema } = (shared.about ?? {}) as { schema?: unknown };
  if (typeof schema === "string" && schema.startsWith("oss-helpdesk-sla-vectors/")) return true;
  const isKnown = typeof kind === "string" && Object.hasOwn(KINDS, kind);
  return isKnown && evaluateAt !== undefined && expected !== undefined;
}

/**
 * Replays a ticket of an open-source helpdesk as its preset has it: files of the form of clocks-helpdesks.json. Where a vector
 * says that its system is wrong (`agreesWithCanonical: false`), its `canonical` answer is asked too.
 */
export function runHelpdesks(vector: Vector, file: VectorFile): Outcome {
  only(vector, "vector", MEMBERS);
  const kind = text(vector.kind, "kind");
  if (!Object.hasOwn(KINDS, kind)) throw new BadVector(`\`${kind}\` is no kind that this format has`);
  const { desk, questions } = KINDS[kind];
  const { definition, events, isHoldWall } = desk(vector, file);
  const history = { ticket: "ticket", events: numbered(events) };
  const asOf = instantOrNull(vector.evaluateAt, "evaluateAt") ?? Math.max(...events.map(({ at }) => at));
  const verdict = evaluateTicket(compileSla(definition), history, { asOf });
  const from: Answerer = { vector, verdict, isHoldWall };
  const expected = record(vector.expected, "expected");
  const canonical = vector.canonical === undefined ? {} : record(vector.canonical, "canonical");
  const op = `${text(vector.system, "system")} ${kind}`;
  if (flag(vector.agreesWithCanonical, "agreesWithCanonical") !== false)
    return { op, ...compare({ ...canonical, ...expected }, questions, from) };
  const right = compare(canonical, questions, { ...from, isHoldWall: false });
  const why = vector.quirk === undefined ? "its file says so" : text(vector.quirk, "quirk");
  return {
    op,
    ...compare(expected, questions, from),
    systemIsWrong: { weAreRight: right.got === right.expected, why },
  };
}
