import type { Nodes, Root } from "mdast";
import { defaultHandlers, type Handle, type Options, toMarkdown } from "mdast-util-to-markdown";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import { unified } from "unified";
import type { Note } from "./notes.ts";

/** Markdown, and the line of each note in it, counted from 1. */
interface Written {
  readonly markdown: string;
  readonly lines: ReadonlyMap<Note, number>;
}

const EXTENSIONS = extensions();

/** A tree as the Markdown of an issue, in the style of docs/write.md. */
export function writeMarkdown(root: Root): Written {
  const lines = new Map<Note, number>();
  const markdown = toMarkdown(root, {
    extensions: [...EXTENSIONS],
    handlers: handlersFor(lines),
    bullet: "-",
    emphasis: "*",
    rule: "-",
    listItemIndent: "one",
  });
  return { markdown, lines };
}

/** GFM and directives. A colon inside a sentence needs no escape: an issue has no directives there, and `AI:the future` stays readable. */
function extensions(): readonly Options[] {
  const data = unified().use(remarkGfm).use(remarkDirective).freeze().data();
  const { toMarkdownExtensions: all = [] } = data as { toMarkdownExtensions?: Options[] };
  return all.map((extension) => ({
    ...extension,
    unsafe: (extension.unsafe ?? []).filter(
      ({ character, atBreak }) => atBreak === true || character !== ":",
    ),
  }));
}

/** The writer tells every kind of node its line; the handlers of nodes with notes record it. */
function handlersFor(lines: Map<Note, number>): Record<string, Handle> {
  const noting = (handle: Handle): Handle => {
    const own: Handle = (node: Nodes, parent, state, info) => {
      for (const note of node.data?.notes ?? []) if (!lines.has(note)) lines.set(note, info.now.line);
      return handle(node, parent, state, info);
    };
    return Object.assign(own, handle);
  };
  const readable = (handle: Handle): Handle =>
    Object.assign(((...given) => withoutNeedlessEscapes(handle(...given))) as Handle, handle);
  // A cell is one line: the writer would turn the break into a space, and join two lines of a table's cell.
  const inCells: Handle = (node, parent, state, info) =>
    state.stack.includes("tableCell") ? "<br>" : defaultHandlers.break(node, parent, state, info);
  const { blockquote, code, heading, html, image, link, list, paragraph, text } = defaultHandlers;
  const noted: Record<string, Handle> = { blockquote, code, heading, html, list, paragraph };
  return {
    ...Object.fromEntries(Object.entries(noted).map(([kind, handle]) => [kind, noting(handle)])),
    break: inCells,
    image: noting(readable(image)),
    link: readable(link),
    text: readable(text),
  };
}

/** `&` needs its escape only where it would begin a character reference, which ends in `;`. */
function withoutNeedlessEscapes(written: string): string {
  return written.replace(/\\&(?![#\w]+;)/g, "&");
}
