import type { RuleEntry } from "./rule.ts";

/** What preflight finds in the colours of an email, in light and in dark. */
export const CONTRAST_RULES = {
  "contrast/light": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Words have less than 4.5:1 on what is behind them; large words less than 3:1.",
    fix: "Make the words darker, or what is behind them lighter.",
    why: "WCAG 2.2 asks for it (1.4.3), and a phone in the sun shows why. Of the mails that the Email Markup Consortium looked at in 2025, 59% failed. Words over a picture are judged without it: many readers do not load it.",
    example: '<p style="color:#999999">',
  },
  "contrast/dark": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "In the template's own dark mode, words have less than 4.5:1 on what is behind them; large words less than 3:1.",
    fix: "Give words and ground a colour in `@media (prefers-color-scheme: dark)`, or leave both as they are in light.",
    why: "Apple Mail, Samsung Email and Thunderbird follow these rules. A rule that makes the ground dark and forgets a paragraph leaves dark words on a dark ground.",
    example: "@media (prefers-color-scheme:dark){body{background-color:#111111}}",
  },
  "contrast/forced-dark": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "Where a mail program makes the email dark by itself, legible words come to have less than 2.5:1 on what is behind them; large words less than 2:1.",
    fix: "Choose colours that are further apart, or let the words stand on the email's own paper.",
    why: "Gmail's apps and Outlook turn colours round and ask nobody. How they do it is what others have measured (Outlook.com: [roosterjs](https://github.com/microsoft/roosterjs)), so only what is far from legible is said.",
    example: '<td style="background-color:#5c5c5c;color:#ffffff">',
  },
  "contrast/theme": {
    severity: ["info"],
    step: ["preflight"],
    means: "A colour of the config has less than 4.5:1 on its paper, so emails use another shade of it.",
    fix: "Choose the shade yourself: darker on light paper, lighter on dark paper.",
    why: "Links and labels are set in the accent. Emails stay legible, but the shade is then chosen by a program.",
    example: 'theme: { accent: "#ffcc00" }',
  },
  "contrast/logo-vanishes": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "The logo is dark on a transparent background, and the config names no logo for dark mode: readers in dark mode do not see it.",
    fix: "Add `dark` to `theme.logo`, or save the logo on a ground of its own.",
    why: "A black logo on a transparent ground is the best known fault of dark mode: readers of Apple Mail and Samsung Email see a letter from nobody.",
    example: 'theme: { logo: { light: "black-on-nothing.png", alt: "The Letter", width: 180 } }',
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
