/**
 * Shapes of what goes in and comes out, with zod/mini: for reading a definition without luxon (with `dueclock/core`), for
 * checking histories before they are stored, and verdicts that come from elsewhere. The same shapes as JSON Schema 2020-12
 * are the files `dueclock/schema/definition.json`, `history.json` and `evaluation.json`.
 * @module
 */
import type * as z from "zod/mini";
import type { Definition } from "./definition.ts";
import type { Evaluation } from "./evaluation.ts";
import type { TicketHistory } from "./history/event.ts";
import { definitionSchema as definition } from "./schema/definition.ts";
import { evaluationSchema as evaluation } from "./schema/evaluation.ts";
import { historySchema as history } from "./schema/history.ts";

export type { Limits } from "./schema/limits.ts";
export { type ParsedDefinition, parseDefinition } from "./schema/parse.ts";

/**
 * The shape of a definition, for putting it into a schema of your own. `parseDefinition` reads one more safely: it also
 * limits size and depth, takes `__proto__` for the name it is, and says in our words what is wrong.
 */
export const definitionSchema = definition as unknown as z.ZodMiniType<Definition<string>>;

/** The shape of a history as a host writes it; `evaluateTicket` itself takes any, and warns. */
export const historySchema = history as unknown as z.ZodMiniType<TicketHistory>;

/** The shape of a full verdict. Members that it does not know pass: a later version may add some. */
export const evaluationSchema = evaluation as unknown as z.ZodMiniType<Evaluation>;
