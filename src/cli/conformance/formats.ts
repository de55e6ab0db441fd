import { runBusinessDays } from "./businessDays.ts";
import { isOperation, runBusinessTime } from "./businessTime.ts";
import { runCommercial } from "./commercial/run.ts";
import { isHelpdeskVector, runHelpdesks } from "./helpdesks/helpdesks.ts";
import { runItsmClocks } from "./itsm/runItsmClocks.ts";
import { isItsmSystem } from "./itsm/systems.ts";
import { BadVector, type Translator, type Vector, type VectorFile } from "./vector.ts";
import { runWallTime } from "./wallTime.ts";
import { isZammadOperation, runZammad } from "./zammad/translator.ts";

/** One form that a file of vectors can have; without `run` its vectors are prose. */
interface Format {
  recognizes(vector: Vector, file: VectorFile): boolean;
  readonly run: Translator | null;
}

/** The first that recognizes any vector of a file decides. */
const FORMATS: readonly Format[] = [
  // business-time*.json: one question to one calendar
  { recognizes: ({ op }) => isOperation(op), run: runBusinessTime },
  // hostile-inputs.json: inputs as prose, tried by the unit tests
  { recognizes: (_, { shared }) => Array.isArray(shared.cases), run: null },
  // dst.json: wall times and their instants
  {
    recognizes: ({ local, compatible }) => local !== undefined && compatible !== undefined,
    run: runWallTime,
  },
  // business-days.json: days instead of an amount of time (semantics C8)
  { recognizes: ({ op }) => op === "addWorkingDays", run: runBusinessDays },
  // clocks-commercial.json: policies, histories and readings, as each of many systems has them
  {
    recognizes: ({ system, derived }) => system !== undefined && derived !== undefined,
    run: runCommercial,
  },
  // clocks-itsm.json: one clock of one ticket of an ITSM system
  { recognizes: ({ system, policy }) => policy !== undefined && isItsmSystem(system), run: runItsmClocks },
  // clocks-helpdesks.json: tickets of open-source helpdesks
  { recognizes: isHelpdeskVector, run: runHelpdesks },
  // clocks-zammad.json: tickets, policies and calendars as Zammad has them
  { recognizes: ({ op, slas }) => isZammadOperation(op) || slas !== undefined, run: runZammad },
  // clocks of a system that nobody wrote a translator for
  { recognizes: ({ events, policy }) => (events ?? policy) !== undefined, run: refuse },
];

function refuse({ system }: Vector): never {
  throw new BadVector(`no translator knows the system \`${String(system)}\``);
}

/** What runs the vectors of a file; null where they are prose. */
export function translatorFor(file: VectorFile): Translator | null {
  const known = FORMATS.find((format) =>
    file.vectors.some((vector) => isRecord(vector) && format.recognizes(vector, file)),
  );
  // Everything else is read as business time, so that a vector with a slip in it is reported, never passed over
  return known ? known.run : runBusinessTime;
}

/** The vectors of a file's JSON; null where it holds no list of them. */
export function vectorsIn(json: unknown): VectorFile | null {
  if (Array.isArray(json)) return { vectors: json, shared: {} };
  if (!isRecord(json)) return null;
  const vectors = json.vectors ?? json.cases;
  return Array.isArray(vectors) ? { vectors, shared: json } : null;
}

function isRecord(value: unknown): value is Vector {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
