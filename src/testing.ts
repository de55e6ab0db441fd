/**
 * What shows that a desk's policies say what they should, and that nothing is lost and nothing done twice: a second
 * evaluator by the rules alone, zones with one transition, and a simulator of the delivery of actions, with a model host.
 * @module
 */
export type { DefinedReading } from "./testing/definition/reading.ts";
export { type Difference, differencesFromDefinition, evaluateByDefinition } from "./testing/differences.ts";
export type { HostKind } from "./testing/host.ts";
export type { Judgement } from "./testing/judge.ts";
export {
  createSimulator,
  type SimulateOptions,
  type Simulation,
  type SimulationStory,
  type Simulator,
} from "./testing/simulate.ts";
export type { Happening } from "./testing/story.ts";
export { type OneTransition, zonesOf, zoneWith } from "./testing/zones.ts";
