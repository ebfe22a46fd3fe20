import { posix } from "node:path";
import type {
  FootnoteReference,
  Html,
  Image,
  ImageReference,
  Link,
  LinkReference,
  PhrasingContent,
} from "mdast";
import type { ImageRef, Inline } from "#src/model/block.ts";
import { type BodyContext, placeOf, startOf } from "./body-context.ts";
import { checkImage } from "./check-image.ts";
import { checkUrl } from "./check-url.ts";
import { Unreadable } from "./limit-work.ts";
import { DEEPEST } from "./parse-markdown.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import type { Allowed } from "#src/issue/raw-html/allowed-tags.ts";
import { readInlineHtml } from "./read-html.ts";
import { pairTags } from "#src/issue/raw-html/pair-tags.ts";

/** Reads phrasing content as our inlines, and adds links, images, footnotes and merge tags to the context. */
export function readInlines(nodes: readonly PhrasingContent[], context: BodyContext): readonly Inline[] {
  const open: { tag: Allowed | null; node: Html | null; children: Inline[] }[] = [
    { tag: null, node: null, children: [] },
  ];
  const top = () => open.at(-1)!;
  const sentence = { nodes, pairs: pairTags(nodes), text: context.text };
  for (const [index, node] of nodes.entries()) {
    if (node.type !== "html") {
      top().children.push(...readInline(node, context));
      continue;
    }
    const html = readInlineHtml(node, index, sentence, context);
    if (html.kind === "break") top().children.push({ kind: "break" });
    if (html.kind === "open") open.push({ tag: html.tag, node, children: [] });
    if (open.length > DEEPEST) throw new Unreadable("issue/too-deep", startOf(node));
    if (html.kind !== "close") continue;
    const { tag, children } = top();
    if (tag === html.tag) {
      open.pop();
      top().children.push({ kind: "html", tag, children });
    } else {
      context.report.error("html/unbalanced", startOf(node), `</${html.tag}> closes nothing here.`, {
        hint: "Write the opening tag before it, in the same paragraph.",
      });
    }
  }
  while (open.length > 1) {
    const { tag, node, children } = open.pop()!;
    if (node !== null) {
      context.report.error("html/unbalanced", startOf(node), `<${tag}> is not closed.`, {
        hint: `Write </${tag}> in the same paragraph.`,
      });
    }
    top().children.push(...children);
  }
  return top().children;
}

/** Returns the image of an image node and adds it to the context; null if its address may not be used. */
export function readImage(node: Image | ImageReference, context: BodyContext): ImageRef | null {
  const target = node.type === "image" ? node : context.definitions.get(node.identifier);
  const at = startOf(node);
  if (target === undefined) return null;
  const image = checkImage(
    {
      // checkImage reports a merge tag in the address, so its token may stay as it is.
      src: imageSource(target.url, context),
      alt: context.tags.read(node.alt ?? "", at),
      caption: target.title ? context.tags.read(target.title, at) : null,
      credit: null,
      place: placeOf(node, context),
    },
    at,
    context.report,
  );
  if (image !== null) context.images.push(image);
  return image;
}

/** The path of an image relative to the issue's folder, even if a snippet in another folder names it. */
function imageSource(url: string, { path, issuePath }: BodyContext): string {
  const isPath = path !== issuePath && url !== "" && !/^[a-z][a-z0-9+.-]*:|^[/\\]|\\/i.test(url);
  return isPath ? posix.relative(posix.dirname(issuePath), posix.join(posix.dirname(path), url)) : url;
}

/** Checks an address and adds it to the context with its text; null if it may not be used. */
export function readLink(
  url: string,
  text: string,
  node: Link | LinkReference | { position?: Link["position"] },
  context: BodyContext,
): string | null {
  const at = node.position?.start.offset ?? 0;
  const read = context.tags.readUrl(url);
  const checked = read === null ? null : checkUrl(read, at, context);
  if (checked !== null) {
    const place = context.report.placeOf(at, node.position?.end.offset ?? at);
    context.links.push({ url: checked, text, place });
  }
  return checked;
}

function readInline(node: Exclude<PhrasingContent, Html>, context: BodyContext): readonly Inline[] {
  switch (node.type) {
    case "text":
      // A soft break is a space: readers see only a hard one.
      return [{ kind: "text", text: context.tags.read(node.value.replace(/\r?\n/g, " "), startOf(node)) }];
    case "strong":
    case "emphasis":
    case "delete":
      return [{ kind: node.type, children: readInlines(node.children, context) }];
    case "inlineCode":
      return [{ kind: "code", text: context.tags.literal(node.value) }];
    case "break":
      return [{ kind: "break" }];
    case "link":
      return readLinkNode(node, { ...node, url: secure(node, context) }, context);
    case "linkReference": {
      const definition = context.definitions.get(node.identifier);
      return definition === undefined
        ? readInlines(node.children, context)
        : readLinkNode(node, definition, context);
    }
    case "image":
    case "imageReference": {
      const image = readImage(node, context);
      const { width, align } = node.data?.layout ?? {};
      if (align !== undefined) {
        context.report.warning(
          "image/align",
          startOf(node),
          "A picture inside a sentence has no alignment.",
          {
            hint: "Write it in a paragraph of its own.",
          },
        );
      }
      if (image === null) return [];
      return [width === undefined ? { kind: "image", image } : { kind: "image", image, width }];
    }
    case "footnoteReference":
      lintNote(node, context);
      return [{ kind: "footnote", number: numberOf(node.identifier, context) }];
    case "textDirective":
      // Text directives are off; if one appears all the same, its words must not be lost.
      return readInlines(node.children, context);
  }
}

/** GitHub's Markdown makes an http: link of `www.example.org`, which names no scheme; today every such site has https:. */
function secure({ url, children, position }: Link, { text }: BodyContext): string {
  const [only] = children;
  const isBare =
    text[position?.start.offset ?? -1] !== "[" && only?.type === "text" && /^www\./i.test(only.value);
  return isBare ? url.replace(/^http:/i, "https:") : url;
}

function readLinkNode(
  node: Link | LinkReference,
  target: { readonly url: string; readonly title?: string | null | undefined },
  context: BodyContext,
): readonly Inline[] {
  const children = readInlines(node.children, context);
  const url = readLink(target.url, plainText(children), node, context);
  if (url === null) return children;
  const title = target.title ? context.tags.read(target.title, startOf(node)) : null;
  return [{ kind: "link", url, title, children, place: placeOf(node, context) }];
}

/** Refuses a footnote in a part for some readers. Footnotes stand at the end, numbered for everybody, and would show it to all readers. */
function lintNote(node: FootnoteReference, { inPart, report }: BodyContext): void {
  if (inPart !== true) return;
  const message = "A footnote of a part for some readers would stand among everybody's notes.";
  report.error("directive/only-footnote", startOf(node), message, { hint: "Write the note into the text." });
}

function numberOf(identifier: string, { noted }: BodyContext): number {
  const number = noted.get(identifier) ?? noted.size + 1;
  noted.set(identifier, number);
  return number;
}
