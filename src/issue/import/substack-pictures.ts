import type { Element, ElementContent } from "hast";
import { percentDecoded } from "#src/issue/percent-decoded.ts";
import { picture, pictures } from "./cards.ts";
import { attributesOf, make, text } from "./hast.ts";

/** Substack's gallery, whose pictures and caption are in `data-attrs`. */
export function gallery(element: Element): ElementContent[] {
  const { gallery: held } = attributesOf(element) as { gallery?: { images?: unknown; caption?: unknown } };
  const images = Array.isArray(held?.images) ? (held.images as { src?: unknown; alt?: unknown }[]) : [];
  const shown = images.flatMap(({ src, alt }) =>
    typeof src === "string" ? picture({ src, alt: typeof alt === "string" ? alt : null }) : [],
  );
  if (shown.length === 0) return pictures(element);
  const caption = typeof held?.caption === "string" && held.caption.trim() !== "" ? held.caption : null;
  return caption === null ? shown : [...shown, make("p", {}, [make("em", {}, [text(caption)])])];
}

/** A picture as Substack wrote it before it had captions. */
export function oldImage(element: Element): ElementContent[] {
  const { src, title, alt } = attributesOf(element) as { src?: unknown; title?: unknown; alt?: unknown };
  if (typeof src !== "string") return pictures(element);
  const words = [alt, title].find((one) => typeof one === "string" && one !== "") as string | undefined;
  return picture({ src, alt: words ?? null });
}

/** The picture itself, and not Substack's smaller copy of it: the copy's address ends in that of the original. */
export function original(src: string): string {
  const inner =
    /^https:\/\/(?:substackcdn\.com|cdn\.substack\.com)\/image\/fetch\/.*?\/(https?(?:%3A|:).+)$/i.exec(
      src,
    )?.[1];
  const whole = inner === undefined ? src : percentDecoded(inner);
  // Substack closed its old bucket; the files have the same names in the new one.
  return whole.replace(
    /^https:\/\/bucketeer-[\w-]+\.s3\.amazonaws\.com\//,
    "https://substack-post-media.s3.amazonaws.com/",
  );
}
