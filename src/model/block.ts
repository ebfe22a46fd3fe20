/** The place of a piece of an issue in its file: 1-based lines, 1-based column of the start (UTF-16 units). */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Of a snippet: its path, relative to the project's root. Absent for a place in the issue's own file. */
  readonly file?: string;
}

/**
 * Inline content. Every string may hold merge-tag tokens (see merge-tag.ts); nothing is escaped yet.
 * `url` is absolute (https, http or mailto), or a token.
 */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "delete"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | {
      readonly kind: "link";
      readonly url: string;
      readonly title: string | null;
      readonly children: readonly Inline[];
      readonly place: Place;
    }
  /** `width` in CSS pixels, from `{width=120}` behind the picture; missing where its author wrote none. */
  | { readonly kind: "image"; readonly image: ImageRef; readonly width?: number }
  | { readonly kind: "break" }
  /** A reference to endnote `number` (1-based, in order of first reference). */
  | { readonly kind: "footnote"; readonly number: number }
  /** Allow-listed inline HTML: sub, sup, kbd, mark, small, abbr, u. */
  | {
      readonly kind: "html";
      readonly tag: "sub" | "sup" | "kbd" | "mark" | "small" | "u";
      readonly children: readonly Inline[];
    };

/** An image as the author wrote it. `src` is a path relative to the issue's file, or an https URL. */
export interface ImageRef {
  readonly src: string;
  readonly alt: string;
  readonly caption: string | null;
  readonly credit: string | null;
  readonly place: Place;
}

/** Who paid for an issue or a part of it, and what readers are told about it. */
export interface Sponsor {
  readonly name: string;
  /** What stands before the name; null: "Sponsored by" in the issue's language. */
  readonly label: string | null;
  readonly url: string | null;
  readonly logo: ImageRef | null;
  /** A sentence about the agreement, after everything else. */
  readonly disclosure: string | null;
}

/** An issue that another one leads to. `title` is for nobody in particular: its merge tags left their defaults. */
export interface OtherIssue {
  readonly slug: string;
  readonly title: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
}

export interface ListItem {
  /** null for an ordinary item; true or false for a task. */
  readonly checked: boolean | null;
  readonly blocks: readonly Block[];
  readonly place: Place;
}

export interface TableCell {
  readonly children: readonly Inline[];
}

