import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Browser, LaunchOptions } from "playwright-core";
import { messageOf } from "#src/model/errors.ts";

/** Names under which a Chromium is found on a machine's path. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

const ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-sync", "--no-first-run"];

/** The values of `CHROME_PATH`, null if it is not set, and of `PATH`. */
export interface BrowserPlaces {
  readonly chrome: string | null;
  readonly path: string;
}

/**
 * Starts the Chromium that CHROME_PATH names. If it names none, starts the first of these that works: one on the path, Chrome
 * where its installer puts it, the one of `@sparticuz/chromium`. Returns a reason if none starts.
 */
export async function startBrowser({
  chrome,
  path,
}: BrowserPlaces): Promise<{ readonly browser: Browser } | { readonly reason: string }> {
  const playwright = await import("playwright-core").catch(() => null);
  if (playwright === null) return { reason: "playwright-core is not installed" };
  const start = async (options: LaunchOptions) => playwright.chromium.launch({ args: ARGS, ...options });
  if (chrome !== null) {
    try {
      return { browser: await start({ executablePath: chrome }) };
    } catch (error) {
      return { reason: `CHROME_PATH names ${chrome}, which does not start (${firstLine(error)})` };
    }
  }
  const found = await findOnPath(path);
  const ways: readonly (() => Promise<LaunchOptions>)[] = [
    ...(found === null ? [] : [async () => ({ executablePath: found })]),
    async () => ({ channel: "chrome" }),
    async () => ({ executablePath: await (await import("@sparticuz/chromium")).default.executablePath() }),
  ];
  for (const way of ways) {
    const browser = await way()
      .then(start)
      .catch(() => null);
    if (browser !== null) return { browser };
  }
  return { reason: "no Chromium was found: CHROME_PATH is not set, and none is on the path" };
}

async function findOnPath(path: string): Promise<string | null> {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  for (const name of NAMES)
    for (const folder of folders) {
      const file = join(folder, process.platform === "win32" ? `${name}.exe` : name);
      const isThere = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
  return null;
}

function firstLine(error: unknown): string {
  return messageOf(error).split("\n")[0] ?? "";
}
