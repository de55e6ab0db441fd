#!/usr/bin/env python3
"""Dumps the UTC offsets of a directory of compiled zone files (TZif), as Python's zoneinfo reads them.

Another language and another reading of the same data: what the zone suppliers are tested against. Needs
Python 3.9 or later and nothing else.

    python3 dump.py --directory DIR --version 2026f --source "where DIR came from" > 2026f.json

DIR is a directory laid out like /usr/share/zoneinfo: the system's own (its version stands in the first line
of DIR/tzdata.zi), or that of a package unpacked in a temporary directory. README.md tells where each
committed dump came from.

A dump is { "version", "source", "zones": { id: table } }. A table is

    base;delta>offset,delta>offset,...

`base` is the offset at the epoch, `offset` the one in force from an instant on: seconds, decimal. The instants
are seconds after the one before (the first after the epoch), in base 36. Instants lie in (1970-01-01, 2101-01-01);
those at which only the abbreviation changes are left out. "=Other/Zone" means: the same table as Other/Zone.

With --onto OTHER.json only the zones whose tables differ from OTHER's are written ("base": OTHER's version);
a zone that OTHER has and DIR has not is null.
"""

import argparse
import json
import os
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

FROM = 0
TO = 4133980800  # 2101-01-01T00:00:00Z: the end of the supported years
EPOCH = datetime(1970, 1, 1)
STEP = 12 * 3600  # no zone has two transitions closer together
NOT_ZONES = ("posix/", "right/", "localtime", "posixrules", "Factory")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--directory", required=True)
    options.add_argument("--version", required=True)
    options.add_argument("--source", required=True)
    options.add_argument("--onto")
    given = options.parse_args()
    zones = dump(given.directory)
    out = {"version": given.version, "source": given.source}
    if not given.onto:
        zones = shortened(zones)
    else:
        with open(given.onto, encoding="utf-8") as file:
            other = json.load(file)
        if "base" in other:
            sys.exit("--onto takes a whole dump")
        old = expanded(other["zones"])
        changed = sorted(zone for zone in old.keys() | zones.keys() if old.get(zone) != zones.get(zone))
        out["base"] = other["version"]
        zones = shortened({zone: zones.get(zone) for zone in changed})
    out["zones"] = zones
    json.dump(out, sys.stdout, ensure_ascii=True, indent=1)
    sys.stdout.write("\n")


def dump(directory):
    """The table of every zone file, by id."""
    by_bytes, zones = {}, {}
    for zone in zone_ids(directory):
        path = os.path.join(directory, zone)
        with open(path, "rb") as file:
            content = file.read()
        if content not in by_bytes:
            with open(path, "rb") as file:
                by_bytes[content] = table(ZoneInfo.from_file(file, key=zone))
        zones[zone] = by_bytes[content]
    return zones


def shortened(zones):
    """The second and later of equal tables as "=id"."""
    first = {}
    for zone, text in zones.items():
        first.setdefault(text, zone)
    return {zone: text if text is None or first[text] == zone else f"={first[text]}" for zone, text in zones.items()}


def zone_ids(directory):
    found = []
    for folder, _, files in os.walk(directory):
        for name in files:
            path = os.path.join(folder, name)
            zone = os.path.relpath(path, directory).replace(os.sep, "/")
            if zone.startswith(NOT_ZONES):
                continue
            with open(path, "rb") as file:
                if file.read(4) == b"TZif":
                    found.append(zone)
    return sorted(found)


def table(zone):
    """Walks the supported years in steps and bisects each change of offset to the second."""

    def offset(at):
        # Not utcoffset(): that goes from the wall time, and the fold of one is not always told apart
        utc = EPOCH + timedelta(seconds=at)
        return round((zone.fromutc(utc.replace(tzinfo=zone)).replace(tzinfo=None) - utc).total_seconds())

    base = before = offset(FROM)
    previous, changes = FROM, []
    for start in range(FROM, TO, STEP):
        low, high = start, min(start + STEP, TO - 1)
        if offset(high) == before:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == before:
                low = middle
            else:
                high = middle
        before = offset(high)
        changes.append(f"{base36(high - previous)}>{before}")
        previous = high
    return f"{base};{','.join(changes)}"


def expanded(zones):
    return {zone: zones[text[1:]] if text.startswith("=") else text for zone, text in zones.items()}


def base36(number):
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


if __name__ == "__main__":
    main()
