import type { Definition, Evaluation, Reading } from "../../../index.ts";
import { chatwoot, erpNext, frappe, libreDesk, osTicket } from "../../../presets.ts";
import { BadVector, text, type Vector } from "../vector.ts";

export type Metric = "firstResponse" | "nextResponse" | "resolution";

/** A preset with whatever of the three metrics it has. */
export type Semantics = Pick<Definition<Metric>, "preset" | "statuses" | "metrics" | "options">;

/** Which statuses a vector's policy lists; undefined where it leaves a list out. */
export interface StatusLists {
  readonly paused: readonly string[] | undefined;
  readonly resolved: readonly string[] | undefined;
}

/** The readings that a system's own words sum up. */
export interface Standing {
  readonly category: Evaluation["category"];
  readonly isGoverned: boolean;
  readonly firstResponse: Reading | undefined;
  readonly resolution: Reading | undefined;
  /** Whether any clock was missed. */
  readonly hasMissed: boolean;
}

interface System {
  semantics(lists: StatusLists): Semantics;
  /** The one word that the system shows for all of it; null where it shows none. */
  readonly word: ((standing: Standing) => string | null) | null;
  /** Whether a policy without a condition matches every ticket, or none unless it is the default. */
  readonly blankMatches: boolean;
  /** Whether an automation must lend the policy. */
  readonly isLent: boolean;
  /** Whether tickets of blocked requesters are left out. */
  readonly skipsBlocked: boolean;
}

const SYSTEMS: Readonly<Record<string, System>> = {
  chatwoot: {
    semantics: (lists) => withStatuses(chatwoot(), lists),
    word: chatwootWord,
    blankMatches: false,
    isLent: true,
    skipsBlocked: true,
  },
  "frappe-helpdesk": {
    semantics: (lists) => withStatuses(frappe(), lists),
    word: frappeWord,
    blankMatches: false,
    isLent: false,
    skipsBlocked: false,
  },
  erpnext: {
    semantics: ({ paused, resolved }) =>
      // Each of its policies has lists of its own: one without a status that pauses never pauses
      erpNext({ pauseOn: paused ?? [], ...(resolved && { fulfilledOn: resolved }) }),
    word: erpNextWord,
    blankMatches: true,
    isLent: false,
    skipsBlocked: false,
  },
  osticket: {
    semantics: (lists) => withStatuses(osTicket(), lists),
    word: null,
    blankMatches: true,
    isLent: false,
    skipsBlocked: false,
  },
  libredesk: {
    semantics: (lists) => withStatuses(libreDesk(), lists),
    word: null,
    blankMatches: false,
    isLent: true,
    skipsBlocked: false,
  },
};

/** The system that a vector speaks of. */
export function systemOf(vector: Vector): System {
  const name = text(vector.system, "system");
  const system = Object.hasOwn(SYSTEMS, name) ? SYSTEMS[name] : undefined;
  if (!system) throw new BadVector(`\`${name}\` is no system that this format has`);
  return system;
}

/** The preset with the vector's lists instead of the statuses that it knows to pause or to end. */
function withStatuses(preset: Semantics, { paused, resolved }: StatusLists): Semantics {
  const statuses = Object.entries(preset.statuses ?? {}).filter(
    ([, category]) =>
      !(paused && category === "pending") && !(resolved && (category === "solved" || category === "closed")),
  );
  return {
    ...preset,
    statuses: {
      ...Object.fromEntries(statuses),
      ...Object.fromEntries((paused ?? []).map((status) => [status, "pending"] as const)),
      ...Object.fromEntries((resolved ?? []).map((status) => [status, "solved"] as const)),
    },
  };
}

/** Chatwoot's applied SLA: active until the conversation is resolved, with or without misses. */
function chatwootWord({ category, isGoverned, hasMissed }: Standing): string {
  if (isGoverned && isDone(category)) return hasMissed ? "missed" : "hit";
  return hasMissed ? "active_with_misses" : "active";
}

/** Frappe Helpdesk's agreement status: of these words the first that is true. */
function frappeWord({ category, isGoverned, firstResponse, resolution, hasMissed }: Standing): string | null {
  if (!isGoverned) return null;
  if (hasMissed) return "Failed";
  if (category === "pending") return "Paused";
  if (isOpen(firstResponse)) return "First Response Due";
  return isOpen(resolution) ? "Resolution Due" : "Fulfilled";
}

/** ERPNext's: of a policy with a resolution only that one is judged, and only once there is one. */
function erpNextWord({ isGoverned, firstResponse, resolution }: Standing): string | null {
  if (!isGoverned) return null;
  const last = resolution?.targetMs == null ? firstResponse : resolution;
  if (firstResponse?.endedAt === null) return "First Response Due";
  if (last?.endedAt === null) return "Resolution Due";
  return last?.met ? "Fulfilled" : "Failed";
}

function isDone(category: Standing["category"]): boolean {
  return category === "solved" || category === "closed";
}

/** Whether a promised clock has not ended. */
function isOpen(reading: Reading | undefined): boolean {
  return reading !== undefined && reading.targetMs !== null && reading.endedAt === null;
}