/** One typed piece of an issue's body. The emitter in render/ has one function per kind. */
export type Block = { readonly place: Place } &
  /** `depth` 2 to 4 (an issue's title is the only level 1). `question`: an interview's question. */
  (
    | {
        readonly kind: "heading";
        readonly depth: 2 | 3 | 4;
        readonly question: boolean;
        /** What `::contents` leads to, such as `part-2`; missing where nothing does. */
        readonly anchor?: string;
        readonly children: readonly Inline[];
      }
    /** `speaker`: whose words it is, where it begins with a name in bold and a colon; that name is the first child. */
    | {
        readonly kind: "paragraph";
        readonly speaker?: Speaker["role"];
        readonly children: readonly Inline[];
      }
    | {
        readonly kind: "list";
        readonly ordered: boolean;
        readonly start: number;
        readonly items: readonly ListItem[];
      }
    | { readonly kind: "quote"; readonly blocks: readonly Block[] }
    /** `:::pullquote` or `::pullquote[...]`: a sentence set large; `cite` from `{cite="..."}`. */
    | { readonly kind: "pullquote"; readonly children: readonly Inline[]; readonly cite: string | null }
    /** `width` in CSS pixels (1 to 2000) and `align` from `{width=300 align=center}` behind the picture; missing where its author wrote none. */
    | {
        readonly kind: "image";
        readonly image: ImageRef;
        readonly url: string | null;
        readonly width?: number;
        readonly align?: "left" | "center" | "right";
      }
    | {
        readonly kind: "button";
        readonly url: string;
        readonly secondary?: boolean;
        readonly children: readonly Inline[];
      }
    /** `:::buttons`: two or three buttons beside each other, where there is room. */
    | { readonly kind: "buttons"; readonly blocks: readonly Block[] }
    /** `:::gallery`: two or three images beside each other. */
    | { readonly kind: "gallery"; readonly blocks: readonly Block[] }
    /**
     * `::card[Title]{href image}`, or the address of a video alone in a paragraph: a picture over a linked title. `children` is empty
     * for a video without a title; alt text is empty where the title says it all.
     */
    | {
        readonly kind: "card";
        readonly url: string;
        readonly video: Video | null;
        readonly image: ImageRef | null;
        readonly children: readonly Inline[];
        readonly blocks: readonly Block[];
      }
    /** `::contents`: the headings of level 2. `children` is the author's title for them; empty for ours. */
    | {
        readonly kind: "contents";
        readonly children: readonly Inline[];
        readonly entries: readonly { readonly anchor: string; readonly children: readonly Inline[] }[];
      }
    /** `::share`: where readers pass the issue on, as the config says. */
    | { readonly kind: "share" }
    | { readonly kind: "code"; readonly lang: string | null; readonly text: string }
    | {
        readonly kind: "table";
        readonly align: readonly ("left" | "center" | "right" | null)[];
        readonly head: readonly TableCell[];
        readonly rows: readonly (readonly TableCell[])[];
      }
    | { readonly kind: "rule" }
    /** A GitHub alert, `> [!NOTE]`. */
    | { readonly kind: "callout"; readonly tone: CalloutTone; readonly blocks: readonly Block[] }
    /** `::guest`: the card of guest `index` (0-based in front matter). */
    | { readonly kind: "guest"; readonly index: number }
    /** `::subscribe`: the forward, subscribe and reply calls. */
    | { readonly kind: "subscribe" }
    /** `::author`: the card of author `index` (0-based in front matter). */
    | { readonly kind: "author"; readonly index: number }
    /** `:::sponsor[Name]`: a labelled, sponsored section. `::sponsor`: the label alone. */
    | ({ readonly kind: "sponsor"; readonly blocks: readonly Block[] } & Sponsor)
    /** `::series`: a link to the part before this one. */
    | { readonly kind: "series" }
    /** `::related`: earlier issues of a section or with a tag; null both: of this issue's. They are `related[index]` of the issue. */
    | {
        readonly kind: "related";
        readonly index: number;
        readonly section: string | null;
        readonly tag: string | null;
        readonly limit: number;
      }
    /** The issue's tags. */
    | { readonly kind: "tags" }
    /** `::::columns` holding `:::column`; two or three of them. */
    | { readonly kind: "columns"; readonly columns: readonly (readonly Block[])[] }
    /** `:::only`: `blocks` for the readers in the issue's asked segment `asked`, `otherwise` (`:::else`) for all others. */
    | {
        readonly kind: "only";
        readonly asked: number;
        readonly blocks: readonly Block[];
        readonly otherwise: readonly Block[];
      }
    /**
     * `::NAME` or `:::NAME[label]` of the newsletter's own block `name`, the `index`th of the issue. `children` is the label, and
     * attributes are as they are written.
     */
    | {
        readonly kind: "own";
        readonly index: number;
        readonly name: string;
        readonly attributes: Readonly<Record<string, string>>;
        readonly children: readonly Inline[];
        readonly blocks: readonly Block[];
      }
    /** Footnotes, always the last block: item n is endnote n + 1. */
    | { readonly kind: "endnotes"; readonly notes: readonly (readonly Block[])[] }
  );

/** A film on a site that is known. */
export interface Video {
  readonly site: "YouTube" | "Vimeo";
  readonly id: string;
}

/** Who may speak in an interview, by the name in front matter or config. */
export interface Speaker {
  readonly name: string;
  readonly role: "guest" | "author";
}

/** The name of a kind of block, such as "paragraph" or "button". */
export type BlockKind = Block["kind"];
export type CalloutTone = "note" | "tip" | "important" | "warning" | "caution";
