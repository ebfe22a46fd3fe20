import type { Paragraph, PhrasingContent, RootContent } from "mdast";
import type { Block, ImageRef, Inline, Video } from "#src/model/block.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { type BodyContext, placeOf, startOf } from "#src/issue/body/body-context.ts";
import { checkImage } from "#src/issue/body/check-image.ts";
import { readInlines, readLink } from "#src/issue/body/read-inlines.ts";
import type { Directive, ReadBlocks } from "./directive.ts";
import { refuseLinks } from "./refuse-links.ts";
import { videoOf, videoPicture } from "./video.ts";

/** Reads `::card[Title]{href image alt}`; `:::card` also holds words about it. A film needs no title and has a picture of its own. */
export function readCard(node: Directive, context: BodyContext, readBlocks: ReadBlocks): readonly Block[] {
  const [label, inner] = labelOf(node);
  const children = readInlines(label, context);
  const words = plainText(children).trim();
  const { href, image: src, alt } = node.attributes ?? {};
  const blocks = readBlocks(inner, context);
  const video = href ? videoOf(href) : null;
  if (!href || (words === "" && video === null)) {
    context.report.error("directive/empty", startOf(node), "A card needs a title and an address.", {
      hint: 'Write ::card[Title]{href="https://…" image="./name.png"}.',
    });
    return titled(children, node, context, blocks);
  }
  refuseLinks(children, node, context);
  const url = readLink(href, words || href, node, context);
  if (url === null) return titled(children, node, context, blocks);
  const image = src
    ? pictureOf(src, { alt: alt ?? "", words: words || href }, node, context)
    : video && filmPicture(video, node, context);
  return [{ kind: "card", url, video, image, children, blocks, place: placeOf(node, context) }];
}

/** Reads a paragraph that is only the address of a film, as `https://…` or `<https://…>`; null for everything else. */
export function readVideo(
  only: PhrasingContent,
  node: Paragraph,
  context: BodyContext,
): readonly Block[] | null {
  if (only.type !== "link" || only.title) return null;
  const [text, ...others] = only.children;
  if (text?.type !== "text" || others.length > 0) return null;
  if (only.url.replace(/^https?:\/\//i, "") !== text.value.replace(/^https?:\/\//i, "")) return null;
  const video = videoOf(only.url);
  if (video === null) return null;
  const url = readLink(only.url, only.url, only, context);
  if (url === null) return null;
  const image = filmPicture(video, node, context);
  return [{ kind: "card", url, video, image, children: [], blocks: [], place: placeOf(node, context) }];
}

function labelOf(node: Directive): readonly [readonly PhrasingContent[], readonly RootContent[]] {
  if (node.type === "leafDirective") return [node.children, []];
  const [first, ...rest] = node.children;
  return first?.type === "paragraph" && first.data?.directiveLabel === true
    ? [first.children, rest]
    : [[], node.children];
}

/** Keeps the words of a card that is wrong: its title becomes a paragraph. */
function titled(
  children: readonly Inline[],
  node: Directive,
  context: BodyContext,
  blocks: readonly Block[],
): readonly Block[] {
  return children.length === 0
    ? blocks
    : [{ kind: "paragraph", children, place: placeOf(node, context) }, ...blocks];
}

/** A card's picture may have no alt text: the title below says what it shows, and would be read out twice. */
function pictureOf(
  src: string,
  { alt, words }: { readonly alt: string; readonly words: string },
  node: Directive,
  context: BodyContext,
): ImageRef | null {
  const at = startOf(node);
  const place = placeOf(node, context);
  const read = alt === "" ? "" : context.tags.read(alt, at);
  const image = checkImage(
    { src, alt: read || words, caption: null, credit: null, place },
    at,
    context.report,
  );
  return image === null ? null : noted({ ...image, alt: read }, context);
}

function filmPicture(video: Video, node: Directive | Paragraph, context: BodyContext): ImageRef {
  const place = placeOf(node, context);
  return noted({ src: videoPicture(video), alt: "", caption: null, credit: null, place }, context);
}

function noted(image: ImageRef, context: BodyContext): ImageRef {
  context.images.push(image);
  return image;
}
