/** One thing wrong with an input, or worth a look. */
export interface Issue {
  /** Stable name, `room.reason`. */
  readonly code: string;
  /** An error makes the definition unusable; a lint is advice. */
  readonly severity: "error" | "lint";
  /** Where, from the root of the input. */
  readonly path: readonly (string | number)[];
  /** What is wrong and what to do, for people: lower case, no final stop. */
  readonly message: string;
}

/** Something odd in a ticket's history; the verdict stands beside it. */
export interface Warning {
  readonly code: string;
  /** The event it is about, where there is one. */
  readonly event: string | null;
  readonly message: string;
}

const BRAND = Symbol.for("dueclock.SlaError");

/**
 * The one error of this library: an input that cannot be used, with **all** its issues.
 * `instanceof` holds across copies of the package (ESM beside CJS, one bundled per entry).
 */
export class SlaError extends Error {
  override readonly name = "SlaError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(sentence).join("\n"));
    this.issues = issues;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether a value is such an error of any copy of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** `at `policies.0.calendar`: no calendar has the id `nope``, the form in which errors print an issue; also of an importer's `notCarried`. */
export function sentence({ path, message }: Pick<Issue, "path" | "message">): string {
  return path.length === 0 ? message : `at \`${path.map(step).join("").slice(1)}\`: ${message}`;
}

/** `.key`, or `.["a.b"]` where the key itself has a dot. */
function step(key: string | number): string {
  return typeof key === "string" && key.includes(".") ? `.[${JSON.stringify(key)}]` : `.${key}`;
}

/** The most characters of a text of a host's that a message shows. */
const MAX_SHOWN = 100;

/** A text of a host's, such as an id, as a message shows it: it may be of any length. */
export function shown(text: string): string {
  return text.slice(0, MAX_SHOWN);
}

export function error(code: string, path: Issue["path"], message: string): Issue {
  return { code, severity: "error", path, message };
}

export function lint(code: string, path: Issue["path"], message: string): Issue {
  return { code, severity: "lint", path, message };
}

/** Throws one error with every issue of severity `error`, if there is any. */
export function throwErrors(issues: readonly Issue[]): void {
  const errors = issues.filter((issue) => issue.severity === "error");
  if (errors.length > 0) throw new SlaError(errors);
}

/** What a broken promise of our own code says. */
export function bug(what: string): Error {
  return new Error(`dueclock bug: ${what}`);
}
