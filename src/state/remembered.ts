import type { CompiledSla } from "../compile.ts";
import type { Kept } from "./kept.ts";
import { headOf, type Snapshot, write } from "./written.ts";

/** What a snapshot was made of, and what it was written as once somebody asked. */
interface Memory {
  readonly sla: CompiledSla;
  readonly kept: Kept;
  written: Snapshot | null;
}

/** Not enumerable: no copy of the snapshot has it. A weak map took 2 µs for each of a stream, and its garbage stayed long. */
const MEMORY = Symbol("memory");

interface Remembering {
  readonly [MEMORY]?: Memory;
}

/**
 * A snapshot that is written when it is first read, and that `resume` goes on from without reading it. It is frozen,
 * down to what it was written as: so it says at any time what it was made of.
 */
export function snapshotOf(sla: CompiledSla, kept: Kept): Snapshot {
  const snapshot = headOf(sla, kept.ticket, kept.asOf);
  const memory: Memory = { sla, kept, written: null };
  Object.defineProperty(snapshot, "kept", KEPT);
  Object.defineProperty(snapshot, "check", CHECK);
  Object.defineProperty(snapshot, MEMORY, { value: memory });
  return Object.freeze(snapshot) as Snapshot;
}

/** What a snapshot was made of, under the same definition as compiled; null where that is not in memory. */
export function remembered(sla: CompiledSla, snapshot: Remembering): Kept | null {
  if (!Object.hasOwn(snapshot, MEMORY)) return null;
  const memory = snapshot[MEMORY];
  return memory?.sla === sla ? memory.kept : null;
}

const KEPT = {
  enumerable: true,
  get(this: Remembering) {
    return writtenOf(this)?.kept;
  },
};
const CHECK = {
  enumerable: true,
  get(this: Remembering) {
    return writtenOf(this)?.check;
  },
};

function writtenOf({ [MEMORY]: memory }: Remembering): Snapshot | null {
  if (!memory) return null;
  memory.written ??= frozen(write(memory.sla, memory.kept));
  return memory.written;
}

/** Frozen with all that it holds. */
function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (typeof member === "object" && member !== null) frozen(member);
  return Object.freeze(value);
}
