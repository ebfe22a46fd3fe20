import { percentDecoded } from "#src/issue/percent-decoded.ts";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, resolve, sep } from "node:path";
import { nearest } from "#src/issue/front-matter/did-you-mean.ts";
import type { Asset } from "#src/model/email.ts";
import { createReporter, type Finding, type Reporter, whereOf } from "#src/model/finding.ts";
import { videoPicture } from "#src/issue/body/directives/video.ts";
import type { ImageRef, Video } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { ICON, type Images, PLAYED, type ServedImage } from "#src/model/template.ts";
import { inlinesOf, walkBlocks, walkInlines } from "#src/model/walk-blocks.ts";
import { galleryWidth } from "#src/render/blocks/linked/gallery-html.ts";
import { ICON_WIDTH } from "#src/render/blocks/linked/icon-html.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
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
  /** The folder to which `src` is relative; itself relative to the root. */
  readonly folder: string;
  readonly shape: Shape;
  /** The names under which `images` holds it. */
  readonly names: readonly string[];
  /** True for an image of the body: in a column wider than ours it is shown as wide as the column or its file. */
  readonly follows?: true;
  /** The film whose picture this is. It may be missing: the card then has words alone. */
  readonly film?: Video;
}

/**
 * Reads the images of an issue and makes them as small as possible: measured, turned upright, without EXIF, at most
 * twice their shown width. `root` is the project's; no path leads out of it. Images on other sites are passed through
 * with a finding and are not in `images`.
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
      report.warning("image/remote", wish, message, { hint: remoteHint(wish.src, issue) });
      continue;
    }
    const bytes = await readImage(base, wish, report);
    const encoded = bytes && (await encodeImage(bytes, wish, report));
    if (!encoded) continue;
    assets.set(encoded.asset.key, encoded.asset);
    const url = `${newsletter.url}/a/${imageName(encoded.asset)}`;
    const { width, height, pixels } = encoded;
    const most = wish.follows === true && pixels > width ? { most: pixels } : {};
    for (const name of wish.names) images[name] ??= { url, width, height, ...most };
  }
  return { images, assets: [...assets.values()], findings: report.findings };
}

/** The width of a remote image is unknown here, and Outlook for Windows shows an image without a width in full, however wide it is. */
function remoteHint(src: string, { body }: Issue): string {
  const save = "Save the image beside the file";
  const drawn = [...walkBlocks(body)].flatMap((block) =>
    block.kind === "image"
      ? [{ src: block.image.src, width: block.width }]
      : inlinesOf(block)
          .flatMap((inlines) => [...walkInlines(inlines)])
          .flatMap((inline) =>
            inline.kind === "image" ? [{ src: inline.image.src, width: inline.width }] : [],
          ),
  );
  return drawn.some((one) => one.src === src && one.width === undefined)
    ? `${save}, or write its width in px after it: ![…](${src}){width=300}.`
    : `${save}.`;
}

/** A file that is used in two shapes is two images. */
function keyOf({ folder, src, shape }: Wish): string {
  return [folder, src, shape.width, shape.square, shape.play === true].join("\0");
}

/** Returns the last part of an image's address, wherever the image is served from: mails point at it permanently. */
export function imageName({ key, mediaType }: Pick<Asset, "key" | "mediaType">): string {
  return `${key}.${EXTENSIONS[mediaType] ?? "bin"}`;
}

/** Returns the paths of an issue's images that are files. `readImages` checks whether they exist inside the project. */
export function imagePaths(root: string, issue: Issue, newsletter: Newsletter): string[] {
  const base = resolve(root);
  const wishes = wishesFor(issue, newsletter).filter(({ src }) => !/^https?:/i.test(src));
  return [
    ...new Set(wishes.map(({ src, folder }) => resolve(base, folder, percentDecoded(withoutQuery(src))))),
  ];
}

function wishesFor(issue: Issue, newsletter: Newsletter): Wish[] {
  return [...wishesOf(issue), ...authorsOf(issue, newsletter), ...logosOf(newsletter)];
}

