import { compileSla, type Definition, evaluateTicket, type MetricDefinition } from "../../../index.ts";
import { type ZammadMetric, zammad } from "../../../presets.ts";
import { BadVector, type Outcome, record, type Vector, type VectorFile } from "../vector.ts";
import { COLUMNS, type Columns, columnsOf, legacyColumnsOf, type Promised } from "./columns.ts";
import { currentTargets, type Minutes, policiesOf, target } from "./policies.ts";
import { optionsOf, type Setting, settingOf } from "./setting.ts";
import { rowOnly, type Story, storyOf } from "./story.ts";
import { type LegacyMetric, legacyMetrics, metricsWithWrites } from "./writes.ts";

/** Replays a ticket and reads off its columns as Zammad stores them. */
export function runTimeline(vector: Vector, file: VectorFile): Outcome {
  const expected = expectedColumns(vector);
  const setting = settingOf(vector, file);
  const story = storyOf(vector, setting, file);
  const got = setting.semantics === "legacy" ? legacy(story, setting) : current(story, setting);
  const asked = Object.keys(expected) as (keyof Columns)[];
  const print = (columns: Partial<Columns>) =>
    asked.map((name) => `${name} ${String(columns[name])}`).join(", ");
  return { op: "timeline", expected: print(expected), got: print(got) };
}

/** The columns expected, as they are printed; where the source's due time has rolled over to an opening, the closing instant. */
function expectedColumns(vector: Vector): Partial<Columns> {
  const given = {
    ...record(vector.expected, "expected"),
    ...(vector.closingAlternative !== undefined && record(vector.closingAlternative, "closingAlternative")),
  };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const kind = Object.hasOwn(COLUMNS, name) ? COLUMNS[name as keyof Columns] : undefined;
      if (!kind) throw new BadVector(`\`expected.${name}\` is no column that is known`);
      return [name, value === null ? null : kind.read(value, `expected.${name}`)];
    }),
  );
}

function current(story: Story, setting: Setting): Columns {
  const sla = compileSla(definitionOf(story, setting, currentTargets, []));
  const { asOf, pausingSince } = story;
  return columnsOf(
    evaluateTicket(sla, { ticket: "1", events: story.events }, { asOf }),
    pausingSince === null,
  );
}

/**
 * As until February 2021: one clock from the last contact of either side, and columns that stay as they were before a
 * pause, and after the target was met.
 */
function legacy(story: Story, setting: Setting): Columns {
  const own = legacyMetrics(optionsOf(setting, setting.pausing.map(rowOnly)));
  const sla = compileSla(definitionOf(story, setting, legacyTargets, own));
  const { asOf, pausingSince, isRebuilt, events } = story;
  const verdictAt = (at: number) => evaluateTicket(sla, { ticket: "1", events }, { asOf: at });
  const now = verdictAt(asOf);
  if (pausingSince === null) return legacyColumnsOf(now, now, true);
  if (pausingSince === events[0].at) {
    // Born in a state that pauses: stored by force only, and then without a pause that lasts
    const paused = now.clocks.flatMap((clock) => clock.pausedSince ?? []);
    const stored = paused.length === 0 ? now : verdictAt(Math.min(...paused));
    return legacyColumnsOf(now, isRebuilt ? stored : null, false);
  }
  return legacyColumnsOf(now, verdictAt(pausingSince - 1), false);
}

function legacyTargets(minutes: Minutes): Promised {
  const update = minutes.updateMinutes ?? minutes.responseMinutes;
  return {
    ...target("firstResponse", minutes.firstResponseMinutes),
    ...target("sinceContact", update),
    ...target("untilContact", update),
    ...target("resolution", minutes.solutionMinutes),
  };
}

/** The preset itself; told of the columns that the vector writes, where it does. */
function definitionOf(
  story: Story,
  setting: Setting,
  targets: (minutes: Minutes) => Promised,
  own: readonly MetricDefinition<LegacyMetric>[],
): Definition<ZammadMetric | LegacyMetric> {
  const options = optionsOf(setting, setting.pausing.map(rowOnly));
  const preset = zammad(options);
  const metrics = [...(story.hasWrites ? metricsWithWrites(options) : preset.metrics), ...own];
  return {
    ...preset,
    statuses: {
      ...preset.statuses,
      ...Object.fromEntries(setting.pausing.map((state) => [rowOnly(state), "onHold"] as const)),
    },
    metrics,
    measure: metrics.map(({ id }) => id),
    calendars: { calendar: story.calendar },
    policies: policiesOf(story.slas ?? [], "slas", targets),
    options: { ...preset.options, endOfBudget: setting.endOfBudget },
  };
}
