import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { goTo, openPublicSite } from "./public-site.ts";

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  readonly passes: readonly unknown[];
}

/** A folder for pictures of every page, for whoever wants to look at them. */
const SHOTS = process.env["LETTERPRESS_SHOTS"];

for (const scheme of ["light", "dark"] as const) {
  test(`axe-core finds nothing on any public page at 320 and 1200 px, ${scheme}, and nothing is too wide`, async () => {
    await using site = await openPublicSite();
    await using browser = await openBrowser();
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const found: string[] = [];
    for (const locale of scheme === "light" ? ["en", "es"] : ["en"]) {
      const context = await browser.newContext({ colorScheme: scheme, locale });
      for (const [name, where] of Object.entries(site.pages)) {
        const page = await context.newPage();
        await goTo(page, where);
        await page.evaluate(axe);
        for (const width of locale === "en" ? [320, 1200] : [320]) {
          await page.setViewportSize({ width, height: 900 });
          const { violations, passes } = (await page.evaluate("axe.run()")) as AxeResult;
          expect(passes.length).toBeGreaterThan(10);
          const at = `${name}, ${locale}, ${width} px`;
          for (const { id, nodes } of violations)
            found.push(`${at}: ${id} ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
          const measure = "document.documentElement.scrollWidth - window.innerWidth";
          const overflow = (await page.evaluate(measure)) as number;
          if (overflow > 0) found.push(`${at}: ${overflow} px too wide`);
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
  }, 120_000);
}
