import { type Browser, chromium } from "playwright-core";
import { chromiumPath } from "./chromium-path.ts";

/** A machine that does much else draws slowly. What has not come by then never will. */
const PATIENCE_MS = 300_000;

/** A headless Chromium of this machine, to be closed by the caller. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}
