import type { Planned } from "../action/plan.ts";
import type { Action } from "../action/settle.ts";
import type { Warning } from "../diagnostics.ts";
import type { Held } from "../held.ts";
import type { Oddities } from "../history/order.ts";
import type { Progress } from "../progress.ts";
import type { Story } from "../replay.ts";

/** What a snapshot is made of: a replay that stopped at the last step, and what was read off it at `asOf`. */
export interface Made {
  readonly story: Story;
  readonly progress: Progress;
  /** What is odd about what the ticket held, by the steps alone. */
  readonly warnings: ReadonlyMap<string, Warning> | null;
  readonly oddities: Oddities;
  readonly actions: readonly Action[];
  readonly plan: readonly Planned[];
  readonly held: readonly Held[];
  readonly clockIds: ReadonlyMap<string, string>;
}

/** How far back what is kept reaches, in steps and in time: to the start of the first clock that is. */
export interface Reach {
  readonly step: number;
  readonly at: number;
  /** To the first start by its event, or to the last step. */
  readonly startedBy: number;
}
