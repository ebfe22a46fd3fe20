import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Around } from "#src/editor/around.ts";
import { type Cursor, cursorAt } from "#src/editor/cursor.ts";
import {
  attributeChoices,
  attributeValueChoices,
  calloutChoices,
  directiveChoices,
  filterChoices,
  tagChoices,
} from "./body-choices.ts";
import type { Choice } from "./choice.ts";
import { issueChoices, MOST_CHOICES, pictureChoices } from "./file-choices.ts";
import { keyChoices, valueChoices } from "./front-matter-choices.ts";

/** Lists what may be written at `offset`. `snippets`: whether the editor understands placeholders in what it inserts. */
export async function complete(
  document: TextDocument,
  offset: number,
  around: Around,
  snippets: boolean,
): Promise<CompletionList> {
  const cursor = cursorAt(document.getText(), offset);
  const choices = cursor === null ? [] : await choicesAt(cursor, around);
  if (cursor === null) return { isIncomplete: false, items: [] };
  const range = { start: document.positionAt(cursor.start), end: document.positionAt(offset) };
  const items = choices.map((choice, index): CompletionItem => {
    const { label, text = label, snippet, detail, about, kind = CompletionItemKind.Value } = choice;
    const isSnippet = snippets && snippet !== undefined;
    return {
      label,
      kind,
      ...(detail === undefined ? {} : { detail }),
      ...(about === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: about } }),
      // Keeps our order, which puts the likely choices first.
      sortText: String(index).padStart(5, "0"),
      ...(cursor.kind === "target" && detail !== undefined ? { filterText: `${label} ${detail}` } : {}),
      insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText: isSnippet ? snippet : text },
    };
  });
  // The editor asks again for a list that was cut when more letters are typed.
  return { isIncomplete: choices.length >= MOST_CHOICES, items };
}

async function choicesAt(cursor: Cursor, around: Around): Promise<readonly Choice[]> {
  switch (cursor.kind) {
    case "key":
      return keyChoices(cursor.parents, around.text);
    case "value":
      return valueChoices(cursor.path, around);
    case "tag":
      return tagChoices(around);
    case "filter":
      return filterChoices();
    case "callout":
      return calloutChoices();
    case "directive":
      return directiveChoices(cursor, around);
    case "attribute":
      return attributeChoices(cursor, around);
    case "attribute-value":
      return attributeValueChoices(cursor, around);
    case "target":
      return cursor.of === "picture" ? pictureChoices(around) : issueChoices(cursor.typed, around);
  }
}
