import type { RuleEntry } from "./rule.ts";

/**
 * Syntax that an author meant but Markdown does not read: readers would see it as it was typed. A backslash before it says that it is
 * meant literally.
 */
export const LITERAL_RULES = {
  "link/undefined": {
    severity: ["error", "warning"],
    step: ["reading"],
    means: "A link or a picture in brackets has no definition. Where it may be prose, it is a warning.",
    fix: "Write `[name]: https://…` on a line of its own, or the address in parentheses behind the words.",
  },
  "link/not-read": {
    severity: ["error", "warning"],
    step: ["reading"],
    means:
      "A link is not read because its address holds a space, because it stands inside another link, because its words hold a bracket, or because its brackets are apart or the wrong way round. Where it may be prose, it is a warning.",
    fix: "Write `%20` for a space, or put the address between `<` and `>`. Write `\\]` for a bracket among the words.",
  },
  "link/wiki": {
    severity: ["error", "warning"],
    step: ["reading"],
    means: "`[[…]]` of a wiki or of Obsidian. It is an error where it names an issue or holds a file.",
    fix: "Write a link with the path to the issue's file, or with an address.",
  },
  "emphasis/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means: "Stars, underscores or tildes open or close nothing.",
    fix: "Let words touch the mark on its inner side, and a space or a sign its outer side.",
  },
  "html/unclosed-comment": {
    severity: ["error"],
    step: ["reading"],
    means: "A comment is not closed: it would be mailed, or would hide what follows.",
    fix: "Write `-->` after the note.",
  },
  "html/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means: "An HTML tag is not closed.",
    fix: "Write Markdown instead of HTML.",
  },
  "heading/no-space": {
    severity: ["warning"],
    step: ["reading"],
    means: "The space behind the `#` of a heading is missing.",
    fix: "Write the space. `check --fix` does.",
  },
  "mark/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means: "`==…==` marks words in other systems.",
    fix: "Write `<mark>…</mark>`. `check --fix` does.",
  },
  "footnote/inline": {
    severity: ["warning"],
    step: ["reading"],
    means: "`^[…]` is a footnote of other systems.",
    fix: "Write `[^1]` there, and `[^1]:` with the note in a paragraph of its own.",
  },
  "shortcode/unknown": {
    severity: ["warning"],
    step: ["reading"],
    means: "A shortcode of another system, such as `[gallery ids=1]`.",
    fix: "Write Markdown or a directive.",
  },
  "callout/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means: "`!!!` or `???` begins a callout in other systems.",
    fix: "Write `> [!NOTE]`, and `>` before each line of the text.",
  },
  "directive/not-read": {
    severity: ["error"],
    step: ["reading"],
    means: "Three colons and braces without a name open no container.",
    fix: "Write `:::` and the name of a directive.",
  },
  "math/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means: "`$$…$$` is a formula, and mail programs draw none.",
    fix: "Write it in words, or as a picture.",
  },
  "code/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means: "A backtick opens no code.",
    fix: "Close it in the same paragraph.",
  },
  "table/not-read": {
    severity: ["error", "warning"],
    step: ["reading"],
    means:
      "A table is not read: it has no head, its head has another number of cells than the row below it, or that row of `---|---` is missing, which is a warning.",
    fix: "Give both rows as many cells. Write `\\|` for a bar inside a cell.",
  },
  "items/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means:
      "Lines that were meant as items of a list become one paragraph: `a)` and `b)`, `i.`, `(1)`, `•` and other signs, or a `-` without a space.",
    fix: "Begin each item with `-` or `1.` and a space, or end each line with a backslash.",
  },
  "attributes/not-read": {
    severity: ["error", "warning"],
    step: ["reading"],
    means:
      "Braces with attributes stand behind something that takes none. Where they may be prose, they are a warning.",
    fix: "Remove them. They are read after a picture: `{width=300 align=center}`.",
  },
  "markup/not-read": {
    severity: ["warning"],
    step: ["reading"],
    means:
      "A mark that other kinds of Markdown read and this one does not: `H~2~O`, `x^2^`, `:tada:`, `{++added++}`, `: definition`, `[TOC]`, `- [-] task`, `&nbsp` without its semicolon, `&notreal;`, a `-->` that ends no comment; notes and code of Obsidian, MDX and others. In front matter, which is plain text, Markdown and HTML at all.",
    fix: "Write what the finding says, or a backslash before the mark to keep it as it is.",
  },
  "merge-tag/foreign": {
    severity: ["error", "warning"],
    step: ["reading"],
    means: "A merge tag of another system, such as `*|FNAME|*`. Where it may be prose, it is a warning.",
    fix: 'Write one of ours, such as `{{ subscriber.first_name | default: "there" }}`. `check --fix` does where it knows the name.',
  },
  "merge-tag/shortcode": {
    severity: ["error"],
    step: ["reading"],
    means: "A shortcode of Hugo.",
    fix: "Write Markdown or a directive.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
