/** How far apart two numbers may be, of the larger. */
const TOLERANCE = 1e-9;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/**
 * Whether two answers, as they are printed, are the same. Whole numbers must be equal; where one of two is a fraction
 * they may differ by a part in 1e9, since other programs round their divisions elsewhere.
 */
export function sameAnswer(one: string, other: string): boolean {
  if (one === other) return true;
  const [left, right] = [one, other].map((answer) => answer.match(NUMBER) ?? []);
  return (
    one.replace(NUMBER, "#") === other.replace(NUMBER, "#") &&
    left.every((number, i) => number === right[i] || near(number, right[i]))
  );
}

function near(one: string, other: string): boolean {
  const [a, b] = [Number(one), Number(other)];
  if (Number.isInteger(a) && Number.isInteger(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
