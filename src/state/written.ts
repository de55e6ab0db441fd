import type { CompiledSla } from "../compile.ts";
import { canonical } from "../time/canonical.ts";
import { fingerprint } from "../time/fingerprint.ts";
import { SEMANTICS } from "../version.ts";
import { encode } from "./encode.ts";
import type { Kept } from "./kept.ts";

/** Rises when snapshots of the engine before cannot be read any more, or are numbered otherwise. */
export const FORM = 2;

/**
 * How far a ticket has come, as small plain JSON: `resume` goes on from it. Disposable: the history stays the record, and
 * a snapshot that is lost or refused is taken again from it.
 */
export interface Snapshot {
  readonly form: number;
  /** `SEMANTICS`, and the fingerprints of definition and zone data that it was taken under. */
  readonly semantics: number;
  readonly definition: string;
  readonly tzVersion: string;
  readonly ticket: string;
  readonly asOf: number;
  /** For `resume` only. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Fingerprint of all the rest: a store that changed something is found out. */
  readonly check: string;
}

/** The snapshot of what is kept. */
export function write(sla: CompiledSla, kept: Kept): Snapshot {
  return seal(sla, kept.ticket, kept.asOf, encode(sla, kept));
}

export function seal(sla: CompiledSla, ticket: string, asOf: number, kept: Snapshot["kept"]): Snapshot {
  const open = { ...headOf(sla, ticket, asOf), kept };
  return { ...open, check: checkOf(open) };
}

/** What a snapshot says of itself. */
export function headOf({ fingerprint: definition, tzVersion }: CompiledSla, ticket: string, asOf: number) {
  return { form: FORM, semantics: SEMANTICS, definition, tzVersion, ticket, asOf };
}

/** The fingerprint of a snapshot, in whatever order its members come back. */
export function checkOf(open: Omit<Snapshot, "check">): string {
  return fingerprint(canonical(open));
}
