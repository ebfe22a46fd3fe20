import type { Definition, FootnoteDefinition, Root } from "mdast";
import { type BodyContext, walkNodes } from "./body-context.ts";

/** Collects the definitions of links and footnotes by identifier; the first of several with the same name counts. */
export function gatherDefinitions(root: Root): Pick<BodyContext, "definitions" | "footnotes"> {
  const definitions = new Map<string, Definition>();
  const footnotes = new Map<string, FootnoteDefinition>();
  walkNodes(root, (node) => {
    if (node.type === "definition" && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
    if (node.type === "footnoteDefinition" && !footnotes.has(node.identifier))
      footnotes.set(node.identifier, node);
  });
  return { definitions, footnotes };
}
