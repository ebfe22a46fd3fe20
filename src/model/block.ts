/** The place of a piece of an issue in its file: 1-based lines, 1-based column of the start (UTF-16 units). */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** The snippet's path, relative to the project's root. Absent for a place in the issue's own file. */
  readonly file?: string;
  /** Set only for a view: the HTML of the block then says which line it comes from. An email with such blocks is never mailed. */
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
  /** A picture within a sentence. `width` in CSS pixels, from `{width=120}` behind the picture; absent if the author wrote none. */
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
  /** The words before the name; null means "Sponsored by" in the issue's language. */
  readonly label: string | null;
  readonly url: string | null;
  readonly logo: ImageRef | null;
  /** A sentence about the agreement, shown after everything else. */
  readonly disclosure: string | null;
}

/** An issue that another issue links to. `title` is for no particular reader: each merge tag in it is replaced by its default. */
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

/** One typed piece of an issue's body, such as a paragraph or a button. render/ has one function for each kind. */
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
        /** The anchor that `::contents` links to, such as `part-2`; absent if nothing links to the heading. */
        readonly anchor?: string;
        readonly children: readonly Inline[];
      }
    /**
     * A paragraph. `speaker` says whether a guest or an author speaks, if the paragraph begins with a name in bold and a colon;
     * that name is the first child.
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
     * A sentence in large type. `cite` names whose words they are. `:::pullquote` around paragraphs does the same.
     * ```md
     * ::pullquote[We counted twice.]{cite="Inés Carpio"}
     * ```
     */
    | { readonly kind: "pullquote"; readonly children: readonly Inline[]; readonly cite: string | null }
    /**
     * A picture, alone in its paragraph, perhaps with a link around it; the text in quotation marks is its caption. `width` in CSS
     * pixels (1 to 2000) and `align` come from braces behind the picture, and are absent if the author wrote none.
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
     * A picture above a linked title, and the content of `:::card` below them. The address of a video alone in a paragraph becomes
     * a card, too: `children` is empty for a video without a title. `alt` may be left out if the title says everything.
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
     * The table of contents: the headings of level 2, each a link to its part. `children` is the author's title for the
     * table; empty for the title in `words`.
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
     * Links with which readers share the issue, to the places that `share` in the config lists.
     * ```md
     * ::share
     * ```
     */
    | { readonly kind: "share" }
    /**
     * A question about the issue, with a link for each of three answers. The link opens a page, which counts the answer when the reader
     * presses its button. `children` is the author's question; empty for the question in `words`.
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
     * A horizontal rule.
     * ```md
     * ---
     * ```
     */
    | { readonly kind: "rule" }
    /**
     * A callout in GitHub's syntax: `NOTE`, `TIP`, `IMPORTANT`, `WARNING` or `CAUTION`.
     * ```md
     * > [!TIP]
     * > Read it aloud before you send it.
     * ```
     */
    | { readonly kind: "callout"; readonly tone: CalloutTone; readonly blocks: readonly Block[] }
    /**
     * The card of the guest in front matter with this `index`, counted from 0; without `index`, the next guest. In an issue
     * without `::guest`, the cards follow the opening paragraphs.
     * ```md
     * ::guest{index=0}
     * ```
     */
    | { readonly kind: "guest"; readonly index: number }
    /**
     * The links to forward the issue, to subscribe and to reply. In an issue without `::subscribe`, they come at the
     * end.
     * ```md
     * ::subscribe
     * ```
     */
    | { readonly kind: "subscribe" }
    /**
     * The card of the author in front matter with this `index`, counted from 0; without `index`, the next author.
     * ```md
     * ::author{index=0}
     * ```
     */
    | { readonly kind: "author"; readonly index: number }
    /**
     * A sponsored part of the issue, labelled as such. `::sponsor` on a line of its own gives the label alone.
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
     * A link to the previous part of the series.
     * ```md
     * ::series
     * ```
     */
    | { readonly kind: "series" }
    /**
     * Earlier issues of a section or with a tag; without either, those that share this issue's section or one of its tags. They
     * are `related[index]` of the issue.
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
    /** From front matter: the issue’s tags, shown below its text. No Markdown produces this block. */
    | { readonly kind: "tags" }
    /**
     * Two or three columns side by side; on a phone, one above the other. The outer container has more colons than the ones
     * inside it.
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
     * 0; `otherwise` is the content of `:::else`.
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
     * A block that the newsletter defines in `templates/blocks/`. `index` is its number among such blocks of the issue, counted
     * from 0. `children` is the label in brackets, and `attributes` are as the author wrote them.
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

/** A video on a site that Letterpress knows. */
export interface Video {
  readonly site: "YouTube" | "Vimeo";
  readonly id: string;
}

/** A person who may speak in an interview, with the name that front matter or the config gives. */
export interface Speaker {
  readonly name: string;
  readonly role: "guest" | "author";
}

/** The name of a kind of block, such as "paragraph" or "button". */
export type BlockKind = Block["kind"];
/** The five kinds of callout. */
export type CalloutTone = "note" | "tip" | "important" | "warning" | "caution";
