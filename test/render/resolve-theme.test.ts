import { expect, test } from "vitest";
import { contrast } from "#src/render/blocks/color.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";
import { newsletterWith } from "./fixture.ts";

const palettes = [
  { accent: "#9c2f1f", paper: "#ffffff", ink: "#1f1d1a" },
  { accent: "#ffd400", paper: "#ffffff", ink: "#333333" },
  { accent: "#14566b", paper: "#fdfbf6", ink: "#21242a" },
  { accent: "#808080", paper: "#808080", ink: "#808080" },
  { accent: "#84c5dc", paper: "#15191c", ink: "#e7e9e6" },
  { accent: "#ff0000", paper: "#000000", ink: "#ffffff" },
  // Legible on the paper and not on its tint.
  { accent: "#767676", paper: "#ffffff", ink: "#1f1d1a" },
];

for (const palette of palettes) {
  test(`keeps every text legible on ${palette.paper} with the accent ${palette.accent}`, () => {
    const { light, dark } = resolveTheme(newsletterWith({ theme: { ...palette, dark: palette } }), {});
    expect(dark).toEqual(light);
    for (const color of [light.ink, light.muted, light.accent]) {
      expect(contrast(color, light.paper)).toBeGreaterThanOrEqual(4.5);
    }
    // Callouts and cards set links and labels on the tint.
    for (const color of [light.muted, light.accent])
      expect(contrast(color, light.tint)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(light.onAccent, light.accent)).toBeGreaterThanOrEqual(4.5);
    for (const color of Object.values(light)) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });
}

test("leaves a legible accent as the newsletter chose it", () => {
  const { light } = resolveTheme(newsletterWith({ theme: { accent: "#14566B" } }), {});
  expect(light.accent).toBe("#14566b");
});

test("measures contrast as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

test("gives a logo its height, and none where its picture was not served", () => {
  const newsletter = newsletterWith({ theme: { logo: { light: "logo.png", alt: "The Stick", width: 120 } } });
  expect(resolveTheme(newsletter, {}).logo).toBeNull();
  const images = { "logo.png": { url: "https://news.example.org/a/1.png", width: 240, height: 80 } };
  expect(resolveTheme(newsletter, images).logo).toEqual({
    light: "https://news.example.org/a/1.png",
    dark: null,
    url: "https://news.example.org",
    alt: "The Stick",
    width: 120,
    height: 40,
  });
});

test("darkens an accent that cannot be read no further than it must", () => {
  const { light } = resolveTheme(newsletterWith({ theme: { accent: "#e08a00" } }), {});
  expect(light.accent).not.toBe("#000000");
  expect(contrast(light.accent, light.paper)).toBeLessThan(7);
});

test("gives the dark logo its own image", () => {
  const logo = { light: "logo.png", dark: "logo-dark.png", alt: "The Stick", width: 120 };
  const served = (key: string) => ({ url: `https://news.example.org/a/${key}.png`, width: 120, height: 40 });
  const images = { "logo.png": served("1"), "logo-dark.png": served("2") };
  const resolved = resolveTheme(newsletterWith({ theme: { logo } }), images).logo;
  expect(resolved).toMatchObject({ light: served("1").url, dark: served("2").url });
});
