/** What `npm run mutate` does with a room of the core: the files it changes and the tests that must notice. */
export interface Room {
  readonly files: readonly string[];
  /** Quick ones: a mutant that nothing catches has run all that come by its line. */
  readonly tests: readonly string[];
  /** `DUECLOCK_RUNS` of the laws among them. */
  readonly runs: number;
}

const unit = (...names: string[]) => names.map((name) => `test/unit/${name}.test.ts`);
const engine = (...names: string[]) => unit(...names.map((name) => `engine/${name}`));
const laws = (...names: string[]) => names.map((name) => `test/property/calendar/${name}.test.ts`);

/** In the order in which they are run; docs/design.md says what is in a room. */
export const ROOMS: Readonly<Record<string, Room>> = {
  time: {
    files: ["src/time/**/*.ts"],
    tests: unit("time", "spread", "values"),
    runs: 30,
  },
  history: {
    files: ["src/history/**/*.ts"],
    tests: engine(
      ...["history", "hostileHistories", "oddHistories", "sets", "controlEvents", "everyday"],
      ...["clocks", "subjects", "policies"],
    ),
    runs: 30,
  },
  clock: {
    files: ["src/clock/**/*.ts"],
    tests: engine("clocks", "metrics", "ownMetrics", "subjects", "readings", "controlEvents", "everyday"),
    runs: 30,
  },
  calendar: {
    files: ["src/calendar/**/*.ts"],
    tests: [
      ...unit("calendar", "calendarSound", "batch", "table"),
      ...laws("adding", "changing", "knowing", "scanning"),
    ],
    runs: 60,
  },
  policy: {
    files: ["src/policy/**/*.ts"],
    tests: engine("policies", "sets", "targets", "amounts", "versions", "retargets", "everyday"),
    runs: 30,
  },
  deadline: {
    files: ["src/deadline/**/*.ts"],
    tests: engine(
      ...["readings", "clocks", "amounts", "retargets", "retargetModes", "versions", "targets"],
      ...["metrics", "everyday"],
    ),
    runs: 30,
  },
  action: {
    files: ["src/action/**/*.ts"],
    tests: engine(
      ...["actions", "actionRules", "actionConditions", "actionErrors", "actionRecord", "deliveries"],
    ),
    runs: 30,
  },
};
