import { compileSla } from "dueclock";
import {
  type Codes,
  describe as describeSla,
  ENGLISH,
  type SentenceTable,
  type StatementCode,
  sentences,
} from "dueclock/explain";
import { describe, expect, expectTypeOf, it } from "vitest";

describe("a table of sentences", () => {
  it("is spread from another, with a few codes of its own", () => {
    const german = {
      ...ENGLISH,
      "clock.met": () => "Die Zusage wurde eingehalten.",
      "clock.started": ({ at, event }, say) =>
        `Die Uhr begann am ${say.moment(at, say)}, denn ${say.event(event, say)}.`,
    } satisfies SentenceTable;
    const told = describeSla(compileSla({ policies: [{ id: "all", targets: { resolution: "4h" } }] }));
    expect(sentences(told, german)).toEqual(sentences(told));
  });

  it("does not compile with a code or a phrase missing, of another name, or with other params", () => {
    const { "clock.met": _, ...withoutCode } = ENGLISH;
    const { duration: __, ...withoutPhrase } = ENGLISH;
    // @ts-expect-error a code is missing
    const first: SentenceTable = withoutCode;
    // @ts-expect-error a phrase is missing
    const second: SentenceTable = withoutPhrase;
    // @ts-expect-error no such code
    const third: SentenceTable = { ...ENGLISH, "clock.gone": () => "" };
    // @ts-expect-error `hours` is no member of its params
    const fourth: SentenceTable = { ...ENGLISH, "clock.met": ({ hours }) => hours };
    expect([first, second, third, fourth]).toHaveLength(4);
  });

  it("has exactly the codes that statements may have", () => {
    expectTypeOf<StatementCode>().toEqualTypeOf<keyof Codes>();
    expectTypeOf<SentenceTable>().toExtend<Record<StatementCode, unknown>>();
  });
});
