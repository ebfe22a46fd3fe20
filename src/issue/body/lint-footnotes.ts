import type { Nodes, Root } from "mdast";
import { endOf, startOf } from "./body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/**
 * Footnotes that Markdown passes over in silence: a reference to nothing stays in the text as `[^x]`, and so does a
 * note whose colon is missing.
 */
export function lintFootnotes(root: Root, text: string, report: SourceReporter): void {
  const defined = new Set<string>();
  const missing: { label: string; at: number; starts: boolean; length: number }[] = [];
  const visit = (node: Nodes, parent: Nodes | null): void => {
    if (node.type === "footnoteDefinition") {
      if (defined.has(node.identifier)) {
        report.warning(
          "footnote/defined-twice",
          startOf(node),
          `The footnote [^${node.label}] is defined twice.`,
          { hint: "The first one is used. Remove this one." },
        );
      }
      defined.add(node.identifier);
    }
    if (node.type === "text") {
      const source = text.slice(startOf(node), endOf(node));
      for (const match of source.matchAll(/(^|\n)?(?<!\\)\[\^([^\]\s]+)\](?!:)/g)) {
        const first = parent?.type === "paragraph" && parent.children[0] === node;
        const starts =
          first &&
          (match.index === 0 || match[1] === "\n") &&
          /^[ \t]+\S/.test(source.slice(match.index + match[0].length));
        const at = startOf(node) + match.index + (match[1]?.length ?? 0);
        missing.push({
          label: match[2] ?? "",
          at,
          starts,
          length: match[0].length - (match[1]?.length ?? 0),
        });
      }
    }
    if ("children" in node) for (const child of node.children) visit(child, node);
  };
  visit(root, null);
  const colonless = new Set(missing.filter(({ starts }) => starts).map(({ label }) => label));
  for (const { label, at, starts, length } of missing) {
    if (starts) {
      report.error("footnote/no-colon", at, `A footnote needs a colon: [^${label}]:`, {
        hint: "Without the colon it is printed as text.",
        fix: { start: at + length, end: at + length, text: ":" },
      });
    } else if (!colonless.has(label)) {
      report.error("footnote/undefined", at, `There is no footnote [^${label}].`, {
        hint: `Write [^${label}]: and its text in a paragraph of its own.`,
      });
    }
  }
}
