import type { RootContent } from "mdast";
import type { Block, ImageRef, Sponsor } from "#src/model/block.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { type BodyContext, placeOf, startOf } from "#src/issue/body/body-context.ts";
import { checkImage } from "#src/issue/body/check-image.ts";
import type { Directive, ReadBlocks } from "./directive.ts";
import { readInlines, readLink } from "#src/issue/body/read-inlines.ts";

/**
 * Reads `:::sponsor[Name]` with the sponsored content, or `::sponsor` for the label alone. Without a name, both show the sponsor of
 * front matter and put its label in this place; attributes here override those of front matter.
 */
export function readSponsorBlock(
  node: Directive,
  context: BodyContext,
  readBlocks: ReadBlocks,
): readonly Block[] {
  const { name, content } = partsOf(node, context);
  const given = name === "" ? context.sponsor : null;
  if (name === "" && given === null) {
    context.report.error("directive/no-sponsor", startOf(node), "This sponsor has no name.", {
      hint: `Write ${node.type === "leafDirective" ? "::" : ":::"}sponsor[Name], or name it in sponsor: of the front matter.`,
    });
  }
  const said = readAttributes(node, name === "" ? (given?.name ?? "") : name, context);
  const sponsor: Sponsor = {
    name: given?.name ?? name,
    label: said.label ?? given?.label ?? null,
    url: said.url ?? given?.url ?? null,
    logo: said.logo ?? given?.logo ?? null,
    disclosure: said.disclosure ?? given?.disclosure ?? null,
  };
  const blocks = readBlocks(content, context);
  return [{ kind: "sponsor", ...sponsor, blocks, place: placeOf(node, context) }];
}

function partsOf(
  node: Directive,
  context: BodyContext,
): { readonly name: string; readonly content: readonly RootContent[] } {
  if (node.type === "leafDirective")
    return { name: plainText(readInlines(node.children, context)).trim(), content: [] };
  const [label, ...rest] = node.children;
  if (label?.type !== "paragraph" || label.data?.directiveLabel !== true)
    return { name: "", content: node.children };
  return { name: plainText(readInlines(label.children, context)).trim(), content: rest };
}

function readAttributes(node: Directive, name: string, context: BodyContext): Omit<Sponsor, "name"> {
  const start = startOf(node);
  const { href, logo: src, alt, label, disclosure } = node.attributes ?? {};
  const read = (text: string | null | undefined) => (text ? context.tags.read(text, start) : null);
  const image: ImageRef | null = src
    ? { src, alt: read(alt) ?? name, caption: null, credit: null, place: placeOf(node, context) }
    : null;
  const logo = image === null ? null : checkImage(image, start, context.report);
  if (logo !== null) context.images.push(logo);
  const url = href ? readLink(href, name, node, context) : null;
  return { label: read(label), url, logo, disclosure: read(disclosure) };
}
