import type { Asset } from "#src/model/email.ts";
import type { LogoFacts } from "#src/model/facts.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { colorOf, contrast } from "#src/preflight/look/color.ts";

/** WCAG's least contrast for what is not text. */
const LEAST = 3;
/** Alpha, of 255. A pixel below CLEAR shows what is behind it; a pixel from SOLID upwards shows its own color. */
const CLEAR = 64;
const SOLID = 192;

/** Facts by the logo's key and the paper: every issue has the same logo. */
const known = new Map<string, Promise<LogoFacts>>();

/** Measures what becomes of the light logo on the dark palette's paper. */
export function logoFacts(asset: Asset, { theme }: Pick<Newsletter, "theme">): Promise<LogoFacts> {
  const name = `${asset.key} ${theme.dark.paper}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = readLogo(asset, theme.dark.paper);
  known.set(name, found);
  // What fails once may not fail again: memory that was short, a file of sharp that was not there yet.
  found.catch(() => known.delete(name));
  return found;
}

async function readLogo({ bytes }: Asset, darkPaper: string): Promise<LogoFacts> {
  const { default: sharp } = await import("sharp");
  const { data, info } = await sharp(bytes)
    .ensureAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const paper = colorOf(darkPaper);
  let [clear, solid, lost] = [0, 0, 0];
  const ratios = new Map<number, boolean>();
  for (let at = 0; at < data.length; at += info.channels) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
    if (alpha < CLEAR) clear += 1;
    if (alpha < SOLID || paper === null) continue;
    solid += 1;
    const color = (red << 16) | (green << 8) | blue;
    const isLost = ratios.get(color) ?? contrast({ red, green, blue, alpha: 1 }, paper) < LEAST;
    ratios.set(color, isLost);
    if (isLost) lost += 1;
  }
  return { clear: clear / (info.width * info.height), lost: solid === 0 ? 0 : lost / solid };
}
