import type { FootnoteDefinition } from "mdast";
import type { Block } from "#src/model/block.ts";
import { type BodyContext, endOf, startOf } from "./body-context.ts";
import { gatherDefinitions } from "./gather-definitions.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { fillContents } from "./directives/fill-contents.ts";
import { lintBody } from "./lint-body.ts";
import { lintLostWords } from "./lint-lost-words.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { readBlocks } from "./read-blocks.ts";
import { lintSpeakers } from "./speakers.ts";

type Surroundings = Omit<
  BodyContext,
  "definitions" | "footnotes" | "noted" | "placed" | "placedOwn" | "related" | "report"
>;

/** Reads a body as blocks. `masked` is the whole file with front matter blanked and merge tags as tokens; offsets are unchanged. */
export function readBody(
  masked: string,
  surroundings: Surroundings,
  report: SourceReporter,
): readonly Block[] {
  const root = parseMarkdown(masked);
  const context: BodyContext = {
    ...surroundings,
    report,
    ...gatherDefinitions(root),
    noted: new Map(),
    placed: { guest: [], author: [] },
    placedOwn: [],
    related: [],
  };
  lintBody(root, masked, context);
  lintSpeakers(root, context);
  const blocks = readBlocks(root.children, context);
  const notes = readNotes(context);
  const body = notes === null ? blocks : [...blocks, notes];
  lintLostWords(root, body, new Set(context.noted.keys()), report);
  return fillContents(body, root, report);
}

/** Reads the footnotes that the text refers to, in the order of the references; a note may refer to further ones. */
function readNotes(context: BodyContext): Block | null {
  const { noted, footnotes, report } = context;
  const notes: (readonly Block[])[] = [];
  const definitions: FootnoteDefinition[] = [];
  // Reading a note may add to `noted`; the loop then visits what was added.
  for (const identifier of noted.keys()) {
    const definition = footnotes.get(identifier);
    if (definition === undefined) continue;
    definitions.push(definition);
    notes.push(readBlocks(definition.children, context, "text"));
  }
  for (const [identifier, definition] of footnotes) {
    if (noted.has(identifier)) continue;
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
