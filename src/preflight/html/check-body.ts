import { splitTokens } from "#src/model/merge-tag.ts";
import type { Issue } from "#src/model/issue.ts";
import { inlinesOf, walkBlocks, walkInlines } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { lettersOf } from "./letters-of.ts";
import { textOfHtml } from "./text-of-html.ts";

/**
 * Reports a template that does not place the issue, and so gives every issue the same email. A warning, because a template may be
 * meant to say only where the issue can be read. Letters are counted: a short word of the issue stands in many a frame, half of the
 * issue in none.
 */
export const checkBody: Rule = ({ issue, html }, report) => {
  const pieces = piecesOf(issue);
  if (pieces.length === 0) return;
  const shown = lettersOf(textOfHtml(html));
  const found = pieces.filter((piece) => shown.includes(piece));
  if (lengthOf(found) * 2 >= lengthOf(pieces)) return;
  const what = found.length === 0 ? "No word of the issue is" : "Most words of the issue are not";
  report.warning("body/missing", { inTemplate: "" }, `${what} in the HTML.`, {
    hint: "Add <IssueBody {...input} /> or <issue-body /> to the template, where the issue belongs.",
  });
};

/**
 * The letters of each run of text between merge tags, whose words are not there yet, and between the styles of a text, where the
 * number of a footnote may stand.
 */
function piecesOf({ body }: Issue): readonly string[] {
  return [...walkBlocks(body)]
    .flatMap((block) => inlinesOf(block).flatMap((inlines) => [...walkInlines(inlines)]))
    .flatMap((inline) => ("text" in inline ? splitTokens(inline.text) : []))
    .map((piece) => (typeof piece === "string" ? lettersOf(piece) : ""))
    .filter((letters) => letters !== "");
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
