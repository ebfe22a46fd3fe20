import sharp from "sharp";
import { expect, test } from "vitest";
import { logoFacts } from "#src/app/judge/logo-facts.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { NEWSLETTER } from "../preflight/build-letter.ts";

/** A bar over half of a picture, on a ground or on none. */
async function logo(bar: string, ground: string | null) {
  const rest = ground === null ? "" : `<rect width="40" height="20" fill="${ground}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">${rest}<rect width="20" height="20" fill="${bar}"/></svg>`;
  const bytes = await sharp(Buffer.from(svg)).png().toBuffer();
  return { key: `${bar} ${ground}`, mediaType: "image/png", bytes };
}

test.each([
  ["#111111", null, { clear: 0.5, lost: 1 }],
  ["#eeeeee", null, { clear: 0.5, lost: 0 }],
  ["#111111", "#ffffff", { clear: 0, lost: 0.5 }],
  ["none", null, { clear: 1, lost: 0 }],
])("a bar in %s on %s", async (bar, ground, expected) => {
  expect(await logoFacts(await logo(bar, ground), NEWSLETTER)).toEqual(expected);
});

test("it is the newsletter's own dark paper that a logo is lost on", async () => {
  const dark = { accent: "#84c5dc", paper: "#ffffff", ink: "#111111" };
  const newsletter = newsletterSchema.parse({ ...NEWSLETTER, theme: { dark } });
  expect(await logoFacts(await logo("#111111", null), newsletter)).toEqual({ clear: 0.5, lost: 0 });
});
