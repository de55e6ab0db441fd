import type { Timers } from "./host.ts";

/** Timers of a made-up time that goes on when it is told to; with the flaw of the real ones, that a delay too long is none. */
export interface MadeUpTimers extends Timers {
  /** Lets time pass until an instant, and whatever goes off meanwhile. */
  passTo(at: number): void;
}

const MAX_DELAY = 2 ** 31 - 1;

export function madeUpTimers(start: number): MadeUpTimers {
  let now = start;
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => now,
    set(run, ms) {
      const timer = { at: now + (ms > MAX_DELAY ? 1 : ms), run };
      waiting.add(timer);
      return timer;
    },
    clear: (timer) => waiting.delete(timer as { at: number; run: () => void }),
    passTo(at) {
      for (;;) {
        const due = [...waiting].filter((timer) => timer.at <= at).sort((a, b) => a.at - b.at);
        if (due.length === 0) break;
        now = Math.max(now, due[0].at);
        waiting.delete(due[0]);
        due[0].run();
      }
      now = Math.max(now, at);
    },
  };
}
