import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  readonly passes: readonly unknown[];
}

type Look = readonly [scheme: "light" | "dark", width: number];

/** Axe's rules that colours and layout decide. All others read the document, which is the same in every look. */
const OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/** What axe-core finds on a page, and what is too wide on it, in each look: with all rules in the first. */
export async function lookWithAxe(
  page: Page,
  looks: readonly Look[],
  onLook: (look: string) => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  // A colour on its way from one scheme to the other is in neither.
  // A sheet made by a script stands under no policy of the page, unlike an element.
  await page.evaluate(`{
    const still = new CSSStyleSheet();
    still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  }`);
  for (const [at, [scheme, width]] of looks.entries()) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    const only = at === 0 ? "" : `{ runOnly: ${JSON.stringify(OF_LOOKS)} }`;
    const { violations, passes } = (await page.evaluate(`axe.run(${only})`)) as AxeResult;
    expect(passes.length).toBeGreaterThan(at === 0 ? 10 : 0);
    const look = `${scheme}, ${width} px`;
    for (const { id, nodes } of violations)
      found.push(`${look}: ${id} ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
    const measure = "document.documentElement.scrollWidth - window.innerWidth";
    const overflow = (await page.evaluate(measure)) as number;
    if (overflow > 0) found.push(`${look}: ${overflow} px too wide`);
    await onLook(`${scheme}-${width}`);
  }
  return found;
}
