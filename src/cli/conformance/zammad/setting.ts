import { type ZammadOptions, zammad } from "../../../presets.ts";
import { BadVector, isVector, list, text, type Vector, type VectorFile } from "../vector.ts";

/** What a file and a vector say about the installation. */
export interface Setting {
  /** Since October 2021, or until February 2021: another update clock, and due times kept after being met. */
  readonly semantics: "current" | "legacy";
  readonly pausing: readonly string[];
  /** Article types that respond, and those that do not. */
  readonly responding: readonly string[];
  readonly silent: readonly string[];
  readonly lastContact: NonNullable<ZammadOptions["lastContactBehaviour"]>;
  /** Only where a vector's due time has rolled over to an opening, and it does not give the closing instant. */
  readonly endOfBudget: "closing" | "nextOpening";
}

const LAST_CONTACT_RULES = ["check_if_agent_already_replied", "based_on_customer_reaction"] as const;

/** The setting of one vector; what the file's `about` leaves out is as Zammad comes. */
export function settingOf(vector: Vector, { shared }: VectorFile): Setting {
  const { semantics = "current", lastContactRule = LAST_CONTACT_RULES[0] } = vector;
  if (semantics !== "current" && semantics !== "legacy") {
    throw new BadVector(`\`semantics\` is neither current nor legacy: ${JSON.stringify(semantics)}`);
  }
  const lastContact = LAST_CONTACT_RULES.find((rule) => rule === lastContactRule);
  if (!lastContact) throw new BadVector(`\`${String(lastContactRule)}\` is no setting of the last contact`);
  const about = isVector(shared.about) ? shared.about : {};
  const meta = isVector(about.meta) ? about.meta : about;
  const [states, channels] = standard();
  const rolls = vector.endpointRoll !== undefined && vector.endpointRoll !== false;
  return {
    semantics,
    pausing: textsOf(meta.pausingStates, "about.pausingStates", states),
    responding: textsOf(meta.responseChannels, "about.responseChannels", channels),
    silent: textsOf(meta.nonResponseChannels, "about.nonResponseChannels", ["note"]),
    lastContact,
    endOfBudget: rolls && vector.closingAlternative === undefined ? "nextOpening" : "closing",
  };
}

/** The options of the preset that say the same. */
export function optionsOf({ pausing, responding, lastContact }: Setting, more: readonly string[] = []) {
  return {
    ignoreEscalation: [...pausing, ...more],
    communication: responding,
    lastContactBehaviour: lastContact,
  } satisfies ZammadOptions;
}

/** Pausing states and responding article types of the preset as it comes. */
function standard(): [readonly string[], readonly string[]] {
  const { metrics, reply } = zammad();
  const pause = metrics[0].pause;
  const states = pause && "while" in pause && "in" in pause.while ? pause.while.in : [];
  return [states.map(String), [reply?.channel ?? []].flat()];
}

function textsOf(value: unknown, name: string, otherwise: readonly string[]): readonly string[] {
  return value === undefined ? otherwise : list(value, name).map((entry) => text(entry, name));
}
