import { nearest } from "#src/issue/front-matter/did-you-mean.ts";
import { isReference } from "./is-reference.ts";
import { always, ESCAPE, type Literal, MARKUP, markup, rewritten, shown } from "./literal.ts";

const LINK = { rule: "link/not-read", severity: "warning" } as const;
const EMPHASIS = { rule: "emphasis/not-read", severity: "warning" } as const;

/** A link whose address Markdown read by itself: the address is blank in `text`, so what follows the bracket is read from the source. */
function apart(bracket: RegExp, written: RegExp, message: string, hint: string): Literal {
  return {
    pattern: bracket,
    judge: ({ match, source }) =>
      written.test(source.slice(match.index)) ? { ...LINK, message, hint } : null,
  };
}

/** The place where a line of a paragraph begins: after spaces and the marks of quotations. */
const LINE = String.raw`(?<=^[ \t>]*)`;

/** Names of characters that people write. */
const COMMON =
  "nbsp amp lt gt quot apos copy reg trade hellip ndash mdash lsquo rsquo ldquo rdquo laquo raquo bull middot euro pound yen cent deg times shy sect para eacute egrave aacute agrave oacute uacute iacute ntilde ccedil auml ouml uuml szlig rarr larr check".split(
    " ",
  );

const CJK = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}`;

/** Syntax that other kinds of Markdown read and this one does not. Each finding can be accepted, because a letter may be about it. */
export const OTHER_MARKDOWN: readonly Literal[] = [
  rewritten(
    EMPHASIS,
    /(?<![\p{L}\p{N}~])~(?=[^\s~])([^~\n]{0,100}\p{L}[^~\n]{0,100}(?<!\s))~(?![\p{L}\p{N}~])/gu,
    (words) => `~~${words}~~`,
  ),
  rewritten(MARKUP, /(?<=[A-Za-z)])~(\d{1,3})~/g, (words) => `<sub>${words}</sub>`),
  rewritten(MARKUP, /(?<=[\p{L}\p{N})])\^([\p{L}\p{N}+-]{1,4})\^/gu, (words) => `<sup>${words}</sup>`),
  {
    pattern: new RegExp(
      String.raw`(?<![\w_])_(?=[^\s_])[^_\n]{0,60}[${CJK}][^_\n]{0,60}(?<!\s)_(?![\w_])`,
      "gu",
    ),
    judge: ({ match }) => ({
      ...EMPHASIS,
      message: `The underscores around ${shown(match[0].slice(1, -1))} would be mailed as they stand.`,
      hint: `Write *${shown(match[0].slice(1, -1))}*: only stars close within a word, and these scripts have no spaces. ${ESCAPE}`,
    }),
  },
  always(
    EMPHASIS,
    /(?<![*\w])(\*\*|__)[ \t]+\p{L}[^*_\n]{0,80}[ \t]+\1(?![*\w])/gu,
    "The marks around % would be mailed as they stand.",
    `Words must touch the mark on its inner side. ${ESCAPE}`,
  ),
  apart(
    /(?<=\[[^[\]\n]{0,60}\p{L}[^[\]\n]{0,60})\]/gu,
    /^\](?:[ \t]+\((?:https?:|mailto:|\.\.?\/)[^)\s]*\)|<https?:[^>\s]*>)/,
    "The address of this link stands apart from its words, so the brackets would be mailed.",
    "Write [words](https://…) without a space between them.",
  ),
  apart(
    /(?<=\([^()\n]{1,80})\)\[/g,
    /^\)\[(?:https?:|mailto:|\.\.?\/)[^\]\s]*\]/,
    "The brackets of this link are the wrong way round, and would be mailed.",
    "Write [words](https://…).",
  ),
  markup(
    /\{(?:\+\+|--|~~|==|>>)[^{}\n]*(?:\+\+|--|~~|==|<<)\}/g,
    "Accept or refuse the change, and write a note to editors as <!-- a comment -->.",
  ),
  markup(/(?<=^|[\s(])(?<!\w):[a-z][a-z0-9_+-]{1,30}:(?=[\s.,;!?)]|$)/g, "Type the emoji itself."),
  markup(
    new RegExp(`${LINE}\\*\\[[^\\]\\n]+\\]:[ \\t][^\\n]*`, "gm"),
    "Write what the letters stand for where they are first used.",
  ),
  markup(/^\[(?:toc|TOC)\]$|^\{:? ?toc ?\}$|^\{\{ ?TOC ?\}\}$/g, "Write ::contents."),
  {
    // A definition stands under its term, never first.
    pattern: new RegExp(`(?<=[^\\n]\\n[ \\t>]*):[ \\t]+[^\\s][^\\n]*`, "g"),
    judge: ({ match }) => ({
      ...MARKUP,
      message: `${shown(match[0])} is no definition, and would be mailed as it stands.`,
      hint: "Write a list whose items begin with the term: - **Term**: what it means",
    }),
  },
  markup(/^\[[-/><~!?]\][ \t](?=\S)/g, "A task is - [ ] or - [x]."),
  markup(
    /(?<=\S[ \t])\^[a-z0-9][a-z0-9-]*$/g,
    "Remove it: nothing links to a part of a letter by such a name.",
  ),
  markup(/(?<=\S)\\$/g, "A backslash breaks a line only where another one follows in the same paragraph."),
  markup(/&(?:nbsp|amp|lt|gt|quot|copy|reg|hellip|[mn]dash|euro|shy)(?![;\w=])/g, "Write the sign itself."),
  {
    pattern: /(?<!\p{Lu})&(?:([A-Za-z][A-Za-z0-9]{1,31})|#\w{1,12});/gu,
    judge: ({ match }) => {
      const [all, name] = match;
      if (isReference(all)) return null;
      const meant = name === undefined ? null : nearest(name, COMMON);
      return {
        ...MARKUP,
        message: `HTML has no ${all}, so it would be mailed as it stands.`,
        hint: `${meant === null ? "" : `Did you mean &${meant};? `}Write the sign itself. ${ESCAPE}`,
      };
    },
  },
  markup(
    /(?<!<!?)-->(?=[ \t]*$)|<!(?:-(?!-)|[–—])[^\n]{0,40}/gm,
    "A comment begins with <!-- and ends at the first -->. Write what is between them without these signs.",
  ),
  markup(
    /^\\(?:newpage|pagebreak|vspace\{[^}\n]*\}|begin\{[^}\n]*\})|^\.\. [a-z][\w-]*::|^@import "[^"\n]*"|^<<< @\/|^!INCLUDE\b|^\{! [^{}\n]* !\}|^\/\/\/ [a-z][^\n]*|^=== "[^\n]*/gm,
    "Write Markdown or a directive instead.",
  ),
];
