/** What tells a clock from the others of its ticket (semantics K1); null: nothing to tell apart. */
export interface ClockNames {
  readonly metric: string;
  readonly policySet: string | null;
  /** Only where each policy has clocks of its own. */
  readonly policy: string | null;
  readonly level: string | null;
  readonly per: string | null;
}

/** `metric`, with what else tells its clocks apart: `set:policy/metric@level(value)`. */
export function clockName({ metric, policySet, policy, level, per }: ClockNames): string {
  const set = policySet === null ? "" : `${escaped(policySet)}:`;
  const owner = policy === null ? "" : `${escaped(policy)}/`;
  return `${set}${owner}${measureName({ metric, level, per })}`;
}

/** `metric@level(value)`: what is measured, whoever promises it. */
export function measureName({ metric, level, per }: Pick<ClockNames, "metric" | "level" | "per">): string {
  const atLevel = level === null ? "" : `@${escaped(level)}`;
  const ofValue = per === null ? "" : `(${escaped(per)})`;
  return `${escaped(metric)}${atLevel}${ofValue}`;
}

/** Keeps the joints apart from the names. encodeURIComponent would throw on half a surrogate pair. */
function escaped(name: string): string {
  return name.replace(/[%/:@()#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
