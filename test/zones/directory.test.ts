import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { tzifZones } from "../../src/tzif/zones.ts";
import { tzifBytes } from "./tzifBytes.ts";

const HOUR = 3_600;

describe("a directory of zone files", () => {
  const directory = mkdtempSync(join(tmpdir(), "dueclock-zones-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  const put = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  const warsaw = tzifBytes({ types: [HOUR], footer: "CET-1CEST,M3.5.0,M10.5.0/3" });
  put("Europe/Warsaw", warsaw);
  put("America/Argentina/Salta", tzifBytes({ types: [-3 * HOUR], footer: "<-03>3" }));
  put("Etc/GMT+5", tzifBytes({ types: [-5 * HOUR], footer: "<-05>5" }));
  for (const name of [
    "__proto__",
    "localtime",
    "posixrules",
    "Factory",
    "right/UTC",
    "posix/Europe/Warsaw",
  ]) {
    put(name, warsaw);
  }
  put("Europe/Broken", warsaw.slice(0, 100));
  put("Europe/Large", Uint8Array.from([...warsaw, ...new Array(300_000).fill(0)]));
  put("Asia/Bangkok", warsaw);
  put("zone.tab", "PL\t+5215+02100\tEurope/Warsaw\n");
  symlinkSync(".", join(directory, "Loop"));
  symlinkSync("nowhere", join(directory, "Dangling"));
  symlinkSync("Europe/Warsaw", join(directory, "Poland"));
  put("tzdata.zi", "# version 2026f\n# This zic input file is in the public domain.\n");
  const zones = tzifZones({ directory });

  it("says the version of its data", () => {
    expect(zones.label).toBe("2026f");
    put("bsd/+VERSION", "2025b\n");
    expect(tzifZones({ directory: join(directory, "bsd") }).label).toBe("2025b");
    put("own/tzdata.zi", "# version unknown\n");
    expect(tzifZones({ directory: join(directory, "own") }).label).toBe("unknown");
    expect(tzifZones({ directory: join(directory, "Europe") }).label).toBe("unknown");
  });

  it.each(["Europe/Warsaw", "Poland", "America/Argentina/Salta", "Etc/GMT+5"])("knows %s", (id) => {
    expect(zones.zone(id)).toMatchObject({ id });
    expect(zones.zone(id)).toBe(zones.zone(id));
  });

  it("knows a zone in any case, under its usual name", () => {
    expect(zones.zone("europe/WARSAW")).toBe(zones.zone("Europe/Warsaw"));
    expect(zones.zone("ETC/gmt+5")).toMatchObject({ id: "Etc/GMT+5", offsets: [-18_000_000] });
  });

  it.each([
    "Europe/Nowhere",
    "Europe",
    "",
    ".",
    "..",
    "../Europe/Warsaw",
    "Europe/../Europe/Warsaw",
    "Europe//Warsaw",
    "/Europe/Warsaw",
    "Europe/Warsaw/",
    "Europe\\Warsaw",
    "Europe/Warsaw\0",
    "Europe/Warsaw\n",
    " Europe/Warsaw",
    "Asia/Bang\u212aok",
    "Loop/Loop/Loop/Europe/Warsaw",
    join(directory, "Europe/Warsaw"),
    "__proto__",
    "constructor",
    "toString",
    "zone.tab",
    "tzdata.zi",
    "localtime",
    "posixrules",
    "Factory",
    "right/UTC",
    "posix/Europe/Warsaw",
    "Dangling",
    "Europe/Broken",
    "Europe/Large",
    "+05:30",
  ])("has no zone %j", (id) => {
    expect(zones.zone(id)).toBeNull();
  });

  it("that does not exist has no zone and no version", () => {
    const none = tzifZones({ directory: join(directory, "missing") });
    expect(none.zone("Europe/Warsaw")).toBeNull();
    expect(none.label).toBe("unknown");
  });
});
