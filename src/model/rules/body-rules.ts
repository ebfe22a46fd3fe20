import type { RuleEntry } from "./rule.ts";

/** What can be wrong with the Markdown of an issue. */
export const BODY_RULES = {
  "characters/damaged": {
    severity: ["error"],
    step: ["reading", "preflight"],
    means: "A control character or half of a character, at which Gmail cuts a mail of any size.",
    why: "Gmail cuts a mail of any size where a C1 control stands; they come from text that was pasted from Windows.",
    example: "A dash that was pasted as U+0096",
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
    severity: ["error", "warning"],
    step: ["reading"],
    means:
      "A footnote is named in the text, and there is none of that name. Where it may be a regular expression, it is a warning.",
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
  "body/lost-words": {
    severity: ["error"],
    step: ["reading"],
    means: "Words of the Markdown would not reach readers.",
    fix: "Write them in a paragraph of their own.",
  },
  "table/too-many-cells": {
    severity: ["error"],
    step: ["reading"],
    means: "A row has more cells than the head of its table.",
    fix: "Give the head as many cells. Write `\\|` for a bar inside a cell.",
  },
  "html/beside-comment": {
    severity: ["error"],
    step: ["reading"],
    means: "Words stand beside the end of a long comment, and are not read as Markdown.",
    fix: "Write them on a line of their own. `check --fix` does.",
  },
  "html/stray-tag": {
    severity: ["info"],
    step: ["reading"],
    means: "A closing tag whose opening one is not there is left out.",
    fix: "Remove it.",
  },
  "speaker/ambiguous": {
    severity: ["warning"],
    step: ["reading"],
    means: "The name at the beginning of an answer may be more than one person.",
    fix: "Write the whole name.",
  },
  "speaker/unknown": {
    severity: ["warning"],
    step: ["reading"],
    means: "Somebody speaks who is neither a guest nor an author.",
    fix: "Correct the name, or write it under `guests:` or `authors:`.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
