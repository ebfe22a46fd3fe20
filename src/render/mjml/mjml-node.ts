/** A node of MJML's own JSON, as mjml-parser-xml makes it and mjml takes it. */
export interface MjmlNode {
  readonly tagName: string;
  readonly attributes?: Readonly<Record<string, string | boolean>>;
  readonly children?: readonly MjmlNode[];
  readonly content?: string;
  /** 1-based line in `file`; what MJML's findings name. */
  readonly line?: number;
  /** The line in `file` where the content begins, which the parser trims. */
  readonly contentLine?: number;
  readonly file?: string;
  readonly absoluteFilePath?: string;
  readonly includedIn?: readonly { readonly file: string; readonly line: number }[];
}
