import type { RuleEntry } from "./rule.ts";

/** What a SpamAssassin that runs beside Letterpress finds. Without one the score is unknown, and preflight says so. */
export const SPAM_RULES = {
  "spam/score": {
    severity: ["error", "warning"],
    step: ["preflight"],
    means:
      "SpamAssassin gives the mail two points or more, with the names of the tests that fired. An error from the score at which it calls a mail spam.",
    fix: "Look the tests up at https://spamassassin.apache.org/tests_3_3_x.html and change what they name: pictures without words, hidden text, capitals, links to bare IP addresses.",
    why: "A plain letter with a text part has 0.0; one picture without words 6.3. Many hosts and companies still filter with SpamAssassin or its rules, at five points.",
    example: "a letter that is one picture, with “FREE!!! $$$” as its subject",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
