import type { CompletionItemKind } from "vscode-languageserver";

/** Something that may be written at the cursor. */
export interface Choice {
  readonly label: string;
  /** The text that is inserted; the label unless given. `$0` and `${1:word}` in `snippet` are for editors that understand them. */
  readonly text?: string;
  readonly snippet?: string;
  readonly detail?: string;
  /** Markdown. */
  readonly about?: string;
  readonly kind?: CompletionItemKind;
}
