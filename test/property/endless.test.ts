import { assert } from "@fast-check/worker";
import { describe, expect, it } from "vitest";

describe("what must end", () => {
  it("L12: every question to any calendar ends, in a worker that is stopped where it does not", async () => {
    const laws = "./endless.mjs";
    const { everyQuestionEnds } = (await import(/* @vite-ignore */ laws)) as {
      everyQuestionEnds: Parameters<typeof assert>[0];
    };
    await expect(assert(everyQuestionEnds, { numRuns: 300, timeout: 5_000 })).resolves.toBeUndefined();
  });
});
