/** The place of a piece of an issue in its file: 1-based lines, 1-based column of the start (UTF-16 units). */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Of a snippet: its path, relative to the project's root. Absent for a place in the issue's own file. */
  readonly file?: string;
  /** Only where somebody looks: the HTML of the block says where it stands. Nothing that is mailed is made of such a block. */
  readonly marked?: true;
}

/**
 * Inline content. Every string may hold merge-tag tokens (see merge-tag.ts); nothing is escaped yet.
 * `url` is absolute (https, http or mailto), or a token.
 */
export type Inline =
  /** Words. */
  | { readonly kind: "text"; readonly text: string }
  /** `**strong**`, `*emphasis*`, `~~deleted~~`. */
  | { readonly kind: "strong" | "emphasis" | "delete"; readonly children: readonly Inline[] }
  /** `` `code` ``. */
  | { readonly kind: "code"; readonly text: string }
  /** `[words](https://example.org/ "title")`, or the path to another issue: `[part 1](./2026-11-03-part-1.md)`. */
  | {
      readonly kind: "link";
      readonly url: string;
      readonly title: string | null;
      readonly children: readonly Inline[];
      readonly place: Place;
    }
  /** A picture within a sentence. `width` in CSS pixels, from `{width=120}` behind the picture; missing where its author wrote none. */
  | { readonly kind: "image"; readonly image: ImageRef; readonly width?: number }
  /** Two spaces or a backslash at the end of a line, or `<br>`. */
  | { readonly kind: "break" }
  /** `[^name]`: a reference to endnote `number` (1-based, in order of first reference). */
  | { readonly kind: "footnote"; readonly number: number }
  /** The HTML that is allowed, without attributes: `<sub>`, `<sup>`, `<kbd>`, `<mark>`, `<small>`, `<u>`. */
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

/** An item of a list, with its content as blocks. */
export interface ListItem {
  /** null for an ordinary item; true or false for a task. */
  readonly checked: boolean | null;
  readonly blocks: readonly Block[];
  readonly place: Place;
}

/** A cell of a table. */
export interface TableCell {
  readonly children: readonly Inline[];
}