/** Images of the body come before portraits and sponsors' logos: an image that is both is needed at the larger size. */
function wishesOf(issue: Issue): Wish[] {
  const portraits = new Set(issue.guests.flatMap(({ image }) => image ?? []));
  const sponsors = new Set([issue.sponsor?.logo ?? []].flat());
  const small = new Set<ImageRef>();
  const films = new Map<ImageRef, Video>();
  for (const block of walkBlocks(issue.body)) {
    if (block.kind === "gallery")
      for (const one of block.blocks) if (one.kind === "image") small.add(one.image);
    if (block.kind === "card" && block.video !== null && block.image !== null)
      films.set(block.image, block.video);
    if (block.kind === "sponsor" && block.logo !== null) sponsors.add(block.logo);
  }
  const wish = (shape: Shape) => (image: ImageRef) => ({
    src: image.src,
    file: issue.path,
    folder: dirname(issue.path),
    place: image.place,
    shape,
    names: [image.src],
  });
  const picture = (shape: Shape) => (image: ImageRef) => ({ ...wish(shape)(image), follows: true as const });
  const wide = picture({ width: TEXT_WIDTH, square: false });
  const film = picture({ width: TEXT_WIDTH, square: false, play: true });
  const plain = issue.images.filter(
    (image) => !portraits.has(image) && !sponsors.has(image) && !films.has(image),
  );
  return [
    ...plain.filter((image) => !small.has(image)).map(wide),
    // At most half as wide as the text, on a phone too.
    ...[...small].map(picture({ width: galleryWidth(2), square: false })),
    ...[...films].map(([image, video]) => ({
      ...film(image),
      names: [PLAYED + image.src],
      ...(image.src === videoPicture(video) ? { film: video } : {}),
    })),
    ...[...portraits].map(wish({ width: PORTRAIT, square: true })),
    ...[...sponsors].map(wish({ width: LOGO_WIDTH, square: false })),
  ];
}

function authorsOf({ authors }: Issue, newsletter: Newsletter): Wish[] {
  const where = { file: "newsletter.config.ts", folder: ".", place: null };
  const shape = { width: PORTRAIT, square: true };
  const keys = Map.groupBy(
    authors.map(({ key }) => key),
    (key) => newsletter.authors[key]?.image?.src ?? "",
  );
  // Two authors may share one picture.
  return [...keys].flatMap(([src, own]) =>
    src === "" ? [] : [{ src, ...where, shape, names: own.map((key) => `author:${key}`) }],
  );
}

function logosOf({ theme, social }: Newsletter): Wish[] {
  const { logo } = theme;
  const where = { file: "newsletter.config.ts", folder: ".", place: null };
  const icons = social
    .flatMap(({ icon }) => [icon?.light ?? [], icon?.dark ?? []].flat())
    .map((src) => ({ src, ...where, shape: { width: ICON_WIDTH, square: true }, names: [ICON + src] }));
  if (logo === undefined) return icons;
  const shapeOf = (name: string): Shape => ({
    width: name === "dark" ? (logo.dark_width ?? logo.width) : logo.width,
    square: false,
  });
  const logos = Object.entries({ light: logo.light, dark: logo.dark }).flatMap(([name, src]) =>
    src === undefined ? [] : [{ src, ...where, shape: shapeOf(name), names: [`logo:${name}`, src] }],
  );
  return [...logos, ...icons];
}

async function readImage(root: string, wish: Wish, report: Reporter<Named>): Promise<Buffer | null> {
  const { src, folder } = wish;
  const refuse = (rule: RuleOf<"error">, message: string, hint: string) => {
    report.error(rule, wish, message, { hint });
    return null;
  };
  const path = resolve(root, folder, percentDecoded(withoutQuery(src)));
  let real: string;
  try {
    real = await realpath(path);
  } catch {
    if (wish.film !== undefined) {
      const message = `The picture of this ${wish.film.site} video is not beside the file, so its card has no picture.`;
      report.warning("video/no-picture", wish, message, {
        hint: `Run \`letterpress check --fix\`: it fetches the picture. Or save one as ${wish.src} beside the file.`,
      });
      return null;
    }
    const near = path.startsWith(root + sep) ? await neighbour(path) : null;
    const hint = near === null ? "Save it beside the file, or correct the path." : `Did you mean ${near}?`;
    return refuse("image/missing", `There is no image ${src}.`, hint);
  }
  if (!real.startsWith(root + sep))
    return refuse("image/outside", `${src} leads out of the project.`, "Copy the image beside the file.");
  const { size } = await stat(real);
  if (size > IMAGE_LIMIT_BYTES) {
    const message = `${src} has ${Math.round(size / 1024 / 1024)} MB; the limit is 10 MB.`;
    return refuse("image/too-large", message, "Save it smaller.");
  }
  try {
    return await readPlainFile(real);
  } catch (error) {
    const message = `${src} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return refuse("image/unreadable", message, "Check the file and its permissions.");
  }
}

/** Finds the file beside a missing one with the most similar name. */
async function neighbour(path: string): Promise<string | null> {
  const names = await readdir(dirname(path)).catch(() => []);
  return nearest(basename(path), names);
}

/** Returns a picture's path without the query and fragment, which only a server reads. */
function withoutQuery(src: string): string {
  return src.replace(/[?#].*$/, "");
}
