import type { Definition } from "../definition.ts";

/**
 * A system's semantics as plain data, to be spread into a definition: `compileSla({ ...chatwoot(), policies })`. It holds
 * no promise: calendars, policies and actions are the desk's own. `M` names its metrics.
 */
export type Preset<M extends string> = Pick<Definition<M>, "statuses" | "reply" | "request" | "options"> &
  Required<Pick<Definition<M>, "preset" | "metrics">>;
