import type { Block } from "#src/model/block.ts";
import { splitTokens } from "#src/model/merge-tag.ts";
import { inlinesOf, plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { lettersOf } from "./letters-of.ts";
import { textOfHtml } from "./text-of-html.ts";

/**
 * A template that does not place the issue gives every issue the same email. A warning, because a template may be meant to say
 * only where the issue can be read.
 */
export const checkBody: Rule = ({ issue, html }, report) => {
  const pieces = [...walkBlocks(issue.body)].flatMap(piecesOf);
  if (pieces.length === 0) return;
  const shown = lettersOf(textOfHtml(html));
  if (pieces.some((piece) => shown.includes(piece))) return;
  report.warning("body/missing", { inTemplate: "" }, "No word of the issue is in the HTML.", {
    hint: "Add <IssueBody {...input} /> or <issue-body /> to the template, where the issue belongs.",
  });
};

/** Letters of a block between its merge tags, which stand for words that are not there yet. */
function piecesOf(block: Block): string[] {
  return inlinesOf(block)
    .flatMap((inlines) => splitTokens(plainText(inlines, { alt: false })))
    .map((piece) => (typeof piece === "string" ? lettersOf(piece) : ""))
    .filter((letters) => letters !== "");
}
