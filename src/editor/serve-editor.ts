import { fileURLToPath } from "node:url";
import {
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type TextDocumentPositionParams,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { messageOf } from "#src/model/errors.ts";
import { type Around, aroundOf } from "./around.ts";
import { ACTION_KINDS, codeActions } from "./code-actions.ts";
import { complete } from "./completion/complete.ts";
import { createPublisher } from "./create-publisher.ts";
import { definitionAt, documentLinks } from "./definition.ts";
import { documentSymbols } from "./document-symbols.ts";
import { type Belonging, findNewsletter } from "./find-newsletter.ts";
import { hoverAt } from "./hover-at.ts";
import { OpenNewsletter } from "./open-newsletter.ts";

export interface EditorDeps {
  /** ms UTC. */
  readonly now: () => number;
  /** The address that overrides the url of the newsletter in a folder; null for none. */
  readonly urlOf: (root: string) => string | null;
  readonly version: string;
}

/** An open file with its newsletter. */
interface Opened extends Belonging {
  readonly document: TextDocument;
  readonly newsletter: OpenNewsletter;
}

/**
 * Answer an editor until it ends the connection. Newsletters are found from the files that the editor opens, so any
 * number of them may be open; a file that belongs to none is ignored. A request that fails gets an empty answer and a
 * line in the log, and the editor goes on.
 */
export function serveEditor(connection: Connection, deps: EditorDeps): void {
  const documents = new TextDocuments(TextDocument);
  const newsletters = new Map<string, OpenNewsletter>();
  const belongings = new Map<string, Belonging>();
  let snippets = false;

  const opened = ({ uri }: { readonly uri: string }): Opened | null => {
    const document = documents.get(uri);
    const belonging = belongings.get(uri);
    const newsletter = belonging && newsletters.get(belonging.root);
    return document === undefined || newsletter === undefined || belonging === undefined
      ? null
      : { ...belonging, document, newsletter };
  };
  const newsletterOf = (root: string): OpenNewsletter => {
    const known = newsletters.get(root);
    if (known !== undefined) return known;
    const publish = createPublisher(connection, root, (path) =>
      documents
        .all()
        .find(({ uri }) => belongings.get(uri)?.root === root && belongings.get(uri)?.path === path),
    );
    const made = new OpenNewsletter(root, { ...deps, onFindings: publish, onError: log });
    newsletters.set(root, made);
    return made;
  };
  const leave = (uri: string): void => {
    const { root, path } = belongings.get(uri) ?? {};
    belongings.delete(uri);
    const newsletter = root === undefined ? undefined : newsletters.get(root);
    if (root === undefined || path === undefined || newsletter === undefined) return;
    newsletter.close(path);
    if (!newsletter.isIdle) return;
    newsletters.delete(root);
    void newsletter[Symbol.asyncDispose]().catch(log);
  };
  const log = (error: unknown) => connection.console.error(messageOf(error));

  documents.onDidChangeContent(({ document }) => {
    const { uri } = document;
    const file = fileOf(uri);
    const belonging = file === null ? null : findNewsletter(file);
    const before = belongings.get(uri);
    if (before !== undefined && before.root !== belonging?.root) leave(uri);
    if (belonging === null) return;
    belongings.set(uri, belonging);
    newsletterOf(belonging.root).write(belonging.path, document.getText());
  });
  documents.onDidClose(({ document }) => leave(document.uri));

  const guarded =
    <P extends { readonly textDocument: { readonly uri: string } }, R>(
      nothing: R,
      answer: (open: Opened, params: P) => Promise<R> | R,
    ) =>
    async (params: P): Promise<R> => {
      const open = opened(params.textDocument);
      if (open === null) return nothing;
      try {
        return await answer(open, params);
      } catch (error) {
        log(error);
        return nothing;
      }
    };
  const around = ({ newsletter, path }: Opened): Promise<Around | null> =>
    aroundOf(newsletter, path, deps.now());
  const offsetIn = ({ document }: Opened, { position }: TextDocumentPositionParams) =>
    document.offsetAt(position);

  connection.onInitialize(({ capabilities }: InitializeParams): InitializeResult => {
    snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
    return { capabilities: CAPABILITIES, serverInfo: { name: "letterpress", version: deps.version } };
  });
  connection.onCompletion(
    guarded({ isIncomplete: false, items: [] }, async (open, params: TextDocumentPositionParams) => {
      const known = await around(open);
      return known === null
        ? { isIncomplete: false, items: [] }
        : complete(open.document, offsetIn(open, params), known, snippets);
    }),
  );
  connection.onHover(
    guarded(null, async (open, params: TextDocumentPositionParams) =>
      hoverAt(open.document, offsetIn(open, params), await around(open)),
    ),
  );
  connection.onDefinition(
    guarded(null, (open, params: TextDocumentPositionParams) =>
      definitionAt(open, open.document.getText(), offsetIn(open, params)),
    ),
  );
  connection.onDocumentLinks(guarded([], (open) => documentLinks(open, open.document)));
  connection.onDocumentSymbol(
    guarded([], async (open) => {
      const issue = (await around(open))?.issue;
      return issue == null ? [] : documentSymbols(issue, open.document);
    }),
  );
  connection.onCodeAction(
    guarded([], async (open, { range, context }) => {
      const { newsletter, path, document } = open;
      const findings = await newsletter.check(path);
      if (findings === null) return [];
      const fixed = () => newsletter.fixed(path);
      return codeActions({ document, path, findings, fixed }, range, context.only);
    }),
  );
  documents.listen(connection);
  connection.listen();
}

const CAPABILITIES: InitializeResult["capabilities"] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [":", "{", ".", "|", "[", "!", "(", "/", '"', " "] },
  hoverProvider: true,
  definitionProvider: true,
  documentSymbolProvider: true,
  documentLinkProvider: {},
  codeActionProvider: { codeActionKinds: [...ACTION_KINDS, CodeActionKind.SourceFixAll] },
};

/** Null for a document that is no file: an unsaved new document, a side of a comparison. */
function fileOf(uri: string): string | null {
  if (!uri.startsWith("file:")) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}
