import type { Root } from "mdast";
import { endOf, startOf, walkNodes } from "./body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/**
 * Reports mistakes in footnotes that Markdown accepts silently: a reference to nothing stays in the text as `[^x]`, and so does a
 * note whose colon is missing.
 */
export function lintFootnotes(root: Root, text: string, report: SourceReporter): void {
  const defined = new Set<string>();
  const missing: { label: string; at: number; end: number; starts: boolean }[] = [];
  walkNodes(root, (node, parent) => {
    if (node.type === "footnoteDefinition") {
      if (defined.has(node.identifier)) {
        const message = `The footnote [^${node.label}] is defined twice.`;
        report.warning("footnote/defined-twice", startOf(node), message, {
          hint: "The first one is used. Remove this one.",
        });
      }
      defined.add(node.identifier);
    }
    if (node.type === "text") {
      const source = text.slice(startOf(node), endOf(node));
      for (const match of source.matchAll(/(^|\n)?(?<!\\)\[\^([^\]\s]+)\](?!:)/g)) {
        const [all, newline = "", label = ""] = match;
        const starts =
          parent?.type === "paragraph" &&
          parent.children[0] === node &&
          (match.index === 0 || newline !== "") &&
          /^[ \t]+\S/.test(source.slice(match.index + all.length));
        const at = startOf(node) + match.index;
        missing.push({ label, at: at + newline.length, end: at + all.length, starts });
      }
    }
  });
  const colonless = new Set(missing.filter(({ starts }) => starts).map(({ label }) => label));
  for (const { label, at, end, starts } of missing) {
    if (starts) {
      report.error("footnote/no-colon", at, `A footnote needs a colon: [^${label}]:`, {
        hint: "Without the colon it is printed as text.",
        fix: { start: end, end, text: ":" },
      });
    } else if (!colonless.has(label)) {
      // `[^a-z]` and `[^"]` are more often a regular expression that lacks its backticks.
      const say = /^\\?\w-\\?\w|[^\p{L}\p{N}\p{M}_.:-]/u.test(label) ? report.warning : report.error;
      say("footnote/undefined", at, `There is no footnote [^${label}].`, {
        hint: `Write [^${label}]: and its text in a paragraph of its own, or \\[^${label}] to print it.`,
      });
    }
  }
}
