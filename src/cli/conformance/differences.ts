/** A vector with which the library knowingly disagrees. */
export interface ExpectedDifference {
  readonly id: string;
  readonly category: "deliberate" | "vendor-bug" | "unsupported";
  /** The rule that decides, "C7" for one. */
  readonly rule: string;
  readonly why: string;
  /** Our answer, as the run prints it, if given: a vector that comes to another is no longer the difference that was judged. */
  readonly ours?: string;
}

const CATEGORIES: readonly unknown[] = ["deliberate", "vendor-bug", "unsupported"];

/**
 * The expected differences of a file's JSON, by the vector's id.
 * @throws Error naming the first entry that lacks an id, a known category, a rule or a reason, has an answer that is no text, or comes twice.
 */
export function readDifferences(json: unknown): ReadonlyMap<string, ExpectedDifference> {
  if (!Array.isArray(json)) throw new Error("the expected differences are no list");
  const byId = new Map<string, ExpectedDifference>();
  for (const [i, entry] of (json as Partial<ExpectedDifference>[]).entries()) {
    const { id, category, rule, why, ours } = entry ?? {};
    if (
      !id ||
      !CATEGORIES.includes(category) ||
      !rule ||
      !why ||
      (ours !== undefined && typeof ours !== "string")
    ) {
      throw new Error(
        `expected difference ${i} lacks an \`id\`, a \`rule\`, a \`why\` or a \`category\` of ${CATEGORIES.join(", ")}`,
      );
    }
    if (byId.has(id)) throw new Error(`expected difference \`${id}\` is listed twice`);
    byId.set(id, entry as ExpectedDifference);
  }
  return byId;
}
