import type { RuleEntry } from "./rule.ts";

/** What can be wrong with what an issue points at: links and pictures as they are written, and merge tags. */
export const REFERENCE_RULES = {
  "link/empty": {
    severity: ["error"],
    step: ["reading"],
    means: "A link has no address.",
    fix: "Write its address in the parentheses.",
  },
  "link/malformed": {
    severity: ["error"],
    step: ["reading"],
    means: "The address of a link is none.",
    fix: "Write for example `https://example.org/page`; `%20` stands for a space.",
  },
  "link/scheme": {
    severity: ["error"],
    step: ["reading"],
    means: "A link has a scheme that does not work in an email.",
    fix: "Link to an `https:` or `mailto:` address.",
  },
  "link/not-https": {
    severity: ["warning"],
    step: ["reading"],
    means: "A link is not encrypted.",
    fix: "Write `https:` if the site supports it.",
  },
  "link/relative": {
    severity: ["error"],
    step: ["reading", "preflight"],
    means:
      "An address without a host, in the issue or in the template: an email has no site that it could belong to.",
    fix: "Write the whole address, or in an issue the path to another issue's `.md` file.",
  },
  "link/anchor": {
    severity: ["error"],
    step: ["reading"],
    means: "A link to a place in the same text, which does not work in an email.",
    fix: "Mention the heading by name, or link to the web page.",
  },
  "link/unknown-issue": {
    severity: ["error"],
    step: ["reading"],
    means: "A link names the file of an issue that is not there.",
    fix: "Write the path to its file, relative to this one.",
  },
  "image/no-alt": {
    severity: ["error"],
    step: ["reading"],
    means: "A picture has no alt text.",
    fix: "Describe in one sentence what it shows: many readers see only that.",
  },
  "image/address": {
    severity: ["error"],
    step: ["reading"],
    means: "The address of a picture is neither a path relative to the file nor an `https:` address.",
    fix: "Save it beside the file and write for example `./image.png`.",
  },
  "image/data-uri": {
    severity: ["error"],
    step: ["reading"],
    means: "A picture stands in the text itself (`data:`), which mail programs do not show.",
    fix: "Save it beside the file.",
  },
  "image/merge-tag": {
    severity: ["error"],
    step: ["reading"],
    means: "The address of a picture holds a merge tag.",
    fix: "Use one address for every reader.",
  },
  "image/missing": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no picture at this path.",
    fix: "Save it beside the file, or correct the path.",
  },
  "image/outside": {
    severity: ["error"],
    step: ["reading"],
    means: "The path leads out of the project.",
    fix: "Copy the picture beside the file.",
  },
  "image/too-large": {
    severity: ["error"],
    step: ["reading"],
    means: "The file of a picture is above 10 MB.",
    fix: "Save it smaller.",
  },
  "image/unreadable": {
    severity: ["error"],
    step: ["reading"],
    means: "The file is no picture that can be read.",
    fix: "Save it again as PNG or JPEG, and check its permissions.",
  },
  "image/svg": {
    severity: ["error"],
    step: ["reading"],
    means: "The picture is SVG, which most mail programs do not show.",
    fix: "Save it as PNG, twice as wide as it is shown.",
  },
  "image/converted": {
    severity: ["info"],
    step: ["reading"],
    means: "The picture is mailed as PNG or JPEG, because not every mail program shows its own format.",
    fix: "Nothing needs to be done.",
  },
  "image/remote": {
    severity: ["warning"],
    step: ["reading"],
    means: "A picture is on another site, which can change or remove it, and can see who reads.",
    fix: "Save it beside the file.",
  },
  "merge-tag/statement": {
    severity: ["error"],
    step: ["reading"],
    means: "A condition or a loop (`{% … %}`) of Liquid, which is not supported.",
    fix: "Use `{{ … }}` only, with a default for readers who lack the value.",
  },
  "merge-tag/syntax": {
    severity: ["error"],
    step: ["reading"],
    means: "A merge tag cannot be read.",
    fix: 'Write for example `{{ subscriber.first_name | default: "there" }}`.',
  },
  "merge-tag/unclosed": {
    severity: ["error"],
    step: ["reading"],
    means: "A merge tag does not end on its line.",
    fix: "Write it on one line.",
  },
  "merge-tag/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no merge tag of this name.",
    fix: "Correct it, or declare the attribute under `attributes` in newsletter.config.ts.",
  },
  "merge-tag/unknown-filter": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no filter of this name.",
    fix: "Use one of [merge tags](merge-tags.md#filters).",
  },
  "merge-tag/half-character": {
    severity: ["error"],
    step: ["reading"],
    means: "A text in a merge tag holds half of a character.",
    fix: "Write the character itself.",
  },
  "merge-tag/range": {
    severity: ["error"],
    step: ["reading"],
    means: "A filter is given a value that it cannot take.",
    fix: "Write a whole number after `truncate`, and a language such as `en` after the form of a date.",
  },
  "merge-tag/triple-braces": {
    severity: ["error"],
    step: ["reading"],
    means: "Three braces are Resend's syntax, and would be mailed as text.",
    fix: "Write a merge tag with two braces. `check --fix` does where it knows the name.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
