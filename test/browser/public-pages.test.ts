import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { goTo, openPublicSite } from "./public-site.ts";

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  readonly passes: readonly unknown[];
}

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

/** Axe's rules that colours and layout decide. All others read the document, which is the same in every look. */
const OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

test("axe-core finds nothing on any public page at 320 and 1200 px, light and dark, and nothing is too wide", async () => {
  await using site = await openPublicSite();
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const found: string[] = [];
  for (const locale of ["en", "es"] as const) {
    const context = await browser.newContext({ locale });
    for (const [name, where] of Object.entries(site.pages)) {
      const page = await context.newPage();
      await goTo(page, where);
      await page.evaluate(axe);
      for (const [at, [scheme, width]] of LOOKS[locale].entries()) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        const only = at === 0 ? "" : `{ runOnly: ${JSON.stringify(OF_LOOKS)} }`;
        const { violations, passes } = (await page.evaluate(`axe.run(${only})`)) as AxeResult;
        expect(passes.length).toBeGreaterThan(at === 0 ? 10 : 0);
        const look = `${name}, ${locale}, ${scheme}, ${width} px`;
        for (const { id, nodes } of violations)
          found.push(`${look}: ${id} ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
        const measure = "document.documentElement.scrollWidth - window.innerWidth";
        const overflow = (await page.evaluate(measure)) as number;
        if (overflow > 0) found.push(`${look}: ${overflow} px too wide`);
        if (SHOTS !== undefined)
          await page.screenshot({
            path: `${SHOTS}/${name.replace(/\W+/g, "-")}-${locale}-${scheme}-${width}.png`,
            fullPage: true,
          });
      }
      await page.close();
    }
    await context.close();
  }
  expect(found).toEqual([]);
});
