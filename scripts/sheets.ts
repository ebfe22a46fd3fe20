/**
 * `node scripts/sheets.ts [ISSUE.md]`: one sheet for each family of templates, with all blocks, into
 * docs/screenshots/blocks-FAMILY.png: at 320, 375, 600 and 1200 px, in light, in the dark colours of the letter,
 * inverted by force, with images off, and without the style sheet. Prints in how many pixels the two families differ.
 * Fails (exit 1) if they differ, or if one is wider than its screen.
 */
import { mkdir, readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { loadOwnBlocks } from "#src/project/templates/load-own-blocks.ts";
import { loadProject } from "#src/project/load-project.ts";
import { withOtherIssues } from "#src/project/with-other-issues.ts";
import { loadTemplate } from "#src/project/templates/load-template.ts";
import { imageName, readImages } from "#src/project/read-images.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SHOTS = join(ROOT, "docs/screenshots");
const ALL_BLOCKS = "test/render/all-blocks/index.md";
/** The newsletter's own blocks of that issue. */
const OWN = { folder: join(ROOT, "test/render/all-blocks"), names: ["offer", "fact"] };
const FAMILIES = { react: "interview", mjml: "digest" } as const;
const WIDTHS = [320, 375, 600, 1200];
const VARIANTS = ["light", "own dark", "inverted by force", "images off", "without style sheet"] as const;
/** A sheet shows its pictures at this share of their size. */
const SCALE = 0.5;
const GAP = 24;
/** A pixel counts as different if one of its channels differs by more than this: two edges of type are never quite the same. */
const TOLERANCE = 24;

/** Inverts colours like Gmail and Outlook on a dark phone: light becomes dark and dark becomes light, and pictures stay. */
const INVERT = `(() => {
  const inverted = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    const middle = Math.max(r, g, b) + Math.min(r, g, b);
    const move = 255 - middle;
    return "rgba(" + [r, g, b].map((one) => Math.max(0, Math.min(255, one + move))).join() + "," + a + ")";
  };
  const all = [document.documentElement, ...document.querySelectorAll("body, body *")];
  const seen = all.map((one) => [one, { ...getComputedStyle(one) }]);
  document.documentElement.style.backgroundColor = "#000";
  for (const [one, style] of seen)
    for (const name of ["color", "backgroundColor", "borderTopColor", "borderBottomColor", "borderLeftColor", "borderRightColor"])
      if (!/, 0\\)$/.test(style[name])) one.style.setProperty(name.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase()), inverted(style[name]), "important");
})()`;

type Variant = (typeof VARIANTS)[number];
type Shots = ReadonlyMap<string, Buffer>;

const path = relative(ROOT, resolve(process.argv[2] ?? join(ROOT, ALL_BLOCKS)));
const { letters, pictures } = await build();
await mkdir(SHOTS, { recursive: true });
const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const sheets = new Map<string, Shots>();
  for (const [family, html] of Object.entries(letters)) {
    const shots = await photograph(family, html, browser);
    sheets.set(family, shots);
    const file = join(SHOTS, `blocks-${family}.png`);
    await sharp(await sheetOf(shots))
      .png({ palette: true, colours: 64 })
      .toFile(file);
    console.log(relative(ROOT, file));
  }
  await compare(sheets);
} finally {
  await browser.close();
}

async function build() {
  const project = await loadProject(ROOT);
  const { newsletter } = project;
  const text = await readFile(join(ROOT, path), "utf8");
  const source = { path, slug: "all-blocks", text };
  const issues = project.issues.map((one) => one.source);
  const blocks = await loadOwnBlocks(OWN.folder, OWN.names);
  const parsed = parseIssue(source, {
    newsletter,
    templates: project.templates,
    issues,
    blocks: OWN.names,
  });
  const own = { issue: parsed.issue, findings: parsed.findings };
  const { issue, findings } = withOtherIssues([own, ...project.issues], newsletter)[0] ?? own;
  const errors = findings.filter(({ severity }) => severity === "error");
  if (issue === null || errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  const { images, assets } = await readImages(ROOT, issue, newsletter);
  const html = async (name: string) => {
    const template = await loadTemplate(ROOT, name);
    const email = await renderEmail({ issue, newsletter, template, images, blocks });
    const page = `${newsletter.url}/sample`;
    return personalise(email, { subscriber: {}, urls: { unsubscribe: page, preferences: page, web: page } })
      .html;
  };
  return {
    letters: { react: await html(FAMILIES.react), mjml: await html(FAMILIES.mjml) },
    pictures: new Map(assets.map((asset) => [imageName(asset), asset])),
  };
}

async function photograph(family: string, html: string, from: Browser): Promise<Shots> {
  const shots = new Map<string, Buffer>();
  for (const variant of VARIANTS) {
    const page = await from.newPage({
      colorScheme: variant === "own dark" ? "dark" : "light",
      viewport: { width: 320, height: 800 },
    });
    await serve(page, variant);
    await page.setContent(variant === "without style sheet" ? withoutStyle(html) : html, {
      waitUntil: "load",
    });
    if (variant === "inverted by force") await page.evaluate(INVERT);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const over = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
      if (over > 0) {
        process.exitCode = 1;
        console.error(`${family}, ${variant}, ${width} px: ${over} px too wide: ${await culprits(page)}`);
      }
      shots.set(`${variant}, ${width} px`, await page.screenshot({ fullPage: true }));
    }
    await page.close();
  }
  return shots;
}

