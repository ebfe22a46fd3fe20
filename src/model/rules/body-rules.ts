import type { RuleEntry } from "./rule.ts";

/** What can be wrong with the Markdown of an issue. */
export const BODY_RULES = {
  "characters/damaged": {
    severity: ["error"],
    step: ["reading", "preflight"],
    means: "A control character or half of a character, at which Gmail cuts a mail of any size.",
    fix: "Type the quotation mark or dash again that was meant there.",
  },
  "characters/reserved": {
    severity: ["error"],
    step: ["reading"],
    means:
      "A private-use character that Letterpress needs for merge tags (U+E000 to U+E002, U+E010 to U+E019).",
    fix: "Remove the character.",
  },
  "heading/level-one": {
    severity: ["error"],
    step: ["reading"],
    means: "A heading of level 1 in the body. The title is the only one.",
    fix: "Begin the body's headings with `##`. `check --fix` does.",
  },
  "heading/too-deep": {
    severity: ["warning"],
    step: ["reading"],
    means: "A heading of level 5 or 6, which looks like one of level 4.",
    fix: "Use `##` to `####`.",
  },
  "callout/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no callout of this name.",
    fix: "Use `NOTE`, `TIP`, `IMPORTANT`, `WARNING` or `CAUTION`.",
  },
  "callout/title": {
    severity: ["warning"],
    step: ["reading"],
    means: "Words stand behind the name of a callout, which has no title. They become part of its text.",
    fix: "Begin the text on the next line, with `>` before it.",
  },
  "code/unclosed": {
    severity: ["error"],
    step: ["reading"],
    means: "A code block is not closed, so the rest of the file is part of it.",
    fix: "Write the closing fence on a line of its own after the code.",
  },
  "footnote/undefined": {
    severity: ["error"],
    step: ["reading"],
    means: "A footnote is named in the text, and there is none of that name.",
    fix: "Write `[^name]:` and its text in a paragraph of its own.",
  },
  "footnote/unused": {
    severity: ["warning"],
    step: ["reading"],
    means: "A footnote that nothing in the text names is left out.",
    fix: "Write `[^name]` where it belongs, or remove the footnote.",
  },
  "footnote/defined-twice": {
    severity: ["warning"],
    step: ["reading"],
    means: "Two footnotes have the same name, and the first one is used.",
    fix: "Remove one of them.",
  },
  "footnote/no-colon": {
    severity: ["error"],
    step: ["reading"],
    means: "A footnote lacks the colon behind its name, and would be printed as text.",
    fix: "Write `[^name]:` with a colon. `check --fix` does.",
  },
  "directive/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no directive of this name.",
    fix: "Use one of [blocks](blocks.md).",
  },
  "directive/form": {
    severity: ["error"],
    step: ["reading"],
    means: "A directive is written with `::` that needs `:::` and an end, or the other way round.",
    fix: "Write it as [blocks](blocks.md) says.",
  },
  "directive/unknown-attribute": {
    severity: ["error"],
    step: ["reading"],
    means: "A directive has no attribute of this name.",
    fix: "Correct its spelling, or remove it.",
  },
  "directive/unclosed": {
    severity: ["error"],
    step: ["reading"],
    means: "A container is not closed, so the rest of the file is part of it.",
    fix: "Write its colons on a line of their own after it. A container around others needs more colons than they have.",
  },
  "directive/closes-nothing": {
    severity: ["error"],
    step: ["reading"],
    means: "Colons on a line of their own close no container.",
    fix: "Remove them, or give the outer container more colons.",
  },
  "directive/space": {
    severity: ["error"],
    step: ["reading"],
    means: "A space between the colons and the name makes a directive text.",
    fix: "Write it without the space. `check --fix` does.",
  },
  "directive/empty": {
    severity: ["error"],
    step: ["reading"],
    means: "A pullquote without words, or a button without words or an address.",
    fix: "Write both, as [blocks](blocks.md) shows.",
  },
  "directive/content": {
    severity: ["error"],
    step: ["reading"],
    means:
      "Something stands in a container that cannot hold it: a list in a pullquote, text between columns.",
    fix: "Move it out of the container, or into a column.",
  },
  "directive/column": {
    severity: ["error"],
    step: ["reading"],
    means: "A column stands outside of columns.",
    fix: "Put `::::columns` before the first `:::column` and `::::` after the last.",
  },
  "directive/columns": {
    severity: ["error"],
    step: ["reading"],
    means: "There are not two or three columns.",
    fix: "Write `::::columns` with four colons, and two or three `:::column` inside it.",
  },
  "directive/no-guest": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no guest (left) for the card.",
    fix: "Name the guest in `guests:` of the front matter, or remove `::guest`.",
  },
  "directive/no-sponsor": {
    severity: ["error"],
    step: ["reading"],
    means: "A sponsored part does not name its sponsor.",
    fix: "Write `:::sponsor[Name]`.",
  },
  "html/not-allowed": {
    severity: ["error"],
    step: ["reading"],
    means: "An HTML tag that is not supported in an issue.",
    fix: "Write Markdown instead, or one of the tags in [blocks](blocks.md#html).",
  },
  "html/forbidden": {
    severity: ["error"],
    step: ["reading"],
    means:
      "A script, a form, an event handler or the like, which mail programs remove or treat as an attack.",
    fix: "Remove it.",
  },
  "html/attributes": {
    severity: ["warning"],
    step: ["reading"],
    means: "The attributes of an HTML tag are left out.",
    fix: "Write the tag alone.",
  },
  "html/unbalanced": {
    severity: ["error"],
    step: ["reading"],
    means: "An HTML tag is not closed in its paragraph, or closes nothing.",
    fix: "Write both tags in the same paragraph.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
