/** What tells the clocks of one lane from the others of their ticket (semantics K1); null: nothing to tell apart. */
export interface LaneNames {
  readonly metric: string;
  readonly policySet: string | null;
  /** Only where each policy has clocks of its own. */
  readonly policy: string | null;
  readonly level: string | null;
}

/** `set:policy/metric@level`, of which only the metric is always there. */
export function clockName({ metric, policySet, policy, level }: LaneNames): string {
  const set = policySet === null ? "" : `${escaped(policySet)}:`;
  const owner = policy === null ? "" : `${escaped(policy)}/`;
  return `${set}${owner}${measureName(metric, level)}`;
}

/** `metric@level`: what is measured, whoever promises it. */
export function measureName(metric: string, level: string | null): string {
  return level === null ? escaped(metric) : `${escaped(metric)}@${escaped(level)}`;
}

/** The name with the value whose clock it is: `ownership(tier2)`. */
export function withValue(name: string, per: string | null): string {
  return per === null ? name : `${name}(${escaped(per)})`;
}

/** Keeps the joints apart from the names. encodeURIComponent would throw on half a surrogate pair. */
function escaped(name: string): string {
  return name.replace(/[%/:@()#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
