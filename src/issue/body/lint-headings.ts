import type { Heading, Nodes, Root } from "mdast";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { Fix } from "#src/model/finding.ts";
import { endOf, startOf } from "./body-context.ts";

interface Written {
  /** The file as its author sees it. */
  readonly text: string;
  readonly title: string | null;
}

/**
 * A body's headings begin at level 2, because the title is level 1. If one of them has level 1, the fix moves all of them down by
 * one, so that what was below a heading stays below it. The headings of a quotation are a tree of their own.
 */
export function lintHeadings(root: Root, written: Written, report: SourceReporter): void {
  for (const headings of treesOf(root)) {
    const tops = headings.filter(({ depth }) => depth === 1);
    const [first] = tops;
    if (first === undefined) continue;
    if (tops.length === 1 && first === headings[0] && isTitle(first, written)) {
      report.error(
        "heading/level-one",
        startOf(first),
        "This heading repeats the title, which stands above the body.",
        {
          hint: "Remove it.",
        },
      );
      continue;
    }
    const fix = lowered(headings, written.text);
    for (const top of tops) {
      report.error("heading/level-one", startOf(top), "The title is the only heading of level 1.", {
        hint: "Begin the body's headings with ##, and those below them with one # more.",
        fix,
      });
    }
  }
}

/** The headings of the page, and those of each outermost quotation. */
function treesOf(root: Root): readonly Heading[][] {
  const page: Heading[] = [];
  const trees = [page];
  const visit = (node: Nodes, tree: Heading[]) => {
    if (node.type === "heading") tree.push(node);
    else if (node.type === "blockquote" && tree === page) {
      const own: Heading[] = [];
      trees.push(own);
      for (const child of node.children) visit(child, own);
    } else if ("children" in node) for (const child of node.children) visit(child, tree);
  };
  visit(root, page);
  return trees;
}

function isTitle(heading: Heading, { text, title }: Written): boolean {
  const plain = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
  return title !== null && plain(contentOf(heading, text)) === plain(title);
}

/** One edit from the first of these headings to the last; null if it holds U+FFFD, a character that we may not write back. */
function lowered(headings: readonly Heading[], text: string): Fix | null {
  const start = Math.min(...headings.map(startOf));
  const end = Math.max(...headings.map(endOf));
  let from = start;
  let result = "";
  for (const heading of headings) {
    result += text.slice(from, startOf(heading)) + loweredHeading(heading, text);
    from = endOf(heading);
  }
  return result.includes("\uFFFD") ? null : { start, end, text: result };
}

function loweredHeading(heading: Heading, text: string): string {
  const source = text.slice(startOf(heading), endOf(heading));
  // Headings below level 4 all look the same, and there is no level 7.
  if (source.startsWith("#")) return heading.depth < 6 ? `#${source}` : source;
  if (heading.depth === 1)
    return source.replace(/=+[ \t]*$/, (line) => "-".repeat(Math.max(3, line.trimEnd().length)));
  const content = contentOf(heading, text);
  return `### ${content}${/(?:^|\s)#+$/.test(content) ? " ###" : ""}`;
}

/** The words of a heading on one line. An underlined heading may span several lines. */
function contentOf({ children }: Heading, text: string): string {
  const source = text.slice(Math.min(...children.map(startOf)), Math.max(...children.map(endOf)));
  const lineEnd = children.some(({ type }) => type === "break")
    ? /(?:\\|[ \t]+)?\r?\n[ \t>]*/g
    : /[ \t]*\r?\n[ \t>]*/g;
  return source.replace(lineEnd, " ");
}
