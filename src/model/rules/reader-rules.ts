import type { RuleEntry } from "./rule.ts";

/** What preflight finds if it knows the readers: it gives numbers, never who they are. */
export const READER_RULES = {
  "merge-tag/odd-value": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "Readers have an email address, a filler such as “test”, or capitals only where the email places their name.",
    fix: "Correct the values and import them again, or write the sentence without the tag.",
    why: "“Dear TEST,” and “Dear jo@example.org,” tell a reader that a machine wrote. People type such values to get past a form, and imports bring them from older systems.",
    example: "`Dear {{ subscriber.first_name }},` with 14 readers whose first name is “test”",
  },
  "merge-tag/long-value": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A subject that fits becomes too long for the reader with the longest value.",
    fix: "Add `| truncate: 20` to the tag, or put it at the end of the subject.",
    why: "Desktops cut a subject after about 60 characters and phones after about 41; readers with a long name lose the words after it.",
    example:
      '`subject: "{{ subscriber.first_name | default: "Friend" }}, the pier opens on Monday"` with a first name of 40 characters',
  },
  "readers/none": {
    severity: ["warning", "info"],
    step: ["preflight"],
    means:
      "Nobody would get the email: no reader of the list is in its segment, or, quietly, the list has no readers yet.",
    fix: "Correct `segment:`, or add readers.",
    why: "A segment that finds nobody is most often mistyped (`plan:por`), and its send pauses at the hour when it should have gone out.",
    example: "`segment: plan:por` where readers have `plan:pro`",
  },
  "readers/unseen-part": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "A part for some readers (`:::only{segment}`) is for a segment that none of the issue's readers is in.",
    fix: "Correct the segment, or remove the part.",
    why: "What was written for paying readers reaches none of them, and no bounce or complaint ever tells.",
    example: '`:::only{segment="plan:por"}`',
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
