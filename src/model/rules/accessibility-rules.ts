import type { RuleEntry } from "./rule.ts";

const EMC = "the [Email Markup Consortium](https://emailmarkup.org/en/reports/accessibility/2025/)";

/** What preflight finds in the HTML that keeps people from reading it. Language, direction and title need no rule: every email gets them. */
export const ACCESSIBILITY_RULES = {
  "accessibility/layout-table": {
    severity: ["warning"],
    step: ["preflight"],
    means: 'A table has neither headers nor `role="presentation"`.',
    fix: 'Add `role="presentation"` to tables that only place things, and `<th>` to tables of data.',
    why: `A screen reader says “table with 3 rows and 1 column” before each part of the letter. 84% of the mails that ${EMC} looked at in 2026 have the fault.`,
    example: "<table><tr><td>Words</td></tr></table>",
  },
  "accessibility/data-table": {
    severity: ["warning"],
    step: ["preflight"],
    means: 'A table with headers has `role="presentation"`.',
    fix: "Remove the role from tables of data.",
    why: "The role silences the headers: a listener hears figures and not what they are of.",
    example: '<table role="presentation"><tr><th>Year</th></tr></table>',
  },
  "accessibility/no-heading": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The email shows its title, and has no heading of level one.",
    fix: "Write the title as `<h1>` in the template.",
    why: `Two of three people who use a screen reader move by headings (WebAIM's survey). ${EMC} found none of level one in 77% of all mails.`,
    example: '<p style="font-size:32px">The title</p>',
  },
  "accessibility/heading-jump": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A heading of the template is more than one level below the one before it.",
    fix: "Write the next level, and the size as a style.",
    why: "A listener takes a missing level for a part that was not read out. Headings of the issue are looked at by `heading/skipped-level`.",
    example: "<h1>The title</h1><h4>More</h4>",
  },
  "accessibility/no-zoom": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The viewport setting keeps readers from enlarging the email.",
    fix: "Write `width=device-width, initial-scale=1`.",
    why: `People with poor sight then cannot read it. ${EMC} calls it critical, and WCAG asks for a zoom of 200% (1.4.4).`,
    example: '<meta name="viewport" content="width=device-width, user-scalable=no">',
  },
  "accessibility/small-text": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Running text is set in less than 14 px, or any words in less than 12 px.",
    fix: "Set running text in 16 px or more.",
    why: "iPhones enlarge type below 13 px by themselves and break the layout; everybody else does not read it.",
    example: '<p style="font-size:11px">',
  },
  "accessibility/tight-lines": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Long text has lines that stand closer than 1.3 times the size of its type.",
    fix: "Write a line-height of 1.5, without a unit.",
    why: "The eye loses its line. MJML's text has a line height of 1 where nobody says otherwise.",
    example: '<p style="font-size:16px;line-height:16px">',
  },
  "accessibility/justified": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Running text is justified.",
    fix: "Leave `text-align: justify` out.",
    why: "On a phone, with no hyphens, it tears gaps between words, which people with dyslexia read as rivers (WCAG 1.4.8).",
    example: '<p style="text-align:justify">',
  },
  "accessibility/empty-link": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A link of the template has no words, and its picture no alt text.",
    fix: "Write where it leads, or give its picture an alt text.",
    why: `A screen reader spells its address, letter by letter. ${EMC} found it in 72% of all mails.`,
    example: '<a href="https://example.org"><img src="https://example.org/x.png" alt=""></a>',
  },
  "accessibility/no-alt": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A picture of the template has no alt text at all.",
    fix: 'Say what it shows, or write `alt=""` where it is only decoration.',
    why: `A screen reader reads the name of its file, and Outlook shows a warning in its place. ${EMC} calls it critical, and found it in half of all mails.`,
    example: '<img src="https://example.org/head.png">',
  },
  "accessibility/color-alone": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "A link in a sentence is neither underlined nor bold, and its colour is nearly that of the sentence.",
    fix: "Underline links in running text.",
    why: "Who does not see the difference does not know that there is a link (WCAG 1.4.1).",
    example:
      '<p style="color:#333333">See <a href="https://example.org" style="color:#553333;text-decoration:none">it</a></p>',
  },
  "accessibility/small-target": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A button is less than 24 px high.",
    fix: "Give it padding above and below its words; 44 px suit a thumb.",
    why: "WCAG 2.2 asks for 24 px (2.5.8), and Apple for 44: a thumb is wider than a word.",
    example: '<a href="https://example.org" style="background-color:#14566b;color:#ffffff">Read</a>',
  },
  "deep/axe": {
    severity: ["warning", "info"],
    step: ["preflight"],
    means:
      "With `--deep`: axe-core, in a browser, finds a fault in the email as it is drawn, in light or in dark.",
    fix: "Read the page that the finding names.",
    why: "Some things are known only once they are drawn: what covers what, and which colours meet. [axe-core](https://github.com/dequelabs/axe-core) is what most tests of accessibility use.",
    example: '<p aria-labelledby="nothing">',
  },
  "deep/not-run": {
    severity: ["warning"],
    step: ["preflight"],
    means: "`--deep` was asked for, and there is no browser or no axe-core.",
    fix: "Run `npm install --save-dev axe-core playwright-core @sparticuz/chromium`, or name a browser in `CHROME_PATH`.",
    why: "A check that did not run finds nothing, but that does not mean that there is nothing to find.",
    example: "`letterpress check --deep` on a machine without Chromium",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
