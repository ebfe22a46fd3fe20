import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type CodeAction,
  type CompletionList,
  createProtocolConnection,
  type DocumentLink,
  type DocumentSymbol,
  type Hover,
  type Location,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

/** A text that an editor has open; `|` in what it is asked about is where the cursor is. */
export interface Buffer {
  readonly uri: string;
  readonly text: () => string;
  readonly type: (text: string) => void;
  /** The same as editors mostly say it: what stands in the place of the first `from`. */
  readonly replace: (from: string, to: string) => void;
  readonly close: () => void;
  /** Types the text without its `|`, and asks there. */
  readonly complete: (marked: string) => Promise<CompletionList>;
  readonly hover: (marked: string) => Promise<Hover | null>;
  readonly define: (marked: string) => Promise<Location | null>;
  readonly links: () => Promise<DocumentLink[]>;
  readonly symbols: () => Promise<DocumentSymbol[]>;
  readonly actions: (line: number, only?: readonly string[]) => Promise<CodeAction[]>;
  /** The text after an action. */
  readonly after: (action: CodeAction) => string;
}

/** An editor, and `letterpress lsp` as a process of its own. */
export async function startEditor() {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [resolve("src/cli/main.ts"), "lsp", "--stdio"], {
    cwd: resolve("/"),
    env: { PATH },
  });
  const exit = once(child, "exit").then(([code]) => code as number);
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const told: PublishDiagnosticsParams[] = [];
  let changed = Promise.withResolvers<void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    told.push(params);
    changed.resolve();
    changed = Promise.withResolvers<void>();
  });
  connection.listen();
  const capabilities = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
  const { capabilities: offered } = await connection.sendRequest<{ capabilities: object }>("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities,
  });
  await connection.sendNotification("initialized", {});

  const open = (file: string, first: string): Buffer => {
    const uri = pathToFileURL(file).href;
    let [text, version] = [first, 1];
    const notify = (method: string, params: object) => void connection.sendNotification(method, params);
    notify("textDocument/didOpen", { textDocument: { uri, languageId: "markdown", version, text } });
    const type = (next: string) => {
      text = next;
      version += 1;
      notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    };
    const replace = (from: string, to: string) => {
      const document = TextDocument.create(uri, "", 0, text);
      const start = text.indexOf(from);
      const range = { start: document.positionAt(start), end: document.positionAt(start + from.length) };
      text = text.replace(from, () => to);
      version += 1;
      const contentChanges = [{ range, text: to }];
      notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    };
    const ask = <T>(method: string, params: object = {}) =>
      connection.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, ...params });
    const askAt = <T>(method: string, marked: string) => {
      type(marked.replace("|", ""));
      const position = TextDocument.create(uri, "", 0, text).positionAt(marked.indexOf("|"));
      return ask<T>(method, { position });
    };
    return {
      uri,
      text: () => text,
      type,
      replace,
      close: () => notify("textDocument/didClose", { textDocument: { uri } }),
      complete: (marked) => askAt("completion", marked),
      hover: (marked) => askAt("hover", marked),
      define: (marked) => askAt("definition", marked),
      links: () => ask("documentLink"),
      symbols: () => ask("documentSymbol"),
      actions: (line, only) => {
        const [start, end] = [
          { line: line - 1, character: 0 },
          { line, character: 0 },
        ];
        return ask("codeAction", {
          range: { start, end },
          context: { diagnostics: [], ...(only && { only }) },
        });
      },
      after: ({ edit }) => {
        const edits: TextEdit[] = edit?.changes?.[uri] ?? [];
        return TextDocument.applyEdits(TextDocument.create(uri, "", 0, text), edits);
      },
    };
  };

  /** The next diagnostics of a file that `isIt` takes, looked for among those told after `from`. */
  const diagnostics = async (
    uri: string,
    isIt: (params: PublishDiagnosticsParams) => boolean = () => true,
    from = 0,
  ): Promise<PublishDiagnosticsParams> => {
    for (;;) {
      const found = told.slice(from).find((params) => params.uri === uri && isIt(params));
      if (found !== undefined) return found;
      await Promise.race([
        changed.promise,
        exit.then((code) => {
          throw new Error(`The server ended with ${code}: ${errors}`);
        }),
      ]);
    }
  };
  const stop = async (method: "exit" | "shutdown" | "end"): Promise<number> => {
    if (method === "shutdown") await connection.sendRequest("shutdown");
    if (method === "end") child.stdin.end();
    else await connection.sendNotification("exit");
    return exit;
  };
  return { open, diagnostics, told, stop, offered, errors: () => errors };
}
