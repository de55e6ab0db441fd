import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../../src/time/canonical.ts";
import { MAX_DEPTH, nestsTooDeep } from "../../src/time/depth.ts";

const RUNS = Number(process.env.DUECLOCK_RUNS ?? 200);

describe("canonical JSON", () => {
  it.each<[unknown, string]>([
    ['it"s', '"it\\"s"'],
    ["1", '"1"'],
    [1.5, "1.5"],
    [Number.NaN, "null"],
    [Number.POSITIVE_INFINITY, "null"],
    [true, "true"],
    [null, "null"],
    [undefined, "null"],
    [() => 1, "null"],
    [[], "[]"],
    [[1], "[1]"],
    [[1, "a", null, undefined, [2]], '[1,"a",null,null,[2]]'],
    [{}, "{}"],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: 1, b: 2, d: 3, c: 4 }, '{"a":1,"b":2,"c":4,"d":3}'],
    [{ 'a"': { y: [], x: {} } }, '{"a\\"":{"x":{},"y":[]}}'],
    [{ a: undefined, b: null, c: undefined }, '{"b":null}'],
  ])("of %j is %s", (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it("reads back as JSON does, and is the same in whatever order keys were set", () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, turned(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(turned(value))).toBe(canonical(value));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("nesting", () => {
  const nested = (depth: number, inside: unknown = []): unknown => {
    let value = inside;
    for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { value };
    return value;
  };

  it("is too deep beyond a hundred values within each other", () => {
    expect([nested(0), nested(MAX_DEPTH)].map(nestsTooDeep)).toEqual([false, false]);
    expect([nested(MAX_DEPTH + 1), nested(10 * MAX_DEPTH)].map(nestsTooDeep)).toEqual([true, true]);
    expect(nestsTooDeep([1, [], nested(MAX_DEPTH)])).toBe(true);
  });

  it("counts objects and lists alone: no text, no number, no null", () => {
    for (const value of ["text", 5, null, undefined, true]) {
      expect(nestsTooDeep(value)).toBe(false);
      expect(nestsTooDeep(nested(MAX_DEPTH, [value]))).toBe(false);
    }
  });

  it("is too deep in what holds itself", () => {
    const circle: unknown[] = [];
    circle.push([circle]);
    expect(nestsTooDeep(circle)).toBe(true);
  });

  it("looks at each object once on a level, however often it is there", () => {
    let value: unknown = [];
    for (let i = 0; i < 60; i++) value = [value, value];
    expect(nestsTooDeep(value)).toBe(false);
  });
});
