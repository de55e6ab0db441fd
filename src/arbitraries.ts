/**
 * fast-check arbitraries for property tests of a host's own: histories under its definition, definitions with histories of
 * every kind for what stores or translates them. Needs fast-check, which `dueclock/testing` does not.
 * @module
 */
export { type Case, cases } from "./testing/arbitraries/cases.ts";
export { definitions } from "./testing/arbitraries/definitions.ts";
export { type Asked, type HistoryShape, histories, ORIGINS } from "./testing/arbitraries/histories.ts";
