import { error, type Issue, shown, throwErrors } from "../diagnostics.ts";
import { fixedZone, type ZoneSupplier, type ZoneTable } from "../time/zone.ts";
import type { PictureLabels } from "./labels.ts";
import type { Words } from "./words.ts";

/** What all pictures can be told. */
export interface PictureOptions {
  /** In pixels, from 240 to 2,400; 720 if left out. Ask for the width at which it will be shown: text keeps its size. */
  readonly width?: number;
  /**
   * Id of the picture's element, and the beginning of every id within: a letter, then up to 99 letters, digits, `-` and `_`. Left
   * out, it is made from the content, so that different pictures never share one.
   */
  readonly id?: string;
  /** In place of the picture's own heading. */
  readonly title?: string;
  readonly labels?: PictureLabels;
  /** Light or dark whatever the reader prefers; as the reader prefers (`auto`), if left out. */
  readonly scheme?: "auto" | "light" | "dark";
  /** Zone of dates and times; the calendar's where there is one, else `UTC`, if left out. */
  readonly timeZone?: string;
  /** Asked for `timeZone`; UTC and fixed offsets need none. */
  readonly zones?: ZoneSupplier;
}

/** Options with nothing left out. */
export interface Look {
  readonly width: number;
  readonly id: string | null;
  readonly title: string | null;
  readonly scheme: "auto" | "light" | "dark";
  readonly words: Words;
}

const DEFAULT_WIDTH = 720;
const UTC: ZoneTable = { id: "UTC", transitions: [], offsets: [0] };

/**
 * Reads the options; `ownZone` is that of the picture's calendar, if it has one.
 * @throws SlaError with all that is wrong with them.
 */
export function readOptions(options: PictureOptions, ownZone: ZoneTable | null = null): Look {
  const { width = DEFAULT_WIDTH, id, title, labels = {}, scheme = "auto", timeZone, zones } = options;
  const issues: Issue[] = [];
  if (!(typeof width === "number" && width >= 240 && width <= 2_400))
    issues.push(
      error("picture.bad_width", ["width"], `\`${String(width)}\` is no width from 240 to 2,400 pixels`),
    );
  if (id !== undefined && !(typeof id === "string" && /^[A-Za-z][\w-]{0,99}$/.test(id)))
    issues.push(
      error(
        "picture.bad_id",
        ["id"],
        `\`${shown(String(id))}\` is no id; write a letter, then up to 99 letters, digits, \`-\` and \`_\``,
      ),
    );
  if (!["auto", "light", "dark"].includes(scheme))
    issues.push(
      error(
        "picture.bad_scheme",
        ["scheme"],
        `\`${String(scheme)}\` is none of \`auto\`, \`light\` and \`dark\``,
      ),
    );
  const zone =
    timeZone === undefined
      ? (ownZone ?? UTC)
      : typeof timeZone === "string"
        ? zoneNamed(timeZone, zones)
        : null;
  if (zone === null) issues.push(unknownZone(String(timeZone), zones !== undefined));
  throwErrors(issues);
  return {
    width: Math.round(width),
    id: id ?? null,
    title: title ?? null,
    scheme,
    words: { labels, zone: zone ?? UTC },
  };
}

function zoneNamed(name: string, zones: ZoneSupplier | undefined): ZoneTable | null {
  return fixedZone(name) ?? zones?.zone(name) ?? null;
}

function unknownZone(name: string, isSupplied: boolean): Issue {
  const message = isSupplied
    ? `no time zone has the name \`${name}\``
    : `\`${name}\` needs a supplier of zones, such as \`luxonZones()\``;
  return error("picture.unknown_time_zone", ["timeZone"], message);
}
