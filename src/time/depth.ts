/** Objects and lists within each other; a definition with conditions of the deepest allowed has about 70. */
export const MAX_DEPTH = 100;

/** Whether a value nests deeper than `MAX_DEPTH` or holds itself. Level by level and each object once on a level: no recursion, and no circle costs more than the value's size. */
export function nestsTooDeep(value: unknown): boolean {
  let level = new Set<unknown>(isObject(value) ? [value] : []);
  for (let depth = 0; level.size > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    const next = new Set<unknown>();
    for (const outer of level) {
      for (const member of Object.values(outer as object)) if (isObject(member)) next.add(member);
    }
    level = next;
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
