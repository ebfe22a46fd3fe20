import type { RuleEntry } from "./rule.ts";

/** What preflight finds in the HTML of a template, and in the way that the readers' mail programs show it. */
export const CLIENT_RULES = {
  "html/broken-nesting": {
    severity: ["error", "warning"],
    step: ["preflight"],
    means:
      "Tags of the HTML do not fit together: one is not closed, closes nothing, or stands in a table and in none of its cells. A warning where a block stands in a paragraph.",
    fix: "Close each tag in the template, the last opened first.",
    why: "Each mail program repairs it in its own way: Gmail moves words out of a table, and Word, which draws mail in Outlook for Windows, ends the column. What follows is where nobody meant it to be.",
    example: "<table><tr><div>Words</div></tr></table>",
  },
  "html/outlook-comment": {
    severity: ["error"],
    step: ["preflight"],
    means: "A comment for Outlook (`<!--[if mso]>`) is not closed, or is closed as one of another kind.",
    fix: "Write `<!--[if mso]> … <![endif]-->`, and for all others `<!--[if !mso]><!--> … <!--<![endif]-->`.",
    why: "Without its end, the comment goes on to the next one: every mail program but Outlook loses what stands between, which may be the letter.",
    example: "<!--[if mso]><table><tr><td>",
  },
  "html/outlook-nesting": {
    severity: ["error"],
    step: ["preflight"],
    means:
      "With what its comments hold, the HTML that Outlook for Windows reads has tags that do not fit together.",
    fix: "Whatever one comment for Outlook opens, another must close.",
    why: "No preview shows it, because only Outlook for Windows reads these comments: a `</td>` too few, and everything below stands in the first column.",
    example: "<!--[if mso]><table><tr><td><![endif]--> … <!--[if mso]></td></tr><![endif]-->",
  },
  "html/duplicate-id": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Two elements have the same id.",
    fix: "Give each an id of its own.",
    why: "A link to it finds the first, and what a screen reader takes for the label of the second is that of the first. The Email Markup Consortium counts it among the faults of accessibility.",
    example: '<p id="note"></p><p id="note"></p>',
  },
  "html/duplicate-attribute": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A tag has the same attribute twice.",
    fix: "Write all of it in one attribute.",
    why: "HTML keeps the first and drops the second; Outlook for Windows may keep the other. A second `style` or `class` is lost without a word.",
    example: '<td style="padding:0" style="color:#333333">',
  },
  "client/breaks": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "The email uses a feature that a mail program of the readers does not support, and words or the layout depend on it: `display:flex`, `var()`, inline SVG, words from CSS.",
    fix: "Do as the hint says, or say in `clients` which mail programs your readers use.",
    why: "Word draws mail in Outlook for Windows, and Gmail removes what it does not allow. The data is that of [caniemail.com](https://www.caniemail.com/), which tests each feature in each program.",
    example: '<div style="display:flex">',
  },
  "client/degrades": {
    severity: ["info"],
    step: ["preflight"],
    means:
      "The email uses a feature that a mail program of the readers does not support, but everything is legible without it: a font, a picture behind words, an animation.",
    fix: "Nothing needs to be done if what readers see instead is good enough.",
    why: "This is no fault, but an author who looks only at the preview believes that every reader sees the same. The data is that of [caniemail.com](https://www.caniemail.com/).",
    example: '<td style="background:#ffffff url(https://example.org/paper.png)">',
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
