import type { RootContent } from "mdast";
import type { Block } from "#src/model/block.ts";
import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import { type BodyContext, startOf, walkNodes } from "#src/issue/body/body-context.ts";
import { gatherDefinitions } from "#src/issue/body/gather-definitions.ts";
import { lintBody } from "#src/issue/body/lint-body.ts";
import { lintLostWords } from "#src/issue/body/lint-lost-words.ts";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";

type Directive = Extract<RootContent, { type: "leafDirective" }>;
type ReadChildren = (nodes: readonly RootContent[], context: BodyContext) => Block[];

export function isSnippet(node: RootContent): node is Directive {
  return node.type === "leafDirective" && node.name === "snippet";
}

/**
 * Reads `::snippet{name}`: the blocks of `issues/snippets/name.md`, as if they were written here. Findings about them name the
 * snippet's own file and line.
 */
export function readSnippet(
  node: Directive,
  context: BodyContext,
  readChildren: ReadChildren,
): readonly Block[] {
  const { report, snippets, openSnippets = [] } = context;
  const start = startOf(node);
  const name = nameOf(node);
  if (name === null) {
    report.error("snippet/no-name", start, "Expected the name of one snippet.", {
      hint: "Write ::snippet{colophon} for issues/snippets/colophon.md.",
    });
    return [];
  }
  if (openSnippets.includes(name)) {
    const way = [...openSnippets.slice(openSnippets.indexOf(name)), name].join(", ");
    report.error("snippet/recursive", start, `This snippet holds itself: ${way}.`, {
      hint: "Remove it in one of them.",
    });
    return [];
  }
  const snippet = snippets.open(name);
  if (snippet === null) {
    const hint = `${didYouMean(name, snippets.names)} Its text belongs in issues/snippets/${name}.md.`;
    report.error("snippet/unknown", start, `There is no snippet ${name}.`, { hint });
    return [];
  }
  const { report: own, tags, text, path } = snippet;
  const root = parseMarkdown(snippet.masked);
  const inside = {
    ...context,
    ...gatherDefinitions(root),
    report: own,
    tags,
    text,
    path,
    openSnippets: [...openSnippets, name],
  };
  lintBody(root, snippet.masked, inside);
  if (root.children.length === 0) report.warning("snippet/empty", start, `The snippet ${name} is empty.`);
  walkNodes(root, (child) => {
    if (child.type !== "footnoteReference" && child.type !== "footnoteDefinition") return;
    const message = "A snippet cannot have footnotes: they are numbered across the whole issue.";
    snippet.report.error("snippet/footnote", startOf(child), message, {
      hint: "Write the note into the text.",
    });
  });
  const blocks = readChildren(root.children, inside);
  lintLostWords(root, blocks, new Set(), own);
  return blocks;
}

/** `{colophon}`, or `{name="colophon"}` for a snippet that is called like an attribute. Null if there is no name, or more than one. */
function nameOf({ attributes, children }: Directive): string | null {
  const [first, second] = Object.entries(attributes ?? {});
  if (first === undefined || second !== undefined || children.length > 0) return null;
  const [key, value] = first;
  if (key === "name" && value) return value;
  return value === "" && key !== "id" && key !== "class" ? key : null;
}
