/**
 * What shows that nothing is lost and nothing done twice: a simulator of the delivery of actions, with a model host.
 * @module
 */
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
