/** The package's version; a test compares it with package.json. */
export const VERSION = "0.1.0";

/** Rises when the answer for the same input changes (semantics S3); docs/changelog.md lists it. */
export const SEMANTICS = 1;
