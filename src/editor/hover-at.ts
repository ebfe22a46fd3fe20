import { type Hover, MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { DIRECTIVES } from "#src/issue/body/directives/directives.ts";
import { FILTERS } from "#src/issue/merge-tags/filters.ts";
import type { Finding } from "#src/model/finding.ts";
import { URL_TAGS } from "#src/model/merge-tag.ts";
import { attributesOf } from "#src/model/newsletter.ts";
import type { Around } from "./around.ts";
import { cursorAt } from "./cursor.ts";
import { findingRange } from "./finding-range.ts";
import { schemaAt } from "./front-matter-docs.ts";
import { ruleText } from "./rule-docs.ts";

/** Describes what is at `offset` and what was found there, in the words of the reference. `around` is null if no config can be read. */
export function hoverAt(document: TextDocument, offset: number, around: Around | null): Hover | null {
  const text = document.getText();
  const rules = (around?.findings ?? [])
    .filter(({ file }) => file === around?.path)
    .filter((finding) => holds(finding, document, offset))
    .flatMap(({ rule }) => ruleText(rule) ?? []);
  const parts = [...new Set([...rules, ...(wordText(text, offset, around) ?? [])])];
  if (parts.length === 0) return null;
  return { contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n---\n\n") } };
}

function holds(finding: Finding, document: TextDocument, offset: number): boolean {
  const { start, end } = findingRange(finding, document);
  return document.offsetAt(start) <= offset && offset <= document.offsetAt(end);
}

function wordText(text: string, offset: number, around: Around | null): readonly string[] | null {
  const [after = ""] = /^[\w./-]*/.exec(text.slice(offset)) ?? [];
  const end = offset + after.length;
  // The word is whatever could be completed at its end.
  const cursor = cursorAt(text, end);
  if (cursor === null || cursor.start > offset) return null;
  const word = text.slice(cursor.start, end);
  switch (cursor.kind) {
    case "key":
      return keyText([...cursor.parents, word]);
    case "value":
      return cursor.path.join(".") === "accept.rule"
        ? listed(ruleText(word))
        : valueText(cursor.path, word, around);
    case "tag":
      return listed(tagText(word, around));
    case "filter":
      return Object.hasOwn(FILTERS, word) ? [FILTERS[word as keyof typeof FILTERS].about] : null;
    case "directive":
      return listed(directiveText(word, around));
    case "attribute":
    case "attribute-value":
      return listed(directiveText(cursor.directive, around));
    case "callout":
    case "target":
      return null;
  }
}

function listed(text: string | null): readonly string[] | null {
  return text === null ? null : [text];
}

function keyText(path: readonly string[]): readonly string[] | null {
  const shape = schemaAt(path);
  if (shape === null) return null;
  const { description, enum: choices, examples } = shape;
  const values = (choices ?? examples)?.map((value) => `\`${value}\``).join(", ");
  const said = [description, values].filter((one) => one !== undefined);
  return said.length === 0 ? null : [[`**${path.join(".")}**`, ...said].join("\n\n")];
}

function valueText(path: readonly string[], word: string, around: Around | null): readonly string[] | null {
  const newsletter = around?.project.newsletter;
  const tables: Readonly<Record<string, Readonly<Record<string, object>> | undefined>> = {
    section: newsletter?.sections,
    series: newsletter?.series,
    list: newsletter?.lists,
    authors: newsletter?.authors,
  };
  const entry = tables[path.join(".")]?.[word];
  if (entry === undefined) return null;
  const lines = Object.entries(entry).filter(([, value]) => typeof value === "string");
  return [[`**${word}**`, ...lines.map(([key, value]) => `- ${key}: ${String(value)}`)].join("\n")];
}

function tagText(word: string, around: Around | null): string | null {
  if (Object.hasOwn(URL_TAGS, word)) return URL_TAGS[word as keyof typeof URL_TAGS];
  const attributes = around === null ? {} : attributesOf(around.project.newsletter);
  const type = attributes[word.replace(/^subscriber\./, "")]?.type;
  return type === undefined
    ? null
    : `**${word}**: ${type} of each reader. Write \`| default: "…"\` for who has none.`;
}

function directiveText(word: string, around: Around | null): string | null {
  const known = Object.hasOwn(DIRECTIVES, word) ? DIRECTIVES[word] : undefined;
  if (known !== undefined) {
    const attributes = known.attributes.map((name) => `\`${name}\``).join(", ");
    return [known.about, attributes === "" ? "" : `Attributes: ${attributes}.`].filter(Boolean).join("\n\n");
  }
  if (around?.project.blocks.includes(word) !== true) return null;
  return `A block of this newsletter's own: \`templates/blocks/${word}\`.`;
}
