import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { Email } from "#src/model/email.ts";
import { type DeepFault, type Fact, known, unavailable } from "#src/model/facts.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { type BrowserPlaces, startBrowser } from "./find-browser.ts";

/** Runs axe in a browser, on any number of emails. */
export interface DeepLook extends AsyncDisposable {
  readonly look: (email: Email) => Promise<Fact<readonly DeepFault[]>>;
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly impact: DeepFault["impact"] | null;
    readonly nodes: readonly { readonly html: string; readonly words: string }[];
  }[];
}

/** Each color scheme, with a width in CSS pixels. */
const LOOKS = [
  ["light", 1200],
  ["dark", 375],
] as const;

/**
 * Axe's rules for whole pages, which are off: a mail program shows an email in a page of its own, and Letterpress has its own
 * rule for the title.
 */
const OF_PAGES = ["region", "landmark-one-main", "bypass", "page-has-heading-one"];

/** Runs axe and returns the violations without the elements themselves, but with the words of each element. */
const RUN = `axe.run(document, { resultTypes: ["violations"], rules: Object.fromEntries(${JSON.stringify(OF_PAGES)}.map((id) => [id, { enabled: false }])) })
  .then(({ violations }) => ({ violations: violations.map(({ id, help, impact, nodes }) => ({ id, help, impact,
    nodes: nodes.map(({ html, target }) => ({ html, words: document.querySelector(target[0])?.textContent ?? "" })) })) }))`;

/** Starts a browser once; close it with `await using`. It loads nothing from anywhere: pictures show as their alt texts. */
export async function lookDeeper(places: BrowserPlaces): Promise<DeepLook> {
  const axe = await readAxe();
  const started = axe === null ? { reason: "axe-core is not installed" } : await startBrowser(places);
  if (axe === null || "reason" in started) {
    const reason = "reason" in started ? started.reason : "axe-core is not installed";
    return { look: async () => unavailable(reason), [Symbol.asyncDispose]: async () => undefined };
  }
  const { browser } = started;
  return {
    look: async (email) => {
      try {
        await using page = await openPage(browser);
        return known(await faultsOn(page, email, axe));
      } catch (error) {
        return unavailable(`the browser stopped: ${String(error).split("\n")[0]}`);
      }
    },
    [Symbol.asyncDispose]: async () => browser.close(),
  };
}

async function readAxe(): Promise<string | null> {
  try {
    return await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  } catch {
    return null;
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.route(/^(?!data:|about:)/, (route) => route.abort());
  return page;
}

async function faultsOn(page: Page, email: Email, axe: string): Promise<readonly DeepFault[]> {
  const filled = { text: "Someone", url: "https://reader.example/" } as Readonly<Record<string, string>>;
  await page.setContent(
    joinParts(email.html, ({ context }) => filled[context] ?? "x"),
    { waitUntil: "load" },
  );
  await page.evaluate(axe);
  const faults = new Map<string, DeepFault>();
  for (const [look, width] of LOOKS) {
    await page.emulateMedia({ colorScheme: look });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await page.evaluate<AxeResult>(RUN);
    for (const { id, help, impact, nodes } of violations) {
      const [first] = nodes;
      const before = faults.get(id);
      faults.set(id, {
        id,
        help,
        impact: impact ?? "minor",
        looks: [...(before?.looks ?? []), look],
        html: before?.html ?? /^<[^>]*>/.exec(first?.html ?? "")?.[0] ?? "",
        words: before?.words ?? first?.words.trim().slice(0, 60) ?? "",
        elements: Math.max(before?.elements ?? 0, nodes.length),
      });
    }
  }
  return [...faults.values()];
}
