import { isField } from "#src/issue/merge-tags/other-names.ts";
import { always, ESCAPE, type Literal, MARKUP, markup, rewritten, shown } from "./literal.ts";

const SHORTCODE = { rule: "shortcode/unknown", severity: "warning" } as const;
const MATH = { rule: "math/not-read", severity: "warning" } as const;
const TABLE = { rule: "table/not-read", severity: "warning" } as const;

function shortcode(pattern: RegExp): Literal {
  return always(
    SHORTCODE,
    pattern,
    "% is another system’s shortcode, and would be mailed as it stands.",
    `Write Markdown or a directive instead. ${ESCAPE}`,
  );
}

/** Syntax that site generators, wikis and word processors read and this Markdown does not. Each finding can be accepted. */
export const OTHER_SYSTEMS: readonly Literal[] = [
  // Obsidian, Nunjucks, MDX and kramdown: notes to oneself would be mailed.
  {
    pattern: /(?<![\w%]|\d[ \t])%%(?!%)([^%]{1,400})%%(?![\w%])/g,
    judge: ({ match }) =>
      // A merge tag of another system has a finding of its own.
      isField(match[1]?.trim() ?? "", [])
        ? null
        : {
            ...MARKUP,
            message: `${shown(match[0])} hides a note in another system, and would be mailed as it stands.`,
            hint: `Write a note as <!-- … -->. ${ESCAPE}`,
          },
  },
  markup(/\{#(?!#)[^{}\n]{1,200}#\}/g, "Write a note as <!-- … -->."),
  {
    // Markdown may have read its stars, so the note is looked for in the source.
    pattern: /\{\//g,
    judge: ({ match, source }) => {
      const note = /^\{\/\*[^]*?\*\/\}/.exec(source.slice(match.index ?? 0).slice(0, 400))?.[0];
      return note === undefined
        ? null
        : {
            ...MARKUP,
            message: `${shown(note)} is MDX, and would be mailed as it stands.`,
            hint: "Write a note as <!-- … -->.",
          };
    },
  },
  markup(
    /\{::?\/?[a-z][a-z-]*(?:[ \t][^{}\n]*)?\/?\}/g,
    "Write a note as <!-- … -->, and Markdown for everything else.",
  ),
  // MDX.
  markup(
    /(?<=^[ \t]*)import[ \t]+[\w{*][^"'\n]*[ \t]from[ \t]+["'][^"'\n]+["'];?(?=[ \t]*$)|(?<=^[ \t]*)export[ \t]+(?:const|let|default|function|async)[ \t]+[^\n]+/g,
    "Remove it: an issue runs no code. Show code between two lines of ```.",
  ),
  markup(
    /(?<![{$\w/])\{(?:props|frontmatter|frontMatter|page|site|post|this|metadata|siteConfig)\.[\w.]+\}(?!\})/g,
    "Write the words themselves: an issue runs no code.",
  ),
  markup(/\[[^[\]\n]+\]\{(?:[.#][^{}\n]*|[\w-]+="[^{}\n]*)\}/g, "Remove the braces and the brackets."),
  // WordPress, Joomla and Jira.
  shortcode(/(?<![\w\]])\[(?:gallery|playlist)\](?![[(:])/g),
  shortcode(
    /(?<![\w\]])\[(?:youtube|vimeo|embed|audio|video|playlist|tweet|instagram|spotify|soundcloud|contact-form[\w-]*)[ \t]+[^\]\n]*\](?![[(:])/g,
  ),
  shortcode(/\{([a-z]{3,20})(?::[^{}\n]*)?\}[^{}]{0,200}\{\/?\1\}/g),
  // Textile and reStructuredText.
  markup(
    /(?<=^[ \t]*)h[1-6]\.[ \t]+\S[^\n]*|(?<=^[ \t]*)bq\.[ \t]+\S[^\n]*/g,
    "Write ## and the words of a heading, > and those of a quotation.",
  ),
  markup(/(?<!\w)![^\s!()]+\.(?:png|jpe?g|gif|webp)!(?!\w)/gi, "Write ![what it shows](./picture.png)."),
  // Pandoc.
  markup(/\[-?@[A-Za-z][\w:.-]*(?:[,; ][^\]\n]*)?\](?![[(:])/g, "Write who is quoted, or a footnote: [^1]."),
  rewritten(
    MARKUP,
    /(?<![\w+{])\+\+(?=[^\s+])([^+\n]{0,100}[^\s+])\+\+(?![\w+}])/g,
    (words) => `<u>${words}</u>`,
  ),
  always(
    TABLE,
    /(?<=^[ \t>]*)\+(?:[-=]{2,}\+)+/g,
    "Tables between % are not read, and would be mailed as they stand.",
    "Write the cells of a row between |, and | --- | below the first row.",
  ),
  always(
    MATH,
    /(?<![\w$\\])\$(?=[^\s$])[^$\n]{0,120}(?:\^|\\[a-z]|_\{)[^$\n]{0,120}(?<=[^\s$])\$(?![\w$])/g,
    "% would be mailed as it stands: mail programs draw no formulas.",
    `Write it in words, or as a picture. ${ESCAPE}`,
  ),
  // Chats.
  markup(
    /(?<!\|)\|\|(?=[^\s|])[^|\n]{1,200}(?<=[^\s|])\|\|(?!\|)/g,
    "An email can hide nothing: write it openly, or link to it.",
  ),
  markup(/^!\S[^\n]*!<(?=[ \t]*$)/g, "An email can hide nothing: write it openly, or link to it."),
  markup(/^\^[a-z0-9][a-z0-9-]*$/g, "Remove it: nothing links to a part of a letter by such a name."),
];
