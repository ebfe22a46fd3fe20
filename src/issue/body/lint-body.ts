import type { Root } from "mdast";
import { lintLiterals } from "#src/issue/literals/lint-literals.ts";
import { type BodyContext, endOf, startOf, walkNodes } from "./body-context.ts";
import { cleanReferences } from "./clean-references.ts";
import { lintHeadings } from "./lint-headings.ts";
import { lintDefinitions } from "./lint-definitions.ts";
import { lintDirectives } from "./lint-directives.ts";
import { lintFootnotes } from "./lint-footnotes.ts";
import { takeAttributes } from "./take-attributes.ts";

/**
 * Reports mistakes that Markdown accepts silently, in a body and in the snippets that it places. `masked` is the text that was
 * parsed. Also takes the attributes of pictures out of the text.
 */
export function lintBody(root: Root, masked: string, context: BodyContext): void {
  const { report, definitions, issues, tags } = context;
  cleanReferences(root, masked, report);
  takeAttributes(root, masked, report);
  lintDirectives(root, masked, report);
  lintFootnotes(root, masked, report);
  lintHeadings(root, context, report);
  lintDefinitions(root, report);
  const labels = [...definitions.values()]
    .map(({ label, identifier }) => label ?? identifier)
    .filter((label) => label !== "//");
  lintLiterals(root, masked, { definitions: labels, issues }, report);
  tags.lintForeign(withoutCode(root, masked), 0);
}

/** The file with code and comments blanked, because nothing in them is a merge tag. */
function withoutCode(root: Root, masked: string): string {
  const pieces: string[] = [];
  let at = 0;
  walkNodes(root, (node) => {
    const isNote = node.type === "html" && node.value.startsWith("<!--");
    if ((node.type !== "code" && node.type !== "inlineCode" && !isNote) || startOf(node) < at) return;
    pieces.push(
      masked.slice(at, startOf(node)),
      masked.slice(startOf(node), endOf(node)).replace(/[^\r\n]/g, " "),
    );
    at = endOf(node);
  });
  return [...pieces, masked.slice(at)].join("");
}
