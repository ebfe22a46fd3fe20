import type { CompletionItemKind } from "vscode-languageserver";

/** Something that may be written at the cursor. */
export interface Choice {
  readonly label: string;
  /** What is written; the label unless given. `$0` and `${1:word}` in `snippet` are for editors that know them. */
  readonly text?: string;
  readonly snippet?: string;
  readonly detail?: string;
  /** Markdown. */
  readonly about?: string;
  readonly kind?: CompletionItemKind;
}
