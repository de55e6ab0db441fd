import { BadVector, instant, type Outcome, record, type Vector, type VectorFile } from "../vector.ts";
import { ANSWERS } from "./answers.ts";
import { type Host, hostOf } from "./host.ts";
import { systemOf } from "./systems.ts";

/** Reads a ticket's clock as an ITSM system would: files of the form of clocks-itsm.json. */
export function runItsmClocks(vector: Vector, file: VectorFile): Outcome {
  const expected = Object.entries(record(vector.expected, "expected"));
  if (expected.length === 0) throw new BadVector("it expects nothing");
  const system = systemOf(vector.system);
  const host = hostOf(system, vector, file, instant(vector.evaluateAt, "evaluateAt"));
  const compared = expected.map(([name, value]) => compare(name, value, host));
  return {
    op: `${String(vector.system)} ${host.terms.clock}`,
    expected: compared.map(({ name, expected: one }) => `${name} ${one}`).join(", "),
    got: compared.map(({ name, got }) => `${name} ${got}`).join(", "),
  };
}

/** One expected field. One named `upstream…` is what the system answers where it is wrong: ours must be another. */
function compare(name: string, value: unknown, host: Host): { name: string; expected: string; got: string } {
  const isWrong = name.startsWith("upstream");
  const plain = isWrong ? name.charAt(8).toLowerCase() + name.slice(9) : name;
  if (!Object.hasOwn(ANSWERS, plain)) {
    const known = Object.keys(ANSWERS).join(", ");
    throw new BadVector(`\`expected.${name}\` is nothing that is known here; known are ${known}`);
  }
  const expected = ANSWERS[plain].expected(value, `expected.${name}`);
  const got = ANSWERS[plain].got(host, value);
  if (!isWrong) return { name, expected, got };
  return { name, expected: `not ${expected}`, got: got === expected ? got : `not ${expected}` };
}
