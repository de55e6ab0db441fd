import { createSlots } from "../history/slots.ts";
import type { Names } from "../policy/names.ts";
import { createWatchList, type WatchList } from "../policy/watch.ts";
import { BUILT_IN_METRICS } from "./builtIn.ts";
import { type CompiledMetric, compileMetric } from "./compile.ts";

/** The built-in metrics compiled, and the conditions that they watch: the same for every definition, so made once. */
export interface CompiledBuiltIns {
  readonly metrics: ReadonlyMap<string, CompiledMetric>;
  readonly watch: WatchList;
}

let made: CompiledBuiltIns | null = null;

/** They read facts, and fields whose slots are the same everywhere; ten thousand tenants share one copy. */
export function compiledBuiltIns(): CompiledBuiltIns {
  made ??= compileAll();
  return made;
}

function compileAll(): CompiledBuiltIns {
  const names: Names = {
    slots: createSlots(),
    issues: [],
    calendars: new Set(),
    hours: () => undefined,
    functions: {},
    matchers: {},
  };
  const watch = createWatchList(names);
  const metrics = new Map(
    BUILT_IN_METRICS.map((metric) => [metric.id, compileMetric(metric, names, watch, [])]),
  );
  return { metrics, watch };
}
