import type { EngineFigures } from "../engine/figures.ts";
import type { Comparison } from "./compare.ts";
import type { machine } from "./machine.ts";
import type { OwnFigures } from "./own.ts";

/** What `--json` prints and `--save` keeps, by version. */
export interface Result {
  readonly version: string;
  readonly date: string;
  readonly machine: ReturnType<typeof machine>;
  readonly comparisons: readonly Comparison[];
  readonly own: OwnFigures;
  readonly engine: EngineFigures;
}
