/**
 * `node scripts/screenshots.ts [SLUG… | studio]`: build every issue and photograph it at 375 and 700 px, light and dark, into
 * docs/screenshots/. Fails (exit 1) when anything is wider than a phone of 320 px. Needs an emoji font on the machine:
 * without one every emoji is an empty box.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startDev } from "#src/cli/write/start-dev.ts";
import sharp from "sharp";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../test/browser/open-browser.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SHOTS = join(ROOT, "docs/screenshots");
const WIDTHS = [375, 700];
const SCHEMES = ["light", "dark"] as const;
const NARROWEST = 320;
/** Pages of the studio that no test photographs, as they are today. The first is the README's picture. */
const STUDIO = [
  { name: "preview", path: "/issues/from-markdown-to-inbox" },
  { name: "wall", path: "/issues/from-markdown-to-inbox?view=wall" },
  { name: "issues", path: "/" },
  { name: "rehearsal", path: "/rehearsal" },
] as const;
const STUDIO_WIDTHS = [1440, 375];
const TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".gif": "image/gif",
};

const out = await mkdtemp(join(tmpdir(), "letterpress-screenshots-"));
try {
  process.exitCode = await photographAll(process.argv.slice(2));
} finally {
  await rm(out, { recursive: true, force: true });
}

async function photographAll(slugs: readonly string[]): Promise<number> {
  if (slugs.length === 0 || slugs.includes("studio")) await photographStudio();
  if (slugs.includes("studio")) return 0;
  await promisify(execFile)(process.execPath, [
    join(ROOT, "src/cli/main.ts"),
    "--project",
    ROOT,
    "build",
    ...slugs,
    "--out",
    out,
  ]);
  await mkdir(SHOTS, { recursive: true });
  const browser = await openBrowser();
  try {
    let wide = 0;
    for (const slug of (await readdir(out)).toSorted()) wide += await photograph(slug, browser);
    return wide === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

async function photographStudio(): Promise<void> {
  await using browser = await openBrowser();
  await using dev = await startDev({ root: ROOT, port: 0 });
  for (const colorScheme of SCHEMES)
    for (const width of STUDIO_WIDTHS)
      for (const { name, path } of STUDIO) {
        // An emulated scheme would hold for the email in its frame as well; the studio keeps its own.
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: null });
        await page.addInitScript(`localStorage.setItem("mantine-color-scheme-value", "${colorScheme}")`);
        await page.goto(`${dev.url}${path}`, { waitUntil: "load" });
        await page.getByRole("heading").first().waitFor();
        // The frames take the height of the letters in them once these are loaded.
        if (path.startsWith("/issues/")) {
          await page.frameLocator("iframe").first().getByRole("img").first().waitFor();
          await page.getByRole("heading", { name: "Findings" }).waitFor();
          await page.waitForTimeout(1500);
        }
        const isFirst = name === "preview" && colorScheme === "light" && width === 1440;
        await save(await page.screenshot(), isFirst ? "preview" : `studio-${name}-${colorScheme}-${width}`);
        await page.close();
      }
}

async function save(shot: Buffer, name: string): Promise<void> {
  const path = join(SHOTS, `${name}.png`);
  await sharp(shot).png({ palette: true, colours: 128 }).toFile(path);
  console.log(path.slice(ROOT.length));
}

/** Pictures of one issue; returns how many of its schemes are wider than the narrowest phone. */
async function photograph(slug: string, browser: Browser): Promise<number> {
  const html = await readFile(join(out, slug, "email.html"), "utf8");
  let wide = 0;
  for (const colorScheme of SCHEMES) {
    const page = await browser.newPage({ colorScheme, viewport: { width: NARROWEST, height: 800 } });
    await serveImages(page, slug);
    await page.setContent(html, { waitUntil: "load" });
    const culprits = await tooWide(page);
    if (culprits.length > 0) {
      wide += 1;
      console.error(`${slug} (${colorScheme}) is wider than ${NARROWEST} px:\n  ${culprits.join("\n  ")}`);
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const path = join(SHOTS, `${slug}-${width}-${colorScheme}.png`);
      const shot = await page.screenshot({ fullPage: true });
      // A palette is enough for type on paper, and a third of the bytes in the repository.
      await sharp(shot).png({ palette: true, colours: 64 }).toFile(path);
      console.log(path.slice(ROOT.length));
    }
    await page.close();
  }
  return wide;
}

/** The email names its images at the newsletter's address; here they come from the build, and nothing leaves the machine. */
async function serveImages(page: Page, slug: string): Promise<void> {
  await page.route(/^https?:/, async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    const contentType = TYPES[extname(name)];
    if (contentType === undefined) return route.abort();
    return route.fulfill({ contentType, path: join(out, slug, "a", name) });
  });
}

/** Returns the start tags of the elements that reach beyond the right edge; empty if the page does not scroll sideways. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 120));
  })()`);
}
