import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ZoneSupplier, ZoneTable } from "../time/zone.ts";
import { zoneTable } from "./table.ts";

/** Where to read. */
export interface TzifOptions {
  /** A directory laid out like /usr/share/zoneinfo; the system's own, if left out. */
  readonly directory?: string;
}

/**
 * Zone tables from compiled zone files (TZif, RFC 9636), by default the system's: they are renewed with the
 * system, while the zone data that a Node build carries stay as they were (semantics T1). `label` is the data
 * version that the directory states ("2026f"), else "unknown".
 *
 * Names are taken in any case, as luxon's supplier takes them; a table's `id` is the name in its usual letters.
 * Unknown names, those that are no place's (`localtime`, `posix/…`, `right/…`) and broken files give null; so
 * does every name where the directory is missing. Nothing is thrown and nothing outside the directory's own list
 * is opened. A file is read once per supplier: make a new one to see renewed files.
 */
export function tzifZones(options: TzifOptions = {}): ZoneSupplier {
  const directory = options.directory ?? SYSTEM_DIRECTORIES.find(isDirectory) ?? SYSTEM_DIRECTORIES[0];
  const tables = new Map<string, ZoneTable | null>();
  let paths: ReadonlyMap<string, string> | undefined;
  return {
    label: versionOf(directory) ?? "unknown",
    zone(id) {
      paths ??= listZones(directory);
      const path = /^[\w+/-]+$/.test(id) ? paths.get(id.toLowerCase()) : undefined;
      if (path === undefined) return null;
      let table = tables.get(path);
      if (table === undefined) {
        table = readZone(directory, path);
        tables.set(path, table);
      }
      return table;
    },
  };
}

const SYSTEM_DIRECTORIES = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

/** Far above what is real: about 600 zones, 4 kB, America/Argentina/Salta. */
const NAMES_MOST = 10_000;
const BYTES_MOST = 262_144;
const DEPTH_MOST = 4;

/** What such a directory holds beside the names of places. */
const NO_PLACE = /^(posix|right|localtime|posixrules|Factory)$/;

/** A part of a zone's name: so tables, leap seconds and `..` are no zones. */
const PART = /^[A-Za-z][A-Za-z0-9_+-]*$/;

/** The path below `directory` of every file that may be a zone, by its name in lower case. */
function listZones(directory: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const folders = [""];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of namesIn(join(directory, folder))) {
      if (!PART.test(name) || (folder === "" && NO_PLACE.test(name))) continue;
      const path = folder === "" ? name : `${folder}/${name}`;
      if (++seen > NAMES_MOST) return paths;
      if (!isDirectory(join(directory, path))) paths.set(path.toLowerCase(), path);
      else if (path.split("/").length < DEPTH_MOST) folders.push(path);
    }
  }
  return paths;
}

function readZone(directory: string, path: string): ZoneTable | null {
  const file = join(directory, path);
  try {
    const found = statSync(file);
    if (!found.isFile() || found.size > BYTES_MOST) return null; // a pipe would never end
    return zoneTable(path, readFileSync(file));
  } catch {
    return null;
  }
}

/** The version in the first line of `tzdata.zi` ("# version 2026f"), or all of `+VERSION` (BSD, macOS). */
function versionOf(directory: string): string | null {
  const source = /^# version (\S+)/.exec(startOf(join(directory, "tzdata.zi")))?.[1];
  const version = source ?? /^(\S+)\s*$/.exec(startOf(join(directory, "+VERSION")))?.[1];
  return version === undefined || version === "unknown" ? null : version;
}

/** The first bytes of a file; empty where there is none. */
function startOf(file: string): string {
  const bytes = new Uint8Array(64);
  try {
    const handle = openSync(file, "r");
    try {
      return String.fromCharCode(...bytes.subarray(0, readSync(handle, bytes)));
    } finally {
      closeSync(handle);
    }
  } catch {
    return "";
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
