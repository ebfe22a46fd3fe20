/** A system whose export of posts can be read. */
export type System = "beehiiv" | "buttondown" | "ghost" | "substack";

export const SYSTEM_NAMES: Readonly<Record<System, string>> = {
  beehiiv: "beehiiv",
  buttondown: "Buttondown",
  ghost: "Ghost",
  substack: "Substack",
};

/** Who could read a post where it was published. */
type Access = "everyone" | "subscribers" | "paying" | "nobody";

/** One post as its old system exported it. Texts are as people read them, without entities. */
export interface Post {
  /** Where it is in the export, for messages: a file, a row. */
  readonly origin: string;
  /** The old system's id: a name for the post if nothing else gives one. */
  readonly id: string;
  readonly title: string | null;
  readonly subtitle: string | null;
  readonly subject: string | null;
  readonly previewText: string | null;
  readonly description: string | null;
  /** The last part of the old address. */
  readonly slug: string;
  /** When it was published (ms UTC); null if the export has no date that can be read. */
  readonly publishedAt: number | null;
  /** Its old address, complete; null where the export has none. */
  readonly url: string | null;
  /** The path of that address, which is the same on every site of the system; null if there is none. */
  readonly path: string | null;
  /** The address of the original elsewhere, as the old system knew it. */
  readonly canonicalUrl: string | null;
  readonly access: Access;
  readonly number: number | null;
  readonly authors: readonly string[];
  readonly tags: readonly string[];
  readonly image: {
    readonly src: string;
    readonly alt: string | null;
    readonly caption: string | null;
  } | null;
  readonly body: { readonly kind: "html" | "markdown"; readonly text: string };
  /** The folder of its file in the export, to which paths in it are relative. */
  readonly folder: string;
}

/** The text files of an export, by path with `/`. */
export type ExportFiles = ReadonlyMap<string, string>;

/** What an export holds. */
export interface ReadExport {
  readonly posts: readonly Post[];
  /** How many entries are not published posts, by kind: drafts, pages, threads. */
  readonly left: Readonly<Record<string, number>>;
  /** Posts that the export lists but that cannot be read. */
  readonly broken: readonly { readonly origin: string; readonly reason: string }[];
}
