/**
 * The id of an action: ticket, policy, the clock by what it measures and its starting event, rule, repetition (semantics
 * A3). Never the instant at which it fires, so an action moved by a pause stays the same one.
 */
export function actionId(
  ticket: string,
  policy: string,
  measure: string,
  startedBy: string,
  rule: string,
): string {
  return [ticket, policy, measure, startedBy, rule, "1"].map(escaped).join("/");
}

/** Keeps `/` for the joints. encodeURIComponent would throw on half a surrogate pair. */
function escaped(part: string): string {
  return part.replace(/[%/]/g, (character) => (character === "%" ? "%25" : "%2F"));
}
