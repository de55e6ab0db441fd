import { type Calendar, dueclock } from "./ours.ts";
import type { Answers, Peer } from "./peer.ts";
import { QUESTIONS, type Question } from "./questions.ts";
import { instants, openInstants, peerInstant, QUERIES } from "./random.ts";
import { type Contestant, interleave, type Timing } from "./timing.ts";

export interface Comparison {
  readonly question: string;
  readonly ours: Timing;
  readonly peers: readonly (Timing & { readonly name: string; readonly ratio: number })[];
}

const ROUNDS = 9;
/** Questions whose answers must agree before anything is timed. */
const SAMPLE = 200;

/** Every question to ours and to all peers in the same run; ratios are of the fastest rounds. */
export function compare(calendar: Calendar, peers: readonly Peer[]): Comparison[] {
  const ours: Answers = {
    add: (at, ms) => dueclock.addBusinessTime(calendar, at, ms),
    addDays: (at, days) => dueclock.addBusinessDays(calendar, at, days),
    between: (from, to) => dueclock.businessTimeBetween(calendar, from, to),
    isOpen: (at) => dueclock.isBusinessTime(calendar, at),
  };
  const starts = { any: instants(1), open: openInstants(2, ours) };
  return QUESTIONS.map((question) => {
    const own = starts[question.of];
    const contestants: Contestant[] = [{ lap: question.lap(calendar, own), questions: QUERIES }];
    for (const peer of peers) {
      const asked = startsOf(peer, question, own, ours);
      checkAnswers(peer, question, asked, ours);
      contestants.push(contestant(peer, question, asked));
    }
    const [first, ...others] = interleave(contestants, ROUNDS);
    return {
      question: question.name,
      ours: first,
      peers: others.map((timing, i) => ({ name: peers[i].name, ratio: timing.min / first.min, ...timing })),
    };
  });
}

function startsOf(peer: Peer, question: Question, own: Float64Array, ours: Answers): Float64Array {
  const moved = own.map((at) => peerInstant(at, peer.summerOnly ?? false));
  return question.of === "open" ? moved.filter((at) => ours.isOpen(at)) : moved;
}

function checkAnswers(peer: Peer, { ask, name, days }: Question, starts: Float64Array, ours: Answers): void {
  const sample = days > 100 ? SAMPLE / 10 : SAMPLE;
  for (let i = 0; i < sample; i++) {
    const [right, got] = [ask(ours, starts[i]), ask(peer, starts[i])];
    if (right !== got) {
      const at = new Date(starts[i]).toISOString();
      throw new Error(`${peer.name}: ${name} from ${at} is ${got}, ours ${right}`);
    }
  }
}

/** Asks as often as fits into some 30 ms, at least 4 times, found by asking. */
function contestant(peer: Peer, { ask }: Question, starts: Float64Array): Contestant {
  let questions = 4;
  for (let ms = 0; questions < starts.length; questions *= 2) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < questions; i++) ask(peer, starts[i]);
    ms = Number(process.hrtime.bigint() - start) / 1e6;
    if (ms > 15) break;
  }
  const count = Math.min(questions, starts.length);
  return {
    questions: count,
    lap: () => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += ask(peer, starts[i]) ?? 0;
      return sum;
    },
  };
}
