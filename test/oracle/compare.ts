/*
 * What engine and definition both say of a clock, for comparing them member by member.
 */
import { type Definition, evaluateTicket } from "dueclock";
import type { Case } from "../../src/testing/arbitraries/cases.ts";
import { define } from "../../src/testing/definition/define.ts";
import { type DefinedReading, MEMBERS } from "../../src/testing/definition/reading.ts";
import { slaOf } from "../property/histories.ts";

export const ofEngine = ({ definition, history, asOf }: Case) =>
  shared(evaluateTicket(slaOf(definition as Definition<string>), history, { asOf }).clocks);

export const ofDefinition = ({ definition, history, asOf }: Case) =>
  shared(define(definition, history, asOf));

/** The members of both, as a host would store them: no -0. */
function shared(readings: readonly DefinedReading[]): DefinedReading[] {
  const named = readings.map((one) => Object.fromEntries(MEMBERS.map((name) => [name, one[name]])));
  return JSON.parse(JSON.stringify(named)) as DefinedReading[];
}
