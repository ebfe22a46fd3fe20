import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";
import { goTo, openPublicSite } from "./public-site.ts";

/** A folder for pictures of every page, for a person who wants to look at them. */
const SHOTS = process.env["LETTERPRESS_SHOTS"];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Each way a page is looked at: English in both schemes and widths, Spanish on a phone by day. */
const LOOKS = {
  en: [
    ["light", 320],
    ["light", 1200],
    ["dark", 320],
    ["dark", 1200],
  ],
  es: [["light", 320]],
} as const;

test("axe-core finds nothing on any public page at 320 and 1200 px, light and dark, and nothing is too wide", async () => {
  await using site = await openPublicSite();
  const found: string[] = [];
  for (const locale of ["en", "es"] as const) {
    const context = await browser.newContext({ locale });
    for (const [name, where] of Object.entries(site.pages)) {
      const page = await context.newPage();
      await goTo(page, where);
      const path = (look: string) => `${SHOTS}/${name.replace(/\W+/g, "-")}-${locale}-${look}.png`;
      const shoot = async (look: string) =>
        SHOTS === undefined ? null : page.screenshot({ path: path(look), fullPage: true });
      const here = await lookWithAxe(page, LOOKS[locale], shoot);
      found.push(...here.map((one) => `${name}, ${locale}, ${one}`));
      await page.close();
    }
    await context.close();
  }
  expect(found).toEqual([]);
});
