/** JSON with sorted keys: equal for values that differ only in the order of their keys. */
export function canonical(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : "null";
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) text += i === 0 ? canonical(value[i]) : `,${canonical(value[i])}`;
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of sorted(Object.keys(members))) {
    if (members[key] !== undefined)
      text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonical(members[key])}`;
  }
  return `{${text}}`;
}

/** Mostly they are: whoever asks for texts that are equal writes them in order. */
function sorted(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) if (keys[i] < keys[i - 1]) return keys.sort();
  return keys;
}
