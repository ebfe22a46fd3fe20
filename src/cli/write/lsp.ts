import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { readPublicUrl } from "#src/app/config.ts";
import { LETTERPRESS_VERSION } from "#src/app/compose/letterpress-version.ts";
import { readEnvFile } from "#src/app/read-env-file.ts";
import { serveEditor } from "#src/editor/serve-editor.ts";
import type { Io } from "#src/cli/io.ts";
import type { LspOptions } from "./options.ts";

/** Answer an editor over stdin and stdout until it ends. The process ends with the connection, or with the editor's own process. */
export async function lsp(_: LspOptions, io: Io): Promise<number> {
  const ended = Promise.withResolvers<void>();
  io.signal.addEventListener("abort", () => ended.resolve());
  // With the streams themselves the connection sees their end, too: an editor that was killed says no goodbye.
  const connection = createConnection(ProposedFeatures.all, io.stdin, io.stdout);
  serveEditor(connection, {
    now: () => io.clock.now(),
    urlOf: (root) => readPublicUrl({ ...readEnvFile(root), ...io.env }),
    version: LETTERPRESS_VERSION,
  });
  await ended.promise;
  connection.dispose();
  return 0;
}
