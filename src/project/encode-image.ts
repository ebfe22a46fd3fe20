import { createHash } from "node:crypto";
import type { Metadata, Sharp } from "sharp";
import type { Asset } from "#src/model/email.ts";
import type { Place } from "#src/model/block.ts";
import type { Reporter } from "#src/model/finding.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";

/** The shown size of an image, in CSS pixels; a square is cut out of the middle. */
export interface Shape {
  readonly width: number;
  readonly square: boolean;
  /** True to draw a play mark in the middle, for the picture of a film. */
  readonly play?: boolean;
}

interface EncodedImage {
  readonly asset: Asset;
  /** Shown size in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The width of the file in pixels. */
  readonly pixels: number;
}

/** An image and the place that names it: `file` is relative to the root. */
export interface Named {
  readonly src: string;
  readonly file: string;
  readonly place: Place | null;
}

type Format = "png" | "jpeg" | "gif";

export const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
};

/** More pixels than any letter needs are a mistake or an attack: a small file can unpack to gigabytes. */
const LIMIT_PIXELS = 100_000_000;
const RECIPE = "letterpress-1";
/** Images kept in memory: a preview would otherwise encode them at every save. */
const CACHED = 200;
const cache = new Map<string, EncodedImage>();

/**
 * Encodes an image as it is mailed: PNG, JPEG or GIF, upright, without metadata, at most twice as wide as shown. The
 * key is made from the source and the recipe, because another version of the encoder gives other bytes for the same
 * image. Null, with a finding, for a file that mail programs do not show as an image.
 */
export async function encodeImage(
  source: Buffer,
  image: Named & { readonly shape: Shape },
  report: Reporter<Named>,
): Promise<EncodedImage | null> {
  const { src, shape } = image;
  const refuse = (rule: RuleOf<"error">, message: string, hint: string) => {
    report.error(rule, image, message, { hint });
    return null;
  };
  // Loaded only here: most commands, and many issues, have no image.
  const { default: sharp } = await import("sharp");
  let metadata: Metadata;
  try {
    metadata = await sharp(source, { limitInputPixels: LIMIT_PIXELS }).metadata();
  } catch (error) {
    const message = `${src} cannot be read as an image: ${firstLine(error)}.`;
    return refuse("image/unreadable", message, "Save it as PNG or JPEG.");
  }
  if (metadata.format === "svg") {
    const message = `${src} is SVG, which most mail programs do not show.`;
    return refuse("image/svg", message, "Save it as PNG, twice as wide as it is shown.");
  }
  const format = formatOf(metadata);
  if (format !== metadata.format) {
    const message = `${src} is mailed as ${format.toUpperCase()}: not every mail program shows ${String(metadata.format).toUpperCase()}.`;
    report.info("image/converted", image, message, { hint: "Nothing needs to be done." });
  }
  // A picture without a mark keeps the name under which mails already link to it.
  const mark = shape.play === true ? ["play-1"] : [];
  const recipe = JSON.stringify([RECIPE, format, shape.width, shape.square, ...mark]);
  const key = createHash("sha256").update(source).update("\n").update(recipe).digest("hex").slice(0, 32);
  const known = cache.get(key);
  if (known !== undefined) return known;
  try {
    const encoded = await encode(source, metadata, format, { shape, key });
    if (cache.size >= CACHED) cache.delete(cache.keys().next().value ?? "");
    cache.set(key, encoded);
    return encoded;
  } catch (error) {
    const message = `${src} cannot be read to its end: ${firstLine(error)}.`;
    return refuse("image/unreadable", message, "Save it again as PNG or JPEG.");
  }
}

function formatOf(metadata: Metadata): Format {
  if (metadata.format === "png" || metadata.format === "jpeg" || metadata.format === "gif")
    return metadata.format;
  return metadata.hasAlpha === true ? "png" : "jpeg";
}

async function encode(
  source: Buffer,
  metadata: Metadata,
  format: Format,
  { shape, key }: { readonly shape: Shape; readonly key: string },
): Promise<EncodedImage> {
  const [across, down] = uprightSize(metadata);
  const natural = shape.square ? Math.min(across, down) : across;
  const pixels = Math.min(natural, shape.width * 2);
  const width = Math.min(natural, shape.width);
  const height = shape.square ? width : Math.max(1, Math.round((down * width) / across));
  const { default: sharp } = await import("sharp");
  const isAnimated = format === "gif" && shape.play !== true;
  const image = sharp(source, { limitInputPixels: LIMIT_PIXELS, animated: isAnimated }).autoOrient();
  const resized =
    shape.square || pixels < across
      ? image.resize({ width: pixels, ...(shape.square ? { height: pixels, fit: "cover" as const } : {}) })
      : image;
  // Encoding an unchanged animation again would lose its palette.
  const untouched = isAnimated && resized === image;
  const shown =
    shape.play === true
      ? resized.composite([{ input: playMark(pixels, (pixels * down) / across) }])
      : resized;
  const bytes = untouched ? source : await written(shown, format);
  return { asset: { key, mediaType: `image/${format}`, bytes }, width, height, pixels };
}

/**
 * Draws a white triangle on a dark disc with a light edge, which stands out on any picture. Width and height are the
 * picture's, in pixels.
 */
function playMark(width: number, height: number): Buffer {
  const size = Math.max(1, Math.round(Math.min(width, height) * 0.28));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100"><circle cx="50" cy="50" r="46" fill="#000" fill-opacity=".68" stroke="#fff" stroke-opacity=".9" stroke-width="5"/><path d="M40 30 72 50 40 70z" fill="#fff" stroke="#fff" stroke-width="4" stroke-linejoin="round"/></svg>`;
  return Buffer.from(svg);
}

/** Returns the size of one frame. In EXIF orientations 5 to 8 the image lies on its side, so width and height are exchanged. */
function uprightSize({ width, height, pageHeight, orientation = 1 }: Metadata): [number, number] {
  const frame = pageHeight ?? height;
  return orientation >= 5 ? [frame, width] : [width, frame];
}

async function written(image: Sharp, format: Format): Promise<Buffer> {
  if (format === "png") return image.png({ compressionLevel: 9 }).toBuffer();
  if (format === "gif") return image.gif().toBuffer();
  return image.flatten({ background: "#ffffff" }).jpeg({ quality: 82, mozjpeg: true }).toBuffer();
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