/** One typed piece of an issue's body. The emitter in render/ has one function per kind. */
export type Block = { readonly place: Place } &
  /**
   * A heading. `depth` 2 to 4: an issue's title is the only level 1. `question`: an interview's question, which has level 2 and ends with
   * a question mark; `Q:` stands before it in plain text.
   * ```md
   * ## What changed?
   * ```
   */
  (
    | {
        readonly kind: "heading";
        readonly depth: 2 | 3 | 4;
        readonly question: boolean;
        /** What `::contents` leads to, such as `part-2`; missing where nothing does. */
        readonly anchor?: string;
        readonly children: readonly Inline[];
      }
    /**
     * A paragraph. `speaker` says whose words it is, where it begins with a name in bold and a colon; that name is the first child.
     * ```md
     * Good morning, {{ subscriber.first_name | default: "reader" }}.
     * ```
     */
    | {
        readonly kind: "paragraph";
        readonly speaker?: Speaker["role"];
        readonly children: readonly Inline[];
      }
    /**
     * A list with bullets, numbers or tasks. `start` is the first number.
     * ```md
     * 1. First
     * 2. Then
     *    - [x] a task that is done
     *    - [ ] another
     * ```
     */
    | {
        readonly kind: "list";
        readonly ordered: boolean;
        readonly start: number;
        readonly items: readonly ListItem[];
      }
    /**
     * A quotation.
     * ```md
     * > What somebody said.
     * ```
     */
    | { readonly kind: "quote"; readonly blocks: readonly Block[] }
    /**
     * A sentence set large. `cite` says whose it is. `:::pullquote` around paragraphs does the same.
     * ```md
     * ::pullquote[We counted twice.]{cite="Inés Carpio"}
     * ```
     */
    | { readonly kind: "pullquote"; readonly children: readonly Inline[]; readonly cite: string | null }
    /**
     * A picture, alone in its paragraph, perhaps with a link around it; in quotation marks its caption. `width` in CSS pixels (1 to
     * 2000) and `align` come from braces behind the picture, and are missing where its author wrote none.
     * ```md
     * ![Two people at a press](https://example.org/press.png "At the press"){width=300 align=center}
     * ```
     */
    | {
        readonly kind: "image";
        readonly image: ImageRef;
        readonly url: string | null;
        readonly width?: number;
        readonly align?: "left" | "center" | "right";
      }
    /**
     * A button: a bold link, alone in its paragraph. `::button[Join us]{href="https://example.org/"}` does the same; with `secondary`
     * in the braces it is the quieter one of two.
     * ```md
     * **[Join us](https://example.org/)**
     * ```
     */
    | {
        readonly kind: "button";
        readonly url: string;
        readonly secondary?: boolean;
        readonly children: readonly Inline[];
      }
    /**
     * Two or three buttons beside each other, where there is room.
     * ```md
     * :::buttons
     * **[Join us](https://example.org/join)**
     *
     * ::button[How it works]{href="https://example.org/how" secondary}
     * :::
     * ```
     */
    | { readonly kind: "buttons"; readonly blocks: readonly Block[] }
    /**
     * Two or three images beside each other, on phones too.
     * ```md
     * :::gallery
     * ![The old press](https://example.org/old.png)
     *
     * ![The new press](https://example.org/new.png)
     * :::
     * ```
     */
    | { readonly kind: "gallery"; readonly blocks: readonly Block[] }
    /**
     * A picture over a linked title, and what `:::card` holds below it. The address of a video alone in a paragraph gives one, too:
     * `children` is empty for a video without a title. `alt` may be left out where the title says it all.
     * ```md
     * ::card[How paper is made]{href="https://example.org/paper" image="https://example.org/paper.png" alt="A vat of pulp"}
     * ```
     */
    | {
        readonly kind: "card";
        readonly url: string;
        readonly video: Video | null;
        readonly image: ImageRef | null;
        readonly children: readonly Inline[];
        readonly blocks: readonly Block[];
      }
    /**
     * The headings of level 2, each a link to its part. `children` is the author's title for them; empty for ours.
     * ```md
     * ::contents[In this issue]
     *
     * ## The mill
     *
     * Water.
     *
     * ## The press
     *
     * Ink.
     * ```
     */
    | {
        readonly kind: "contents";
        readonly children: readonly Inline[];
        readonly entries: readonly { readonly anchor: string; readonly children: readonly Inline[] }[];
      }
    /**
     * Links to the places where readers pass the issue on, as `share` in the config says.
     * ```md
     * ::share
     * ```
     */
    | { readonly kind: "share" }
    /**
     * A question about the issue with three links for the answer, which a page counts when the reader presses its button. `children` is
     * the author's question; empty for ours.
     * ```md
     * ::rate[How was this issue?]
     * ```
     */
    | { readonly kind: "rate"; readonly children: readonly Inline[] }
    /**
     * Code, printed as it is: a merge tag in it stays as typed.
     * ```md
     * ~~~yaml
     * draft: false
     * ~~~
     * ```
     */
    | { readonly kind: "code"; readonly lang: string | null; readonly text: string }
    /**
     * A table. On phones its rows stand one above the other.
     * ```md
     * | Year | Issues |
     * |---|--:|
     * | 2026 | 12 |
     * ```
     */
    | {
        readonly kind: "table";
        readonly align: readonly ("left" | "center" | "right" | null)[];
        readonly head: readonly TableCell[];
        readonly rows: readonly (readonly TableCell[])[];
      }
    /**
     * A rule.
     * ```md
     * ---
     * ```
     */
    | { readonly kind: "rule" }
    /**
     * A callout, as GitHub writes it. `NOTE`, `TIP`, `IMPORTANT`, `WARNING` or `CAUTION`.
     * ```md
     * > [!TIP]
     * > Read it aloud before you send it.
     * ```
     */
    | { readonly kind: "callout"; readonly tone: CalloutTone; readonly blocks: readonly Block[] }
    /**
     * The card of a guest of front matter, by `index`, counted from 0; the next one without it. Without any, the cards follow the
     * opening paragraphs.
     * ```md
     * ::guest{index=0}
     * ```
     */
    | { readonly kind: "guest"; readonly index: number }
    /**
     * The links to forward, to subscribe and to reply. Without it they come at the end.
     * ```md
     * ::subscribe
     * ```
     */
    | { readonly kind: "subscribe" }
    /**
     * The card of an author of front matter, by `index`, counted from 0.
     * ```md
     * ::author{index=0}
     * ```
     */
    | { readonly kind: "author"; readonly index: number }
    /**
     * A sponsored part of the issue, labelled as such; on a line of its own, `::sponsor`, the label alone.
     * ```md
     * :::sponsor[The Paper Mill]{href="https://paper.example/"}
     * Paper that takes ink.
     * :::
     * ```
     */
    | {
        readonly kind: "sponsor";
        readonly name: string;
        readonly label: string | null;
        readonly url: string | null;
        readonly logo: ImageRef | null;
        readonly disclosure: string | null;
        readonly blocks: readonly Block[];
      }
    /**
     * A link to the part before this one.
     * ```md
     * ::series
     * ```
     */
    | { readonly kind: "series" }
    /**
     * Earlier issues of a section or with a tag; without either, those of this issue's. They are `related[index]` of the issue.
     * ```md
     * ::related{limit=3}
     * ```
     */
    | {
        readonly kind: "related";
        readonly index: number;
        readonly section: string | null;
        readonly tag: string | null;
        readonly limit: number;
      }
    /** From front matter: the issue’s tags, below its text. No Markdown makes it. */
    | { readonly kind: "tags" }
    /**
     * Two or three columns side by side; on a phone, one above the other. The container outside has more colons than those in it.
     * ```md
     * ::::columns
     * :::column
     * Left.
     * :::
     * :::column
     * Right.
     * :::
     * ::::
     * ```
     */
    | { readonly kind: "columns"; readonly columns: readonly (readonly Block[])[] }
    /**
     * A part for the readers in a segment, and `:::else` for all others. `asked` is the segment's number in the issue, counted from
     * 0; `otherwise` is what `:::else` holds.
     * ```md
     * :::only{segment="-list:weekly"}
     * The whole story.
     * :::
     *
     * :::else
     * The story in two sentences.
     * :::
     * ```
     */
    | {
        readonly kind: "only";
        readonly asked: number;
        readonly blocks: readonly Block[];
        readonly otherwise: readonly Block[];
      }
    /**
     * A block of the newsletter's own, of `templates/blocks/`, the `index`th of the issue. `children` is the label in brackets, and
     * `attributes` are as they are written.
     * ```md
     * :::recipe[Bread]{minutes="90"}
     * Flour, water, salt.
     * :::
     * ```
     */
    | {
        readonly kind: "own";
        readonly index: number;
        readonly name: string;
        readonly attributes: Readonly<Record<string, string>>;
        readonly children: readonly Inline[];
        readonly blocks: readonly Block[];
      }
    /**
     * Footnotes, always the last block: item n is endnote n + 1.
     * ```md
     * A claim.[^source]
     *
     * [^source]: Where it comes from.
     * ```
     */
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
/** Which callout it is. */
export type CalloutTone = "note" | "tip" | "important" | "warning" | "caution";
