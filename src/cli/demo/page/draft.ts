import { type Backtest, backtest, mergeBacktests } from "../../../backtest.ts";
import type { Definition, Sla, TicketHistory } from "../../../index.ts";

/** A draft of other promises, and what it would have changed, while tickets arrive. */
export interface Draft {
  /** What it promises otherwise, for people; null where only its author knows. */
  readonly about: string | null;
  add(history: TicketHistory): void;
  result(): Backtest;
}

export interface DraftOptions {
  readonly current: Sla;
  readonly draft: Sla;
  readonly about: string | null;
  readonly asOf: number;
}

/** Tickets that are kept until they are asked about together, and differences that are shown. */
const CHUNK = 500;
const DIFFERENCES = 6;

export function startDraft({ about, ...sides }: DraftOptions): Draft {
  const waiting: TicketHistory[] = [];
  const options = { ...sides, limit: DIFFERENCES };
  let counted = backtest([], options);
  const settle = () => {
    if (waiting.length > 0) counted = mergeBacktests(counted, backtest(waiting.splice(0), options));
  };
  return {
    about,
    add(history) {
      waiting.push(history);
      if (waiting.length >= CHUNK) settle();
    },
    result() {
      settle();
      return counted;
    },
  };
}

export const SAMPLE_DRAFT_ABOUT = "a first response in two hours where the regions promise four";

/** The sample's promises with a first response in two hours where the regions promise four. */
export function sampleDraft(definition: Definition<string>): unknown {
  return JSON.parse(JSON.stringify(definition), (metric, target) =>
    metric === "firstResponse" && target.otherwise === "4h" ? { ...target, otherwise: "2h" } : target,
  );
}
