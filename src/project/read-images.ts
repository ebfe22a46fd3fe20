import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, resolve, sep } from "node:path";
import { nearest } from "#src/issue/front-matter/did-you-mean.ts";
import type { Asset } from "#src/model/email.ts";
import { createReporter, type Finding, type Reporter, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, ServedImage } from "#src/model/template.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { LOGO_WIDTH } from "#src/render/blocks/sponsor-html.ts";
import { TEXT_WIDTH } from "#src/render/blocks/styles.ts";
import { readPlainFile } from "./read-plain-file.ts";
import { encodeImage, EXTENSIONS, type Named, type Shape } from "./encode-image.ts";

/** A guest's portrait is a square of this many CSS pixels. */
const PORTRAIT = 88;
/** Larger files are refused. */
export const IMAGE_LIMIT_BYTES = 10 * 1024 * 1024;

interface ReadImages {
  /** By the `src` the author wrote; the newsletter's logo also as `logo:light` and `logo:dark`. */
  readonly images: Images;
  readonly assets: readonly Asset[];
  readonly findings: readonly Finding[];
}

interface Wish extends Named {
  /** The folder its path is relative to; relative to the root. */
  readonly folder: string;
  readonly shape: Shape;
  /** The names under which it is found. */
  readonly names: readonly string[];
}

/**
 * The images of an issue, as small as they may be: measured, turned upright, without EXIF, at most twice their
 * shown width. `root` is the project's; no path leads out of it. Images on other sites are passed through with a
 * finding and are not in `images`.
 */
export async function readImages(root: string, issue: Issue, newsletter: Newsletter): Promise<ReadImages> {
  const images: Record<string, ServedImage> = {};
  const assets = new Map<string, Asset>();
  const report = createReporter(({ file, place }: Named) => whereOf(file, place));
  const base = await realpath(resolve(root));
  const seen = new Set<string>();
  for (const wish of wishesFor(issue, newsletter)) {
    if (wish.names.every((name) => Object.hasOwn(images, name)) || seen.has(keyOf(wish))) continue;
    seen.add(keyOf(wish));
    if (/^https?:/i.test(wish.src)) {
      const message = `${wish.src} is on another site, which can change or remove it, and can see who reads.`;
      report.warning("image/remote", wish, message, { hint: "Save the image beside the file." });
      continue;
    }
    const bytes = await readImage(base, wish, report);
    const encoded = bytes && (await encodeImage(bytes, wish, report));
    if (!encoded) continue;
    assets.set(encoded.asset.key, encoded.asset);
    const url = `${newsletter.url}/a/${imageName(encoded.asset)}`;
    for (const name of wish.names) images[name] ??= { url, width: encoded.width, height: encoded.height };
  }
  return { images, assets: [...assets.values()], findings: report.findings };
}

/** A file that is wanted in two shapes is two images. */
function keyOf({ folder, src, shape }: Wish): string {
  return [folder, src, shape.width, shape.square].join("\0");
}

/** The last part of an image's address, wherever it is served from: mails point at it permanently. */
export function imageName({ key, mediaType }: Pick<Asset, "key" | "mediaType">): string {
  return `${key}.${EXTENSIONS[mediaType] ?? "bin"}`;
}

/** Where the images of an issue are, as far as they are files; whether they are there, and inside the project, `readImages` sees. */
export function imagePaths(root: string, issue: Issue, newsletter: Newsletter): string[] {
  const base = resolve(root);
  const wishes = wishesFor(issue, newsletter).filter(({ src }) => !/^https?:/i.test(src));
  return [...new Set(wishes.map(({ src, folder }) => resolve(base, folder, decoded(src))))];
}

function wishesFor(issue: Issue, newsletter: Newsletter): Wish[] {
  return [...wishesOf(issue), ...authorsOf(issue, newsletter), ...logosOf(newsletter)];
}

/** Images of the body before portraits and sponsors' logos: one that is both is needed at the larger size. */
function wishesOf(issue: Issue): Wish[] {
  const portraits = new Set(issue.guests.flatMap(({ image }) => image ?? []));
  const sponsors = walkBlocks(issue.body).filter((block) => block.kind === "sponsor");
  const logos = new Set([issue.sponsor, ...sponsors].flatMap((sponsor) => sponsor?.logo ?? []));
  const wish = (shape: Shape) => (image: Issue["images"][number]) => ({
    src: image.src,
    file: issue.path,
    folder: dirname(issue.path),
    place: image.place,
    shape,
    names: [image.src],
  });
  return [
    ...issue.images
      .filter((image) => !portraits.has(image) && !logos.has(image))
      .map(wish({ width: TEXT_WIDTH, square: false })),
    ...[...portraits].map(wish({ width: PORTRAIT, square: true })),
    ...[...logos].map(wish({ width: LOGO_WIDTH, square: false })),
  ];
}

function authorsOf({ authors }: Issue, newsletter: Newsletter): Wish[] {
  const where = { file: "newsletter.config.ts", folder: ".", place: null };
  const shape = { width: PORTRAIT, square: true };
  const keys = Map.groupBy(
    authors.map(({ key }) => key),
    (key) => newsletter.authors[key]?.image?.src ?? "",
  );
  // Two of them may share one picture.
  return [...keys].flatMap(([src, own]) =>
    src === "" ? [] : [{ src, ...where, shape, names: own.map((key) => `author:${key}`) }],
  );
}

function logosOf({ theme }: Newsletter): Wish[] {
  const { logo } = theme;
  if (logo === undefined) return [];
  const shape = { width: logo.width, square: false };
  const where = { file: "newsletter.config.ts", folder: ".", place: null };
  return Object.entries({ light: logo.light, dark: logo.dark }).flatMap(([name, src]) =>
    src === undefined ? [] : [{ src, ...where, shape, names: [`logo:${name}`, src] }],
  );
}

async function readImage(root: string, wish: Wish, report: Reporter<Named>): Promise<Buffer | null> {
  const { src, folder } = wish;
  const refuse = (rule: string, message: string, hint: string) => {
    report.error(`image/${rule}`, wish, message, { hint });
    return null;
  };
  const path = resolve(root, folder, decoded(src));
  let real: string;
  try {
    real = await realpath(path);
  } catch {
    const near = path.startsWith(root + sep) ? await neighbour(path) : null;
    const hint = near === null ? "Save it beside the file, or correct the path." : `Did you mean ${near}?`;
    return refuse("missing", `There is no image ${src}.`, hint);
  }
  if (!real.startsWith(root + sep))
    return refuse("outside", `${src} leads out of the project.`, "Copy the image beside the file.");
  const { size } = await stat(real);
  if (size > IMAGE_LIMIT_BYTES) {
    const message = `${src} has ${Math.round(size / 1024 / 1024)} MB; the limit is 10 MB.`;
    return refuse("too-large", message, "Save it smaller.");
  }
  try {
    return await readPlainFile(real);
  } catch (error) {
    const message = `${src} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return refuse("unreadable", message, "Check the file and its permissions.");
  }
}

/** The file beside a missing one whose name is nearest to it. */
async function neighbour(path: string): Promise<string | null> {
  const names = await readdir(dirname(path)).catch(() => []);
  return nearest(basename(path), names);
}

function decoded(src: string): string {
  try {
    return decodeURIComponent(src.replace(/[?#].*$/, ""));
  } catch {
    return src;
  }
}
