/*
 * The committed dumps of zone data (dump.py, README.md) as zone suppliers, and what tells two suppliers apart.
 */
import { readdirSync, readFileSync } from "node:fs";
import { SUPPORTED_TO } from "../../src/time/units.ts";
import { offsetAt, spanAt, type ZoneSupplier, type ZoneTable } from "../../src/time/zone.ts";

interface Dump {
  readonly version: string;
  readonly base?: string;
  readonly zones: Readonly<Record<string, string | null>>;
}

/** A supplier that can say which zones it has. */
export interface DumpSupplier extends ZoneSupplier {
  readonly ids: readonly string[];
}

/** Where two suppliers part: the first instant, and the two offsets then, in seconds. */
export interface Difference {
  readonly from: string;
  readonly offsets: readonly [number, number];
}

/** Differences by zone, of two data versions: the key is "OLDER|NEWER". */
export type KnownDifferences = Readonly<Record<string, Readonly<Record<string, Difference>>>>;

const here = (name: string) => new URL(name, import.meta.url);
const json = (name: string) => JSON.parse(readFileSync(here(name), "utf8"));

export const knownDifferences: KnownDifferences = json("known-differences.json");

/**
 * Names that distributions build differently from the same data: Debian keeps the zones that tzdata 2024b made
 * links. No answer of either supplier is wrong.
 */
const SYSTEM_V = /^(CET|CST6CDT|EET|EST|EST5EDT|HST|MET|MST|MST7MDT|PST8PDT|WET)$/;

/** Every committed dump, by version. */
export const dumps: ReadonlyMap<string, DumpSupplier> = new Map(
  readdirSync(here("."))
    .filter((name) => /^\d{4}[a-z]+\.json$/.test(name))
    .map((name) => supplier(json(name)))
    .map((dump) => [dump.label, dump]),
);

function supplier(dump: Dump): DumpSupplier {
  const texts = textsOf(dump);
  const ids = [...texts.keys()].filter((id) => !SYSTEM_V.test(id)).sort();
  const zone = (id: string) => (texts.has(id) ? read(id, texts.get(id) as string) : null);
  return { label: dump.version, ids, zone };
}

function textsOf(dump: Dump): Map<string, string> {
  const texts = dump.base ? textsOf(json(`${dump.base}.json`)) : new Map<string, string>();
  for (const [id, text] of Object.entries(dump.zones)) {
    if (text === null) texts.delete(id);
    else texts.set(id, text.startsWith("=") ? (texts.get(text.slice(1)) as string) : text);
  }
  return texts;
}

/** `base;delta>offset,…` as a zone table; see dump.py for the format. */
function read(id: string, text: string): ZoneTable {
  const [base, changes] = text.split(";");
  const transitions: number[] = [];
  const offsets = [Number(base) * 1_000];
  let at = 0;
  for (const change of changes.split(",").filter((part) => part !== "")) {
    const [delta, offset] = change.split(">");
    at += Number.parseInt(delta, 36) * 1_000;
    transitions.push(at);
    offsets.push(Number(offset) * 1_000);
  }
  return { id, transitions, offsets };
}

/** What is compared of a table: offsets and transitions from the epoch to the end of the supported years. */
export function supportedPart(zone: ZoneTable): Omit<ZoneTable, "id"> {
  const first = spanAt(zone, 0);
  const transitions = zone.transitions.slice(first).filter((at) => at < SUPPORTED_TO);
  return { transitions, offsets: zone.offsets.slice(first, first + 1 + transitions.length) };
}

/** Where each of the zones that both know differs first; a zone that does not is not in it. */
export function differences(
  ids: readonly string[],
  one: ZoneSupplier,
  other: ZoneSupplier,
): Record<string, Difference> {
  const found: Record<string, Difference> = {};
  for (const id of ids) {
    const [a, b] = [one.zone(id), other.zone(id)];
    const difference = a && b && firstDifference(a, b);
    if (difference) found[id] = difference;
  }
  return found;
}

function firstDifference(one: ZoneTable, other: ZoneTable): Difference | null {
  const parts = [supportedPart(one), supportedPart(other)];
  if (JSON.stringify(parts[0]) === JSON.stringify(parts[1])) return null;
  const instants = [0, ...parts.flatMap(({ transitions }) => transitions)].sort((a, b) => a - b);
  const at = instants.find((instant) => offsetAt(one, instant) !== offsetAt(other, instant));
  if (at === undefined) return { from: "never: one of them repeats an offset", offsets: [0, 0] };
  return {
    from: new Date(at).toISOString(),
    offsets: [offsetAt(one, at) / 1_000, offsetAt(other, at) / 1_000],
  };
}

/** Those of a list of differences whose zone is among `ids`, if need be with the two offsets exchanged. */
export function among(
  ids: readonly string[],
  listed: Readonly<Record<string, Difference>>,
  exchanged: boolean,
): Record<string, Difference> {
  const kept = Object.entries(listed).filter(([id]) => ids.includes(id));
  if (!exchanged) return Object.fromEntries(kept);
  return Object.fromEntries(
    kept.map(
      ([
        id,
        {
          from,
          offsets: [a, b],
        },
      ]) => [id, { from, offsets: [b, a] }],
    ),
  );
}
