import { currentClock, type Evaluation, type Reading } from "../../../index.ts";
import { MINUTE, SECOND } from "../../../time/units.ts";
import { BadVector, instant, list, type Vector } from "../vector.ts";
import { type Metric, systemOf } from "./systems.ts";

/** What the questions of a vector are put to. */
export interface Answerer {
  readonly vector: Vector;
  readonly verdict: Evaluation;
  /** Whether hold counts by the wall clock, as the system has it, or as the target does. */
  readonly isHoldWall: boolean;
}

/** How one member of `expected` is answered, and how the value beside it is written. */
export interface Question {
  answer(from: Answerer, expected: unknown): unknown;
  readonly form: "instant" | "set" | "plain";
}

const NAMES: Readonly<Record<Metric, string>> = {
  firstResponse: "first_response",
  nextResponse: "next_response",
  resolution: "resolution",
};

const clock = ({ verdict }: Answerer, metric: Metric) => currentClock(verdict, metric);
const when = (read: (from: Answerer) => number | null | undefined): Question => ({
  form: "instant",
  answer: (from) => read(from) ?? null,
});
const seconds = (read: (from: Answerer) => number | null | undefined): Question => ({
  form: "plain",
  answer: (from) => {
    const ms = read(from);
    return ms === null || ms === undefined ? null : ms / SECOND;
  },
});
const dueAt = (metric: Metric) => when((from) => clock(from, metric)?.dueAt);
const metAt = (metric: Metric) =>
  when((from) => {
    const reading = clock(from, metric);
    return reading?.state === "fulfilled" ? reading.endedAt : null;
  });
const usedBy = (metric: Metric) => seconds((from) => clock(from, metric)?.elapsedMs);
const lateBy = (metric: Metric) =>
  seconds((from) => {
    const left = clock(from, metric)?.remainingMs ?? null;
    return left !== null && left < 0 ? -left : null;
  });
const minutes = (metric: Metric): Question => ({
  form: "plain",
  answer: (from) => {
    const target = clock(from, metric)?.targetMs ?? null;
    return target === null ? null : target / MINUTE;
  },
});

/** The names of the clocks that were missed, each as often as it was. */
const missed: Question = {
  form: "set",
  answer: ({ verdict }) =>
    verdict.clocks.filter(({ met }) => met === false).map(({ metric }) => NAMES[metric as Metric]),
};

const word: Question = {
  form: "plain",
  answer: ({ vector, verdict }) => {
    const say = systemOf(vector).word;
    if (!say) throw new BadVector(`\`${String(vector.system)}\` has no word for all of it`);
    return say({
      category: verdict.category,
      isGoverned: verdict.policy !== null,
      firstResponse: currentClock(verdict, "firstResponse"),
      resolution: currentClock(verdict, "resolution"),
      hasMissed: verdict.clocks.some(({ met }) => met === false),
    });
  },
};

/** What any vector may ask of the clocks. */
export const CLOCK_QUESTIONS: Readonly<Record<string, Question>> = {
  firstResponseDueAt: dueAt("firstResponse"),
  responseDueAt: dueAt("firstResponse"),
  nextResponseDueAt: dueAt("nextResponse"),
  resolutionDueAt: dueAt("resolution"),
  firstResponseAt: metAt("firstResponse"),
  nextResponseAt: metAt("nextResponse"),
  resolvedAt: metAt("resolution"),
  firstResponseSeconds: usedBy("firstResponse"),
  nextResponseSeconds: usedBy("nextResponse"),
  resolutionSeconds: usedBy("resolution"),
  firstResponseLateBySeconds: lateBy("firstResponse"),
  nextResponseLateBySeconds: lateBy("nextResponse"),
  resolutionLateBySeconds: lateBy("resolution"),
  firstResponseMinutes: minutes("firstResponse"),
  resolutionMinutes: minutes("resolution"),
  holdSeconds: seconds((from) => {
    const reading = clock(from, "resolution");
    return from.isHoldWall ? reading?.wall.pausedMs : reading?.pausedMs;
  }),
  onHoldSince: when((from) => clock(from, "resolution")?.pausedSince),
  missed,
  failed: missed,
  missedIncludes: {
    form: "set",
    answer: (from, expected) => {
      const all = missed.answer(from, expected) as string[];
      return list(expected, "expected.missedIncludes").filter((name) => all.includes(String(name)));
    },
  },
  overall: word,
  status: word,
};

/** What a vector asks about the clock to work on: ours is the running one that is due first. */
export const URGENCY_QUESTIONS: Readonly<Record<string, Question>> = {
  metric: {
    form: "plain",
    answer: ({ verdict: { urgency } }) => (urgency ? NAMES[urgency.metric as Metric] : null),
  },
  remainingSeconds: seconds((from) => urgent(from)?.remainingMs),
  missed: { form: "plain", answer: (from) => urgent(from)?.met === false },
  label: { form: "plain", answer: (from) => shortly(urgent(from)?.remainingMs ?? null) },
};

/** Which policy governs. */
export const POLICY_QUESTIONS: Readonly<Record<string, Question>> = {
  policy: { form: "plain", answer: ({ verdict }) => verdict.policy?.id ?? null },
};

/** Both sides of every member of `expected`, as they are printed. */
export function compare(
  expected: Vector,
  questions: Readonly<Record<string, Question>>,
  from: Answerer,
): { readonly expected: string; readonly got: string } {
  const names = Object.keys(expected);
  if (names.length === 0) throw new BadVector("`expected` asks nothing");
  const sides = names.map((name) => {
    const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
    if (!question) throw new BadVector(`\`expected.${name}\` asks what no verdict tells`);
    return {
      expected: `${name} ${printed(asWritten(expected[name], question, name))}`,
      got: `${name} ${printed(question.answer(from, expected[name]))}`,
    };
  });
  return {
    expected: sides.map((side) => side.expected).join(", "),
    got: sides.map((side) => side.got).join(", "),
  };
}

function urgent({ verdict }: Answerer): Reading | undefined {
  return verdict.clocks.find(({ id }) => id === verdict.urgency?.clock);
}

function asWritten(value: unknown, { form }: Question, name: string): unknown {
  if (value === null) return null;
  if (form === "instant") return instant(value, `expected.${name}`);
  if (form === "set") return list(value, `expected.${name}`);
  if (typeof value === "object") throw new BadVector(`\`expected.${name}\` is nothing to compare with`);
  return value;
}

/** Instants in ISO 8601, sets in the order of their names. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${[...value].map(String).sort().join(" ")}]`;
  if (typeof value === "number" && value > 1e11) return new Date(value).toISOString().replace(".000Z", "Z");
  return String(value);
}

const UNITS = [
  ["y", 31_536_000],
  ["mo", 2_592_000],
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
] as const;

/** A length in its two largest units, at least a minute: how Chatwoot's label writes what is left or overdue. */
function shortly(ms: number | null): string | null {
  if (ms === null) return null;
  let left = Math.floor(Math.abs(ms) / SECOND);
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.length === 0 ? "1m" : parts.slice(0, 2).join(" ");
}
