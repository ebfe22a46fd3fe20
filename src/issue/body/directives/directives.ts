/** A directive of Letterpress. */
interface Known {
  readonly forms: readonly ("leaf" | "container")[];
  readonly attributes: readonly string[];
  /** True if words in brackets would be lost. */
  readonly wordless?: boolean;
  /** What it is, in Markdown: for docs/reference/blocks.md and for editors. */
  readonly about: string;
}

/** The forms a directive may have, and its attributes. */
export const DIRECTIVES: Readonly<Record<string, Known>> = {
  guest: {
    forms: ["leaf"],
    attributes: ["index"],
    wordless: true,
    about: "The card of a guest. `index` is its number in front matter, counted from 0.",
  },
  author: {
    forms: ["leaf"],
    attributes: ["index"],
    wordless: true,
    about: "The card of an author. `index` is its number in front matter, counted from 0.",
  },
  subscribe: {
    forms: ["leaf"],
    attributes: [],
    wordless: true,
    about: "The links to forward, to subscribe and to reply.",
  },
  share: {
    forms: ["leaf"],
    attributes: [],
    wordless: true,
    about: "Links to the places where readers pass the issue on.",
  },
  rate: {
    forms: ["leaf"],
    attributes: [],
    about: "Three links by which readers say how the issue was; the words in brackets are the question.",
  },
  contents: {
    forms: ["leaf"],
    attributes: [],
    about: "The headings of level 2, each a link to its part; the words in brackets are a title for them.",
  },
  card: {
    forms: ["leaf", "container"],
    attributes: ["href", "image", "alt"],
    about:
      "A linked title with a picture over it. `href` is the address, `image` a picture, `alt` what it shows.",
  },
  gallery: {
    forms: ["container"],
    attributes: [],
    about: "Two or three pictures side by side, and nothing beside them.",
  },
  buttons: {
    forms: ["container"],
    attributes: [],
    about: "Two or three buttons side by side, and nothing beside them.",
  },
  pullquote: {
    forms: ["leaf", "container"],
    attributes: ["cite"],
    about: "A sentence set large. `cite` says whose it is.",
  },
  button: {
    forms: ["leaf"],
    attributes: ["href", "secondary"],
    about:
      "A button with the words in brackets. `href` is its address; `secondary` makes it the quieter one of two.",
  },
  sponsor: {
    forms: ["leaf", "container"],
    attributes: ["href", "logo", "alt", "label", "disclosure"],
    about:
      "A sponsored part, labelled with the name in brackets; alone on its line the label alone. `href` is the sponsor's address, `logo` a picture with its `alt`, `label` stands before the name, `disclosure` after everything else.",
  },
  series: {
    forms: ["leaf"],
    attributes: [],
    wordless: true,
    about: "A link to the part before this one; the page links the next one as well.",
  },
  related: {
    forms: ["leaf"],
    attributes: ["section", "tag", "limit"],
    wordless: true,
    about:
      "Earlier issues of a `section` or with a `tag`, at most `limit`; without either, those of this issue's.",
  },
  columns: {
    forms: ["container"],
    attributes: [],
    about: "Two or three columns, and nothing beside them.",
  },
  column: { forms: ["container"], attributes: [], about: "One column, inside of columns." },
  only: {
    forms: ["container"],
    attributes: ["segment"],
    about: "A part for the readers in `segment`, as front matter writes one.",
  },
  else: {
    forms: ["container"],
    attributes: [],
    about: "What all other readers get. It follows `:::only`, with nothing between them.",
  },
  snippet: {
    forms: ["leaf"],
    attributes: [],
    about: "A text of `issues/snippets/`, by its name: `::snippet{colophon}`.",
  },
};

/** Names that a newsletter's own blocks may not have. */
export const DIRECTIVE_NAMES: readonly string[] = Object.keys(DIRECTIVES);
