import type { Definition, Root } from "mdast";
import { startOf, walkNodes } from "./body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/** Reports repeated and unused definitions. An unused one is not printed: `[Ana]: Yes.` in an interview would be lost silently. */
export function lintDefinitions(root: Root, report: SourceReporter): void {
  const definitions: Definition[] = [];
  const used = new Set<string>();
  walkNodes(root, (node) => {
    if (node.type === "definition") definitions.push(node);
    if (node.type === "linkReference" || node.type === "imageReference") used.add(node.identifier);
  });
  const defined = new Set<string>();
  for (const node of definitions) {
    // Many people write `[//]: # (a note)` as a comment; it is not an address.
    if (node.url === "#" || node.url === "" || node.identifier === "//") continue;
    if (defined.has(node.identifier)) {
      report.warning("link/defined-twice", startOf(node), `[${node.label}] is defined twice.`, {
        hint: "The first one is used. Remove this one.",
      });
    } else if (!used.has(node.identifier)) {
      const message = `Nothing refers to [${node.label}], so this line is not printed.`;
      report.warning("link/unused-definition", startOf(node), message, {
        hint: `Remove it. Write \\[${node.label}]: where it is meant as text.`,
      });
    }
    defined.add(node.identifier);
  }
}
