import type { Preset } from "../../../presets.ts";
import { glpi, itop, otobo, redmine, requestTracker } from "../../../presets.ts";
import { BadVector } from "../vector.ts";
import type { Terms } from "./terms.ts";

/** How a system's vectors are read: its preset, and what it shows of a clock where that differs from the reading. */
export interface System {
  preset(terms: Terms): Preset<string>;
  /** The metrics that a vector's `clock` means, by its name; of several the live one counts. */
  readonly metrics: Readonly<Record<string, readonly string[]>>;
  /** Metrics whose clock starts anew after each end: an ended one is `idle`, for the next has not started. */
  readonly recurring?: readonly string[];
  /**
   * What it shows as the due time: `running` only of a clock that runs (a paused one as if resumed now), `kept` the
   * one stored when it last ran. As the reading says, if left out.
   */
  readonly shows?: "running" | "kept";
  /** Whether a paused clock is `idle`: the system has no word for a pause, and shows nothing. */
  readonly hidesPauses?: true;
  /** Whether a calendar without hours means none at all. */
  readonly ignoresEmptyCalendar?: true;
}

const OTOBO: System = {
  preset: ({ pauseOnStatus }) => otobo({ suspendStates: pauseOnStatus ?? [] }),
  metrics: { first_response: ["firstResponse"], update: ["update"], resolution: ["solution"] },
  shows: "running",
};

const GLPI: System = {
  preset: ({ ownerGroup }) => glpi({ olaGroups: [ownerGroup ?? ""] }),
  metrics: { time_to_own: ["timeToOwn"], time_to_resolve: ["timeToResolve"] },
  shows: "kept",
  ignoresEmptyCalendar: true,
};

const ITOP: System = {
  preset: () => itop(),
  metrics: { time_to_own: ["timeToOwn"], time_to_resolve: ["timeToResolve"] },
};

const RT: System = {
  preset: ({ ignoreOnStatus, excludesIgnored }) =>
    requestTracker({ ignoreOnStatuses: ignoreOnStatus, excludeTimeOnIgnoredStatuses: excludesIgnored }),
  metrics: { response: ["response", "keepInLoop"], resolution: ["resolve"], starts: ["starts"] },
  recurring: ["response", "keepInLoop"],
  hidesPauses: true,
};

const REDMINE: System = {
  preset: ({ runOnStatus }) =>
    redmine(runOnStatus ? { responseStatuses: runOnStatus, resolutionStatuses: runOnStatus } : {}),
  metrics: { response: ["response"], resolution: ["resolution"] },
};

const SYSTEMS: Readonly<Record<string, System>> = {
  otobo: OTOBO,
  znuny: OTOBO,
  otrs: OTOBO,
  otrs6: OTOBO,
  glpi: GLPI,
  itop: ITOP,
  rt: RT,
  redmine_sla: REDMINE,
};

/** Whether a vector names one of the systems here; several in one, such as `otobo/znuny`, behave alike. */
export function isItsmSystem(name: unknown): name is string {
  return typeof name === "string" && name.split("/").every((part) => Object.hasOwn(SYSTEMS, part));
}

export function systemOf(name: unknown): System {
  if (!isItsmSystem(name)) {
    throw new BadVector(`\`${String(name)}\` is no system; one of ${Object.keys(SYSTEMS).join(", ")}`);
  }
  return SYSTEMS[name.split("/")[0]];
}

/** The ids of the metrics that a vector's policy is about. */
export function metricsOf(system: System, { clock, isOla, ownerGroup }: Terms): readonly string[] {
  if (!Object.hasOwn(system.metrics, clock)) {
    throw new BadVector(`\`${clock}\` is no clock; one of ${Object.keys(system.metrics).join(", ")}`);
  }
  const metrics = system.metrics[clock];
  return isOla ? metrics.map((metric) => `${ownerGroup ?? ""}.${metric}`) : metrics;
}
