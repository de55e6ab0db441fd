import { describe, expect, it } from "vitest";
import { DARK, HEAT_TURN, LIGHT, type Palette } from "../../src/svg/palette.ts";

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("the colours of the %s scheme", (_, palette: Palette) => {
  it("tell texts from what they stand on, 4.5 to 1 (WCAG 2.2, 1.4.3)", () => {
    const { surface, band, ink, muted, good, bad, heat } = palette;
    const plain = [ink, muted, good, bad].flatMap((tone) => [contrast(tone, surface), contrast(tone, band)]);
    const onHeat = heat.map((colour, step) => contrast(step >= HEAT_TURN ? surface : ink, colour));
    expect([...plain, ...onHeat].filter((ratio) => ratio < 4.5)).toEqual([]);
  });

  it("tell shapes from what is around them, 3 to 1 (WCAG 2.2, 1.4.11)", () => {
    const { surface, band, ink, muted, good, bad } = palette;
    const ratios = [ink, muted, good, bad].flatMap((tone) => [contrast(tone, surface), contrast(tone, band)]);
    expect(ratios.filter((ratio) => ratio < 3)).toEqual([]);
  });

  it("have shades that grow with what they stand for", () => {
    for (const shades of [palette.hours, palette.heat]) {
      const ratios = [palette.surface, ...shades].map((colour) => contrast(colour, palette.surface));
      expect([...ratios].sort((a, b) => a - b)).toEqual(ratios);
    }
  });
});

/** Contrast of two colours as WCAG 2.2 counts it, 1 to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
