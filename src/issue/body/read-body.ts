import type { Definition, FootnoteDefinition, Root } from "mdast";
import type { Block } from "#src/model/block.ts";
import { type BodyContext, endOf, startOf, walkNodes } from "./body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { lintDirectives } from "./lint-directives.ts";
import { lintFootnotes } from "./lint-footnotes.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { readBlocks } from "./read-blocks.ts";

type Surroundings = Omit<
  BodyContext,
  "definitions" | "footnotes" | "noted" | "placed" | "related" | "report"
>;

/** A body as blocks. `masked` is the whole file with front matter blanked and merge tags as tokens; offsets are unchanged. */
export function readBody(
  masked: string,
  surroundings: Surroundings,
  report: SourceReporter,
): readonly Block[] {
  const root = parseMarkdown(masked);
  lintDirectives(root, masked, report);
  lintFootnotes(root, masked, report);
  const placed = { guest: [], author: [] };
  const context: BodyContext = { ...surroundings, report, ...gather(root), noted: [], placed, related: [] };
  const blocks = readBlocks(root.children, context);
  const notes = readNotes(context);
  return notes === null ? blocks : [...blocks, notes];
}

function gather(root: Root): Pick<BodyContext, "definitions" | "footnotes"> {
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

/** The footnotes that are referred to, in that order; a note may refer to further ones. */
function readNotes(context: BodyContext): Block | null {
  const { noted, footnotes, report } = context;
  const notes: (readonly Block[])[] = [];
  const definitions: FootnoteDefinition[] = [];
  // Reading a note may add to `noted`; the loop then visits what was added.
  for (const identifier of noted) {
    const definition = footnotes.get(identifier);
    if (definition === undefined) continue;
    definitions.push(definition);
    notes.push(readBlocks(definition.children, context, "text"));
  }
  for (const [identifier, definition] of footnotes) {
    if (noted.includes(identifier)) continue;
    const message = `Nothing refers to the footnote [^${definition.label}], so it is not printed.`;
    report.warning("footnote/unused", startOf(definition), message, {
      hint: `Write [^${definition.label}] where it belongs, or remove the footnote.`,
    });
  }
  const [first] = definitions;
  if (first === undefined) return null;
  const place = report.placeOf(startOf(first), Math.max(...definitions.map(endOf)));
  return { kind: "endnotes", notes, place };
}