function withoutStyle(html: string): string {
  return html.replace(/<style\b[^]*?<\/style>/g, "");
}

async function serve(page: Page, variant: Variant): Promise<void> {
  await page.route(/^https?:/, async (route) => {
    const asset = pictures.get(new URL(route.request().url()).pathname.split("/").at(-1) ?? "");
    if (asset === undefined || variant === "images off") return route.abort();
    return route.fulfill({ contentType: asset.mediaType, body: asset.bytes });
  });
}

async function culprits(page: Page): Promise<string> {
  return page.evaluate<string>(`[...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5)
    .map((one) => one.outerHTML.slice(0, 100)).slice(-3).join(" ... ")`);
}

/** One row for each variant, with the widths beside each other. */
async function sheetOf(shots: Shots): Promise<Buffer> {
  let top = GAP;
  const pieces: { input: Buffer; left: number; top: number }[] = [];
  for (const variant of VARIANTS) {
    pieces.push({ input: titleOf(variant), left: GAP, top });
    top += 40;
    let left = GAP;
    let tallest = 0;
    for (const width of WIDTHS) {
      const shot = shots.get(`${variant}, ${width} px`);
      if (shot === undefined) continue;
      const { data, info } = await sharp(shot)
        .resize({ width: Math.round(width * SCALE) })
        .png()
        .toBuffer({ resolveWithObject: true });
      pieces.push({ input: data, left, top });
      left += info.width + GAP;
      tallest = Math.max(tallest, info.height);
    }
    top += tallest + GAP;
  }
  const width = WIDTHS.reduce((sum, one) => sum + Math.round(one * SCALE) + GAP, GAP);
  const paper = sharp({ create: { width, height: top, channels: 3, background: "#c9c9c9" } });
  return paper.composite(pieces).png().toBuffer();
}

function titleOf(variant: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="32"><text x="0" y="24" font-family="sans-serif" font-size="22">${variant}</text></svg>`,
  );
}

async function compare(sheets: ReadonlyMap<string, Shots>): Promise<void> {
  const [first, second] = [...sheets.values()];
  for (const [name, shot] of first ?? []) {
    const other = second?.get(name);
    if (other === undefined) continue;
    const difference = await differenceOf(shot, other);
    if (difference !== "") process.exitCode = 1;
    console.log(`${name}: ${difference === "" ? "the same in both families" : difference}`);
  }
}

/** Says in words how two pictures differ; empty if no difference can be seen. */
async function differenceOf(one: Buffer, other: Buffer): Promise<string> {
  const raw = async (shot: Buffer) => sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [a, b] = [await raw(one), await raw(other)];
  if (a.info.height !== b.info.height)
    return `${a.info.height} px high against ${b.info.height}, ${firstRow(a, b)}`;
  let pixels = 0;
  for (let at = 0; at < a.data.length; at += 3) if (differs(a.data, b.data, at)) pixels += 1;
  return pixels === 0 ? "" : `${pixels} pixels differ, ${firstRow(a, b)}`;
}

interface Raw {
  readonly data: Buffer;
  readonly info: { readonly width: number };
}

function firstRow(a: Raw, b: Raw): string {
  const length = Math.min(a.data.length, b.data.length);
  for (let at = 0; at < length; at += 3)
    if (differs(a.data, b.data, at)) return `first at ${Math.floor(at / 3 / a.info.width)} px from the top`;
  return "at the end";
}

function differs(a: Buffer, b: Buffer, at: number): boolean {
  return [0, 1, 2].some((channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)) > TOLERANCE);
}
