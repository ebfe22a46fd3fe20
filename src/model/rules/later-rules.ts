import type { RuleEntry } from "./rule.ts";

/** What is found later than `check`: when an issue is scheduled or handed over, when posts are imported, when a site is built. */
export const LATER_RULES = {
  "schedule/no-time": {
    severity: ["error", "info"],
    step: ["preflight", "scheduling"],
    means:
      "The issue is not a draft, but names no future time. This is an error only if the issue is to be scheduled.",
    why: "Everybody believes that the issue is scheduled, but nobody has given it a time, so it never goes out.",
    example: "draft: false",
    fix: "Write `send_at: 2026-12-01 09:00`, or give a time with `--at`.",
  },
  "schedule/past": {
    severity: ["error", "warning", "info"],
    step: ["preflight", "scheduling"],
    means: "Its time is past. This is an error only if the issue is to be scheduled.",
    why: "A time that has passed is never caught up with by itself: nobody wants Tuesday's letter on Friday.",
    example: "send_at: 2025-12-01 09:00",
    fix: "Write a future time in `send_at`, or send it now with `letterpress send SLUG`.",
  },
  "schedule/draft": {
    severity: ["error"],
    step: ["scheduling"],
    means: "A draft is never scheduled.",
    fix: "Write `draft: false` when it is ready.",
  },
  "schedule/trigger": {
    severity: ["error"],
    step: ["scheduling"],
    means: "A confirmation or welcome mail is started by what a reader does, not by a time.",
    fix: "Remove `trigger:`, or do not schedule this mail: it goes out by itself.",
  },
  "schedule/sent": {
    severity: ["error"],
    step: ["scheduling"],
    means: "The issue was sent, or is being sent. An issue is sent once.",
    fix: "Give a new issue a slug of its own.",
  },
  "schedule/ramp": {
    severity: ["error"],
    step: ["scheduling"],
    means: "The list is much larger than any before, and nobody has said whether to grow day by day.",
    fix: "Add `--ramp accept` or `--ramp refuse`; `letterpress plan SLUG` shows the ramp.",
  },
  "schedule/images": {
    severity: ["error"],
    step: ["scheduling"],
    means: "A picture does not answer at the newsletter's address, from which readers load it.",
    fix: "Let `letterpress serve` answer at the newsletter's url, then schedule again.",
  },
  "schedule/missed": {
    severity: ["error"],
    step: ["scheduling"],
    means: "Its time had passed when the job first saw it ready to send.",
    fix: "Write a future time in `send_at`, or send it now with `letterpress send SLUG`.",
  },
  "schedule/renamed": {
    severity: ["error"],
    step: ["scheduling", "hosted"],
    means: "This looks like another issue under a new name, and that one is scheduled or was sent.",
    fix: "Write the old slug in `aliases:`, so that it stays the same issue and reaches nobody twice.",
  },
  "schedule/copied": {
    severity: ["warning"],
    step: ["scheduling"],
    means: "Its text is the same as that of an issue that was already sent, so it waits for a person.",
    fix: "Run `letterpress approve SLUG` if it is meant. A file that was renamed names its old slug in `aliases:`.",
  },
  "schedule/older-commit": {
    severity: ["warning"],
    step: ["scheduling"],
    means:
      "It was scheduled from a commit that does not come before this checkout, so this file changes nothing.",
    fix: "Check out a newer commit, or take this file with the command that the finding names.",
  },
  "hosted/unknown-list": {
    severity: ["error"],
    step: ["hosted"],
    means: "Resend has no segment or topic of the name or id that newsletter.config.ts gives.",
    fix: "Correct the name, or create it with `letterpress connect`.",
  },
  "hosted/unclear-list": {
    severity: ["error"],
    step: ["hosted"],
    means: "Resend has more than one segment or topic of that name.",
    fix: "Write the id of the one that is meant.",
  },
  "hosted/property": {
    severity: ["error"],
    step: ["hosted"],
    means: "A merge tag names a contact property that Resend does not have.",
    fix: "Make it at Resend (Audience, Properties), or remove the tag.",
  },
  "hosted/image": {
    severity: ["error"],
    step: ["hosted"],
    means: "A picture does not answer at the newsletter's address, from which readers load it.",
    fix: "Deploy the site that serves it first: `letterpress tick` hands the issue over when it answers.",
  },
  "hosted/clock": {
    severity: ["warning"],
    step: ["hosted"],
    means: "The clock of this machine is minutes away from Resend's, by which issues are sent.",
    fix: "Set it right: times that are printed here are off by as much.",
  },
  "import/left-out": {
    severity: ["warning"],
    step: ["import"],
    means: "Something that an email cannot hold was left out. A comment stands in its place.",
    fix: "Write something in its place, or leave the comment: readers never see it.",
  },
  "import/words-lost": {
    severity: ["error"],
    step: ["import"],
    means: "Words of the post are not in the file.",
    fix: "Compare the file with the post, and write them in.",
  },
  "import/paywall": {
    severity: ["warning"],
    step: ["import"],
    means: "From here on only paying readers could read the post.",
    fix: "`archive: none` keeps the whole issue off the site. Remove this part, then write `archive: public`.",
  },
  "import/access": {
    severity: ["warning"],
    step: ["import"],
    means: "Not everybody could read the post, so it is kept off the site.",
    fix: "Write `archive: public` if everybody may read it.",
  },
  "import/date": {
    severity: ["warning"],
    step: ["import"],
    means: "The export does not say when the post was published.",
    fix: "Write `date:` in the front matter.",
  },
  "import/author": {
    severity: ["warning"],
    step: ["import"],
    means: "newsletter.config.ts knows no author of the name under the post.",
    fix: "Add the author to newsletter.config.ts, then to `authors:` of the issue.",
  },
  "import/merge-tag": {
    severity: ["warning"],
    step: ["import"],
    means: "A merge tag of the other system has no counterpart here, and stands as code.",
    fix: "Write other words, or a merge tag of [merge tags](merge-tags.md).",
  },
  "import/formula": {
    severity: ["warning"],
    step: ["import"],
    means: "A formula stands as its LaTeX source.",
    fix: "Put a picture of it in its place.",
  },
  "import/no-alt": {
    severity: ["warning"],
    step: ["import"],
    means: "A picture came without a description, and the title stands in for it.",
    fix: "Describe in one sentence what the picture shows.",
  },
  "import/picture-missing": {
    severity: ["warning"],
    step: ["import"],
    means: "A picture is not in the export.",
    fix: "Save it beside the file, and write `![what it shows](./name.png)`.",
  },
  "import/picture-remote": {
    severity: ["warning"],
    step: ["import"],
    means: "A picture stays on the old site.",
    fix: "Import with `--fetch-images` to keep it here, before the old site closes.",
  },
  "import/link": {
    severity: ["warning", "info"],
    step: ["import"],
    means:
      "A card or an embed became a link. A warning where a link has no address that can be used, and its words stand alone.",
    fix: "Write the address, if it has one.",
  },
  "site/alias": {
    severity: ["warning"],
    step: ["site"],
    means: "An alias is not a path at which the site can write a page.",
    fix: "Write the path that the issue had, such as `/2019/05/hello`, or its earlier slug.",
  },
  "site/dead-link": {
    severity: ["warning"],
    step: ["site"],
    means: "A page links to an issue that the site does not show.",
    fix: "Remove the link, or leave it if that issue is sent soon.",
  },
  "site/taken": {
    severity: ["error", "info"],
    step: ["site"],
    means: "A file that is not Letterpress's stands where a page belongs, and stays as it is.",
    fix: "Remove it, or build into a folder of its own.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
