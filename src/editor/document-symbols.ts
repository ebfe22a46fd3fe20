import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Issue } from "#src/model/issue.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { plainText } from "#src/model/walk-blocks.ts";

/** Lists the headings and questions of an issue, each with those under it. */
export function documentSymbols(issue: Issue, document: TextDocument): DocumentSymbol[] {
  const headings = issue.body.flatMap((block) =>
    block.kind === "heading" && block.place.file === undefined ? [block] : [],
  );
  const top: DocumentSymbol[] = [];
  const open: { readonly depth: number; readonly symbol: DocumentSymbol }[] = [];
  for (const [index, { depth, question, children, place }] of headings.entries()) {
    const next = headings.slice(index + 1).find((other) => other.depth <= depth);
    const last = next === undefined ? document.lineCount - 1 : next.place.line - 2;
    const start = { line: place.line - 1, character: place.column - 1 };
    const words = replaceTokens(plainText(children), (tag) => issue.mergeTags[tag]?.source ?? "").trim();
    const symbol: DocumentSymbol = {
      // An editor refuses an outline with a nameless entry.
      name: words === "" ? "(no words)" : words,
      kind: question ? SymbolKind.Event : SymbolKind.String,
      range: { start, end: lineEnd(last, document) },
      selectionRange: { start, end: lineEnd(place.line - 1, document) },
      children: [],
    };
    while ((open.at(-1)?.depth ?? 0) >= depth) open.pop();
    (open.at(-1)?.symbol.children ?? top).push(symbol);
    open.push({ depth, symbol });
  }
  return top;
}

function lineEnd(line: number, document: TextDocument) {
  const offset = document.offsetAt({ line: line + 1, character: 0 });
  const text = document.getText();
  const end = document.positionAt(
    text[offset - 1] === "\n" && line + 1 < document.lineCount ? offset - 1 : offset,
  );
  return end;
}
