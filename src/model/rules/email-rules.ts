import type { RuleEntry } from "./rule.ts";

/** What preflight finds in the email, which every reader would get. */
export const EMAIL_RULES = {
  "merge-tag/no-fallback": {
    severity: ["error", "warning", "info"],
    step: ["preflight"],
    means:
      "A merge tag has no default. An error where readers on the list lack the value, a warning where their number is unknown, and quiet where nobody lacks it.",
    fix: 'Add `| default: "…"` with words that suit the readers who lack the value.',
  },
  "merge-tag/left-over": {
    severity: ["error"],
    step: ["preflight"],
    means:
      "The subject, the HTML or the plain text holds what a failed merge leaves behind: `{{`, `{%`, `*|NAME|*`, `[object Object]`, `undefined`.",
    fix: "Look for it in the issue or in the template, as the finding says.",
    protects: true,
  },
  "body/missing": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Most words of the issue are not in the HTML: the template does not place the issue.",
    fix: "Add `<IssueBody {...input} />` or `<issue-body />` to the template, where the issue belongs.",
  },
  "unsubscribe/missing": {
    severity: ["error"],
    step: ["preflight"],
    means: "The HTML or the plain text has no unsubscribe link.",
    fix: "Add `<FooterLinks {...input} />` or `<issue-footer />` to the template.",
    protects: true,
  },
  "confirm/missing": {
    severity: ["error"],
    step: ["preflight"],
    means: "The mail that asks for a confirmation has no link to give it.",
    fix: "Write `**[Yes, send it to me]({{ urls.confirm }})**` in a paragraph of its own.",
    protects: true,
  },
  "postal-address/missing": {
    severity: ["error"],
    step: ["preflight"],
    means: "The HTML or the plain text lacks the postal address, which the law asks for.",
    fix: "Add `<FooterLinks {...input} />` or `<issue-footer />` to the template.",
    protects: true,
  },
  "sponsor/undisclosed": {
    severity: ["error"],
    step: ["preflight"],
    means: "The HTML or the plain text does not name the sponsor, which the law asks for.",
    fix: "Place the body in the template, and show `sponsor` where a part of yours takes its place.",
    protects: true,
  },
  "words/missing": {
    severity: ["warning"],
    step: ["reading", "preflight"],
    means: "Texts of Letterpress are in another language than the issue, or than the readers of its pages.",
    fix: "Add them under `words` in newsletter.config.ts.",
  },
  "text/stub": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The plain text has far fewer words than the issue, which filters take for spam.",
    fix: "Move words out of blocks that have no text.",
  },
  "size/large": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The HTML has more than 80,000 bytes, and Gmail cuts at about 102,400.",
    fix: "Shorten the issue, or move a part of it to the web and link to it.",
  },
  "size/clipped": {
    severity: ["error"],
    step: ["preflight"],
    means: "The HTML has more than 100,000 bytes, so Gmail may cut the end with its unsubscribe link.",
    fix: "Shorten the issue, or move a part of it to the web and link to it.",
    protects: true,
  },
  "shell/incomplete": {
    severity: ["error"],
    step: ["preflight"],
    means: "The HTML names another charset than UTF-8.",
    fix: "Write UTF-8 there, or leave the charset out: it is added.",
  },
  "shell/forbidden": {
    severity: ["error"],
    step: ["preflight"],
    means: "The HTML holds a script, a form, a frame or the like, which mail clients remove or refuse.",
    fix: "Remove it from the template.",
  },
  "hosted/local-time": {
    severity: ["error"],
    step: ["preflight"],
    means: "`send_at` says `local`, and Resend sends a broadcast to everybody at one moment.",
    fix: "Write one time without `local`.",
    protects: true,
  },
  "hosted/segment": {
    severity: ["error"],
    step: ["preflight"],
    means: "`segment:` chooses a part of a list, and a broadcast goes to one whole segment at Resend.",
    fix: "Make a segment of these contacts at Resend, and a list in newsletter.config.ts that names it.",
    protects: true,
  },
  "hosted/trigger": {
    severity: ["error"],
    step: ["preflight"],
    means: "`trigger:` needs a ledger, which notices that somebody has subscribed.",
    fix: "Remove the file. The handler of `letterpress/subscribe` asks for the confirmation itself.",
    protects: true,
  },
  "hosted/filter": {
    severity: ["error"],
    step: ["preflight"],
    means: "Resend fills in merge tags, and knows no filter but `default`.",
    fix: "Remove the filter, or keep the value at Resend as it is to be read.",
    protects: true,
  },
  "hosted/fallback": {
    severity: ["error"],
    step: ["preflight"],
    means: "A default holds a brace, a bar or a line break, where Resend's own tag would end.",
    fix: "Use other words.",
    protects: true,
  },
  "hosted/tag-in-address": {
    severity: ["error"],
    step: ["preflight"],
    means: "A merge tag stands in an address or an attribute, where Resend would fill in a value as it is.",
    fix: "Move it into the text.",
    protects: true,
  },
  "hosted/subject": {
    severity: ["error"],
    step: ["preflight"],
    means:
      "A subject with a merge tag, which Resend may not fill in, or with three braces, which it may take for one.",
    fix: "Write a subject without either.",
    protects: true,
  },
  "hosted/only": {
    severity: ["error"],
    step: ["preflight"],
    means: 'A part for some readers, with `audience: "resend"`: a broadcast has the same text for everybody.',
    fix: "Write it for all, or send it as an issue of its own to a segment at Resend.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
