import type { Root } from "mdast";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { lintDirectives } from "./lint-directives.ts";
import { lintFootnotes } from "./lint-footnotes.ts";

/** What Markdown accepts silently, in a body and in the snippets that it places alike. `masked` is the text that was parsed. */
export function lintBody(root: Root, masked: string, report: SourceReporter): void {
  lintDirectives(root, masked, report);
  lintFootnotes(root, masked, report);
}
