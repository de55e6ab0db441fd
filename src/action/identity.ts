/** What an action's id says of it (semantics A3). */
export interface ActionName {
  readonly ticket: string;
  readonly policy: string;
  /** The metric, its level and value. */
  readonly measure: string;
  /** Id of the event that started the clock. */
  readonly startedBy: string;
  readonly rule: string;
  /** `repetition`, or `repetition.step` of a chain. */
  readonly shot: string;
}

/**
 * The id of an action: ticket, policy, the clock by what it measures and its starting event, rule, repetition (semantics
 * A3). Never the instant at which it fires, so an action moved by a pause stays the same one.
 */
export function actionId({ ticket, policy, measure, startedBy, rule, shot }: ActionName): string {
  return [ticket, policy, measure, startedBy, rule, shot].map(escaped).join("/");
}

/** What an id says; null where it is none of ours. */
export function readActionId(id: string): ActionName | null {
  const parts = id.split("/", 7);
  if (parts.length !== 6) return null;
  const [ticket, policy, measure, startedBy, rule, shot] = parts.map(unescaped);
  return { ticket, policy, measure, startedBy, rule, shot };
}

/** Keeps `/` for the joints. encodeURIComponent would throw on half a surrogate pair. */
function escaped(part: string): string {
  if (part.indexOf("/") < 0 && part.indexOf("%") < 0) return part; // nearly always: a verdict makes dozens of ids
  return part.replace(/[%/]/g, (character) => (character === "%" ? "%25" : "%2F"));
}

function unescaped(part: string): string {
  return part.indexOf("%") < 0 ? part : part.replace(/%2F|%25/g, (code) => (code === "%25" ? "%" : "/"));
}
