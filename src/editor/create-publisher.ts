import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Connection, Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "#src/model/finding.ts";
import { diagnosticOf } from "./diagnostic-of.ts";

/**
 * Tells an editor the findings about a newsletter's files, each at its own file: an issue, a template, the config. A
 * file is reported again when its findings have changed, and an open file after every check, because editors move or
 * drop what they show while somebody types.
 */
export function createPublisher(
  connection: Connection,
  root: string,
  openAt: (path: string) => TextDocument | undefined,
): (findings: readonly Finding[], checked: readonly string[]) => void {
  const told = new Map<string, string>();
  return (findings, checked) => {
    const byFile = Map.groupBy(unrepeated(findings), ({ file }) => file);
    for (const path of new Set([...told.keys(), ...checked, ...byFile.keys()])) {
      const open = openAt(path);
      const uri = open?.uri ?? pathToFileURL(join(root, path)).href;
      const document = open ?? savedAt(root, path, uri);
      const diagnostics = (byFile.get(path) ?? []).map((finding): Diagnostic =>
        diagnosticOf(finding, document),
      );
      const said = JSON.stringify(diagnostics);
      if (told.get(path) === said && !checked.includes(path)) continue;
      if (diagnostics.length === 0) told.delete(path);
      else told.set(path, said);
      const version = open === undefined ? {} : { version: open.version };
      // The connection may be closing: then nobody receives the findings.
      void connection.sendDiagnostics({ uri, diagnostics, ...version }).catch(() => undefined);
    }
  };
}

/** The same fault of a template may be found once for each open issue. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function savedAt(root: string, path: string, uri: string): TextDocument {
  let text = "";
  try {
    text = readFileSync(join(root, path), "utf8");
  } catch {
    // A folder, or a file that no longer exists: the finding is about all of it.
  }
  return TextDocument.create(uri, "plaintext", 0, text);
}
