import type {
  BlockContent,
  Blockquote,
  Heading,
  List,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from "mdast";
import type { Block, CalloutTone, Inline } from "#src/model/block.ts";
import { type BodyContext, endOf, placeOf, startOf } from "./body-context.ts";
import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import { htmlWords } from "./html-words.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { readVideo } from "./directives/read-card.ts";
import { readDirective } from "./read-directive.ts";
import { isElse, isOnly, readOnly } from "./directives/read-only.ts";
import { refuseHtml } from "./read-html.ts";
import { readImage, readInlines, readLink } from "./read-inlines.ts";
import { speakerOf } from "./speakers.ts";
import { isSnippet, readSnippet } from "./directives/read-snippet.ts";

/** Where blocks stand: in a list or a quotation, a bold link stays a link and does not become a button. */
export type Setting = "page" | "text";

/** Reads flow content as our blocks. Refused content is left out, with a finding. */
export function readBlocks(
  nodes: readonly RootContent[],
  context: BodyContext,
  setting: Setting = "page",
): Block[] {
  const shown = nodes.filter(isBlock);
  return shown.flatMap((node, index) => {
    const [before, after] = [shown[index - 1], shown[index + 1]];
    // This `:::else` was already read with the `:::only` before it.
    if (isElse(node) && before !== undefined && isOnly(before)) return [];
    const readChildren = (children: readonly RootContent[], within: BodyContext) =>
      readBlocks(children, within, setting);
    if (isSnippet(node)) return readSnippet(node, context, readChildren);
    if (!isOnly(node)) return readBlock(node, context, setting);
    const otherwise = after !== undefined && isElse(after) ? after : null;
    return readOnly(node, otherwise, context, readChildren);
  });
}

function readBlock(node: BlockContent, context: BodyContext, setting: Setting): readonly Block[] {
  const place = placeOf(node, context);
  switch (node.type) {
    case "heading":
      return [readHeading(node, context)];
    case "paragraph":
      return readParagraph(node, context, setting);
    case "list":
      return readList(node, context);
    case "blockquote":
      return [readQuote(node, context)];
    case "code": {
      lintFence(startOf(node), endOf(node), context);
      const text = context.tags.literal(node.value.replace(/\r\n/g, "\n"));
      return [{ kind: "code", lang: node.lang ?? null, text, place }];
    }
    case "table":
      return [readTable(node, context)];
    case "thematicBreak":
      return [{ kind: "rule", place }];
    case "html":
      refuseHtml(node, context);
      return htmlWords(node, context);
    case "containerDirective":
    case "leafDirective":
      return readDirective(node, context, readBlocks);
  }
}

/** Definitions are not blocks: they were gathered before. */
function isBlock(node: RootContent): node is BlockContent {
  return node.type !== "definition" && node.type !== "footnoteDefinition";
}

function readHeading(node: Heading, context: BodyContext): Block {
  const { report, interview } = context;
  const start = startOf(node);
  if (node.depth > 4) {
    report.warning("heading/too-deep", start, `Headings of level ${node.depth} look like those of level 4.`, {
      hint: "Use ## to ####.",
    });
  }
  const depth = Math.min(4, Math.max(2, node.depth)) as 2 | 3 | 4;
  const children = readInlines(node.children, context);
  const isQuestion = /[?？؟]["'”’»)\]]*$/u.test(plainText(children).trim());
  const question = interview && depth === 2 && isQuestion;
  return { kind: "heading", depth, question, children, place: placeOf(node, context) };
}

function readParagraph(node: Paragraph, context: BodyContext, setting: Setting): readonly Block[] {
  const place = placeOf(node, context);
  const [only, ...others] = node.children.filter(
    (child) => child.type !== "text" || child.value.trim() !== "",
  );
  if (only !== undefined && others.length === 0) {
    const special =
      readPicture(only, node, context) ??
      (setting === "page" ? (readButton(only, node, context) ?? readVideo(only, node, context)) : null);
    if (special !== null) return special;
  }
  const children = withoutEdges(readInlines(node.children, context));
  const speaker = speakerOf(node, context.speakers);
  return children.length === 0 ? [] : [{ kind: "paragraph", ...(speaker && { speaker }), children, place }];
}

/** Trims a paragraph: a comment at its edge leaves the space that stood beside it. */
function withoutEdges(inlines: readonly Inline[]): readonly Inline[] {
  const isSeen = (inline: Inline) => inline.kind !== "text" || inline.text.trim() !== "";
  const first = inlines.findIndex(isSeen);
  const last = inlines.findLastIndex(isSeen);
  return inlines.slice(Math.max(0, first), last + 1).map((inline, index): Inline => {
    if (inline.kind !== "text") return inline;
    const text = index === 0 ? inline.text.trimStart() : inline.text;
    return { kind: "text", text: index === last - first ? text.trimEnd() : text };
  });
}

/** Reads a paragraph that is one image, perhaps with a link around it. */
function readPicture(only: PhrasingContent, node: Paragraph, context: BodyContext): readonly Block[] | null {
  const linked = only.type === "link" || only.type === "linkReference" ? only : null;
  const picture = linked === null ? only : linked.children.length === 1 ? linked.children[0] : undefined;
  if (picture?.type !== "image" && picture?.type !== "imageReference") return null;
  const image = readImage(picture, context);
  const target = linked?.type === "linkReference" ? context.definitions.get(linked.identifier) : linked;
  const url = linked && target ? readLink(target.url, image?.alt ?? "", linked, context) : null;
  const layout = picture.data?.layout;
  return image === null ? [] : [{ kind: "image", image, url, ...layout, place: placeOf(node, context) }];
}

/** Reads a paragraph of only `**[Join](https://…)**` as a button. Elsewhere it is a bold link, so it reads well on GitHub too. */
function readButton(only: PhrasingContent, node: Paragraph, context: BodyContext): readonly Block[] | null {
  if (only.type !== "strong" || only.children.length !== 1) return null;
  const [link] = only.children;
  const target = link?.type === "linkReference" ? context.definitions.get(link.identifier) : link;
  if ((link?.type !== "link" && link?.type !== "linkReference") || target === undefined || !("url" in target))
    return null;
  const children = readInlines(link.children, context);
  const url = readLink(target.url, plainText(children), link, context);
  const place = placeOf(node, context);
  return [url === null ? { kind: "paragraph", children, place } : { kind: "button", url, children, place }];
}

/** Reads a list without the items that hold only an author's own note: readers would see an empty bullet. */
function readList(node: List, context: BodyContext): readonly Block[] {
  const items = node.children.filter((item) => item.children.length === 0 || !item.children.every(isNote));
  if (items.length === 0) return [];
  return [
    {
      kind: "list",
      ordered: node.ordered === true,
      start: node.start ?? 1,
      items: items.map((item) => ({
        checked: item.checked ?? null,
        blocks: readBlocks(item.children, context, "text"),
        place: placeOf(item, context),
      })),
      place: placeOf(node, context),
    },
  ];
}

function isNote(node: RootContent): boolean {
  if (node.type === "html") return /^(?:<!--[^]*?-->\s*)+$/.test(node.value);
  return node.type === "paragraph" && node.children.length > 0 && node.children.every(isNote);
}

/** The names that may stand in `> [!NOTE]`, in lower case. */
export const TONES: readonly CalloutTone[] = ["note", "tip", "important", "warning", "caution"];

/** Reads a quotation, or the callout that GitHub makes of `> [!NOTE]`. */
function readQuote(node: Blockquote, context: BodyContext): Block {
  const place = placeOf(node, context);
  const [first, ...rest] = node.children;
  const text = first?.type === "paragraph" ? first.children[0] : undefined;
  const match = text?.type === "text" ? /^\[!(\w+)\]([+-]?)[ \t]*(?:\r?\n|$)?/.exec(text.value) : null;
  if (first?.type !== "paragraph" || text?.type !== "text" || match === null) {
    return { kind: "quote", blocks: readBlocks(node.children, context, "text"), place };
  }
  const { report } = context;
  const name = (match[1] ?? "").toLowerCase();
  const tone = TONES.find((one) => one === name);
  if (tone === undefined) {
    report.error("callout/unknown", startOf(text), `There is no callout [!${match[1]}].`, {
      hint: didYouMean(name, TONES),
    });
  }
  if (!match[0].endsWith("\n") && text.value.length > match[0].length) {
    const message = "A callout has no title; these words become part of its text.";
    report.warning("callout/title", startOf(text), message, {
      hint: "Begin the text on the next line, with > before it.",
    });
  }
  const value = text.value.slice(match[0].length);
  const children: PhrasingContent[] = [
    ...(value === "" ? [] : [{ ...text, value }]),
    ...first.children.slice(1),
  ];
  if (children[0]?.type === "break") children.shift();
  const content: BlockContent[] = children.length === 0 ? [] : [{ ...first, children }];
  return { kind: "callout", tone: tone ?? "note", blocks: readBlocks([...content, ...rest], context), place };
}

/** Reads a table as wide as its widest row: GitHub drops a cell that has no head above it, with its words. */
function readTable(node: Table, context: BodyContext): Block {
  const [first] = node.children;
  const named = first?.children.length ?? 0;
  const width = Math.max(named, ...node.children.map((row) => row.children.length));
  const [head = [], ...rows] = node.children.map((row) => {
    const cells = row.children.map((cell) => ({ children: readInlines(cell.children, context) }));
    if (cells.length > named) {
      const message = `This row has ${cells.length} cells, but the head of the table has ${named}.`;
      context.report.error("table/too-many-cells", startOf(row.children[named] ?? row), message, {
        hint: "Give the head as many cells. Write \\| for a bar inside a cell.",
      });
    }
    return [...cells, ...Array.from({ length: width - cells.length }, () => ({ children: [] }))];
  });
  const align = Array.from({ length: width }, (_, column) => node.align?.[column] ?? null);
  return { kind: "table", align, head, rows, place: placeOf(node, context) };
}

/** Reports a fence that is never closed: it silently swallows the rest of the issue. */
function lintFence(start: number, end: number, { text, report }: BodyContext): void {
  const fence = /^(`{3,}|~{3,})/.exec(text.slice(start, end))?.[1];
  if (fence === undefined) return;
  const last = text
    .slice(text.lastIndexOf("\n", end - 1) + 1, end)
    .replace(/^[\s>]+/, "")
    .trimEnd();
  const lines = text.slice(start, end).includes("\n");
  if (lines && last.startsWith(fence) && /^(`+|~+)$/.test(last)) return;
  report.error("code/unclosed", start, `This code block is not closed: the rest of the file is part of it.`, {
    hint: `Write ${fence} on a line of its own after the code.`,
  });
}
