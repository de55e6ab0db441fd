import * as z from "zod/mini";

export const text = z.string();
export const id = z.string().check(z.minLength(1), z.maxLength(200));
export const scalar = z.union([text, z.number(), z.boolean()]);
// NaN and infinities too: what is wrong with a number is for `compileSla` to say, with everything else
export const anyNumber = z.union([
  z.number(),
  z.nan(),
  z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
]);
export const duration = z.union([anyNumber, text]);
export const listOf = <T extends z.ZodMiniType>(item: T) => z.union([item, z.array(item)]);
