import { runBusinessDays } from "./businessDays.ts";
import { isOperation, runBusinessTime } from "./businessTime.ts";
import { runCommercial } from "./commercial/run.ts";
import { isHelpdeskVector, runHelpdesks } from "./helpdesks/helpdesks.ts";
import { runItsmClocks } from "./itsm/runItsmClocks.ts";
import { isItsmSystem } from "./itsm/systems.ts";
import type { Capability } from "./systems.ts";
import { BadVector, isVector, type Translator, type Vector, type VectorFile } from "./vector.ts";
import { runWallTime } from "./wallTime.ts";
import { isZammadOperation, runZammad } from "./zammad/translator.ts";

/** One form that a file of vectors can have; without `run` its vectors are prose. */
export interface Format {
  recognizes(vector: Vector, file: VectorFile): boolean;
  readonly run: Translator | null;
  /** What a vector asks. */
  capability(vector: Vector): Capability;
}

const BUSINESS_TIME = () => "business time" as const;

/** Whether a vector of clocks asks who governs, or what is promised, and not what becomes of a clock. */
function clockCapability({ op, kind }: Vector): Capability {
  const asksForPolicy = ["selectPolicy", "validatePolicy", "policy-match", "target-resolution"].includes(
    String(op ?? kind),
  );
  return asksForPolicy
    ? "policies"
    : ["validateCalendar", "hours", "icalHolidays"].includes(String(op))
      ? "business time"
      : "clocks";
}

/** The first that recognizes any vector of a file decides. */
const FORMATS: readonly Format[] = [
  // business-time*.json: one question to one calendar
  { recognizes: ({ op }) => isOperation(op), run: runBusinessTime, capability: BUSINESS_TIME },
  // hostile-inputs.json: inputs as prose, tried by the unit tests
  { recognizes: (_, { shared }) => Array.isArray(shared.cases), run: null, capability: BUSINESS_TIME },
  // dst.json: wall times and their instants
  {
    recognizes: ({ local, compatible }) => local !== undefined && compatible !== undefined,
    run: runWallTime,
    capability: BUSINESS_TIME,
  },
  // business-days.json: days instead of an amount of time (semantics C8)
  {
    recognizes: ({ op }) => op === "addWorkingDays",
    run: runBusinessDays,
    capability: () => "business days",
  },
  // clocks-commercial.json: policies, histories and readings, as each of many systems has them
  {
    recognizes: ({ system, derived }) => system !== undefined && derived !== undefined,
    run: runCommercial,
    capability: clockCapability,
  },
  // clocks-itsm.json: one clock of one ticket of an ITSM system
  {
    recognizes: ({ system, policy }) => policy !== undefined && isItsmSystem(system),
    run: runItsmClocks,
    capability: clockCapability,
  },
  // clocks-helpdesks.json: tickets of open-source helpdesks
  { recognizes: isHelpdeskVector, run: runHelpdesks, capability: clockCapability },
  // clocks-zammad.json: tickets, policies and calendars as Zammad has them
  {
    recognizes: ({ op, slas }) => isZammadOperation(op) || slas !== undefined,
    run: runZammad,
    capability: clockCapability,
  },
  // clocks of a system that nobody wrote a translator for
  {
    recognizes: ({ events, policy }) => (events ?? policy) !== undefined,
    run: refuse,
    capability: clockCapability,
  },
];

function refuse({ system }: Vector): never {
  throw new BadVector(`no translator knows the system \`${String(system)}\``);
}

/** The form of a file's vectors. */
export function formatOf(file: VectorFile): Format {
  const known = FORMATS.find((format) =>
    file.vectors.some((vector) => isVector(vector) && format.recognizes(vector, file)),
  );
  // Everything else is read as business time, so that a vector with a slip in it is reported, never passed over
  return known ?? FORMATS[0];
}

/** The vectors of a file's JSON; null where it holds no list of them. */
export function vectorsIn(json: unknown): VectorFile | null {
  if (Array.isArray(json)) return { vectors: json, shared: {} };
  if (!isVector(json)) return null;
  const vectors = json.vectors ?? json.cases;
  return Array.isArray(vectors) ? { vectors, shared: json } : null;
}
