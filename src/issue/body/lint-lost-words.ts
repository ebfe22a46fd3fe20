import type { Nodes, Root } from "mdast";
import type { Block } from "#src/model/block.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { keepWords } from "#src/issue/kept-words.ts";
import { endOf, startOf } from "./body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/**
 * A safety net under the readers of all blocks: reports words of the Markdown that no block holds, unless their lines have a finding
 * already. A word counts as often as it occurs; marks that blocks replace (`[!NOTE]`) are not words.
 */
export function lintLostWords(
  root: Root,
  blocks: readonly Block[],
  noted: ReadonlySet<string>,
  report: SourceReporter,
): void {
  const missingFrom = keepWords(textsIn(blocks).map(withoutTokens));
  const said = new Set(report.findings.map(({ line }) => line));
  for (const { text, at, end } of textsOf(root, new Set(noted))) {
    const lost = missingFrom(withoutTokens(text));
    if (lost.length === 0) continue;
    const { line, endLine } = report.placeOf(at, end);
    const lines = Array.from({ length: endLine - line + 1 }, (_, index) => line + index);
    if (lines.some((one) => said.has(one))) continue;
    report.error(
      "body/lost-words",
      at,
      `These words would not reach readers: ${lost.slice(0, 8).join(" ")}`,
      {
        hint: "Write them in a paragraph of their own.",
      },
    );
  }
}

interface Piece {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** All text of the Markdown, except footnotes that are not printed: each of those has a finding of its own. */
function* textsOf(node: Nodes, printed: Set<string>): Generator<Piece> {
  if (node.type === "footnoteDefinition" && !printed.delete(node.identifier)) return;
  const at = startOf(node);
  const end = endOf(node);
  if (node.type === "text" || node.type === "inlineCode" || node.type === "code")
    yield { text: node.value.replace(/^\[!\w+\]/, ""), at, end };
  if ((node.type === "image" || node.type === "imageReference") && node.alt)
    yield { text: node.alt, at, end };
  if ("children" in node) for (const child of node.children) yield* textsOf(child, printed);
}

function withoutTokens(text: string): string {
  return replaceTokens(text, () => " ");
}

/** Every string in the blocks, under whatever property. */
function textsIn(value: unknown, strings: string[] = []): readonly string[] {
  if (typeof value === "string") strings.push(value);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value))
      if (key !== "kind" && key !== "place") textsIn(one, strings);
  return strings;
}
