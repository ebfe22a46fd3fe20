import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isAcceptable } from "#src/app/compose/accept-findings.ts";
import type { Finding, Fix } from "#src/model/finding.ts";
import { acceptEdit } from "#src/issue/front-matter/accept-edit.ts";
import { diagnosticOf } from "./diagnostic-of.ts";

/** A kind of VS Code's setting `editor.codeActionsOnSave`, which other editors read too. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.letterpress`;

export const ACTION_KINDS = [CodeActionKind.QuickFix, FIX_ALL];

/** An open file, and the findings of exactly this text. */
interface Open {
  readonly document: TextDocument;
  readonly path: string;
  readonly findings: readonly Finding[];
  /** Returns the text after all fixes; null if there is none to make. */
  readonly fixed: () => Promise<string | null>;
}

/** Returns what an editor offers for `range` of an open file. `only` are the kinds for which it asks. */
export async function codeActions(
  open: Open,
  range: Range,
  only: readonly string[] | undefined,
): Promise<CodeAction[]> {
  const { document, path, findings } = open;
  const wants = (kind: string) =>
    only === undefined || only.some((one) => one === "" || kind === one || kind.startsWith(`${one}.`));
  const own = findings.filter(({ file }) => file === path);
  const here = own
    .map((finding) => ({ finding, diagnostic: diagnosticOf(finding, document) }))
    .filter(({ diagnostic }) => meets(diagnostic.range, range));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const { finding, diagnostic } of here) {
      if (finding.fix !== null) actions.push(quickFix(finding, finding.fix, diagnostic, open));
    }
    for (const { finding, diagnostic } of unrepeated(here)) {
      const edit = isAcceptable(finding) ? acceptEdit(finding.rule, document.getText()) : null;
      if (edit === null) continue;
      const title = `Accept ${finding.rule} in this issue, with a reason`;
      actions.push({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        edit: { changes: { [document.uri]: [textEdit(edit, document)] } },
      });
    }
  }
  if (wants(FIX_ALL) && own.some(({ fix }) => fix !== null)) {
    const text = await open.fixed();
    if (text !== null && text !== document.getText())
      actions.push({
        title: "Fix all that Letterpress can fix in this file",
        kind: FIX_ALL,
        edit: { changes: { [document.uri]: [textEdit(changeTo(text, document.getText()), document)] } },
      });
  }
  return actions;
}

/** Makes the same edit as `check --fix`. */
function quickFix(finding: Finding, fix: Fix, diagnostic: Diagnostic, { document }: Open): CodeAction {
  return {
    title: titleOf(finding, fix, document.getText()),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: true,
    edit: { changes: { [document.uri]: [textEdit(fix, document)] } },
  };
}

/** A menu shows a person what the text becomes. */
function titleOf({ rule }: Finding, { start, end, text }: Fix, whole: string): string {
  const [from, to] = [quoted(whole.slice(start, end)), quoted(text)];
  if (from === null || to === null) return `Fix ${rule}`;
  if (to === "") return `Remove ${from}`;
  return from === "" ? `Insert ${to}` : `Replace ${from} by ${to}`;
}

/** Null for text that is too long for a menu. */
function quoted(text: string): string | null {
  const shown = text.replaceAll(/\s+/g, " ").trim();
  if (shown.length > 50) return null;
  return shown === "" && text !== "" ? "spaces" : shown;
}

/** Keeps one entry for each rule, however often it was found: accepting a rule accepts it everywhere in the issue. */
function unrepeated<T extends { readonly finding: Finding }>(found: readonly T[]): readonly T[] {
  return [...new Map(found.map((one) => [one.finding.rule, one])).values()];
}

function meets(a: Range, b: Range): boolean {
  const before = (one: Range, other: Range) =>
    one.end.line < other.start.line ||
    (one.end.line === other.start.line && one.end.character < other.start.character);
  return !before(a, b) && !before(b, a);
}

function textEdit({ start, end, text }: Fix, document: TextDocument): TextEdit {
  return { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText: text };
}

/** Returns the edit from one text to another, without the common beginning and end: a cursor elsewhere stays where it is. */
function changeTo(after: string, before: string): Fix {
  let start = 0;
  while (start < Math.min(after.length, before.length) && after[start] === before[start]) start += 1;
  let same = 0;
  while (
    same < Math.min(after.length, before.length) - start &&
    after[after.length - 1 - same] === before[before.length - 1 - same]
  )
    same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
