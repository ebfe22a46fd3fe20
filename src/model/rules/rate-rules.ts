import type { RuleEntry } from "./rule.ts";

/** What preflight finds about `::rate`, the question of how an issue was. */
export const RATE_RULES = {
  "rate/one-person": {
    severity: ["error"],
    step: ["preflight"],
    means: "`::rate` stands in a mail that a trigger sends to one person, where no answer is counted.",
    fix: "Remove it, or ask for a reply.",
    why: "Answers are counted for an issue. A mail of a trigger is none: its three links would lead to a page that counts nothing.",
    example: "---\ntrigger: welcome\n---\n\n::rate",
  },
  "rate/twice": {
    severity: ["error"],
    step: ["preflight"],
    means: "`::rate` stands twice where one reader meets both.",
    fix: "Keep one of them.",
    why: "One answer of a reader counts for an issue, and the later one replaces the earlier. What they said of the interview would be lost as soon as they say something of the news, and the report would add up both.",
    example: "::rate[How was the interview?]\n\n::rate[How was the news?]",
  },
  "hosted/rate": {
    severity: ["error"],
    step: ["preflight"],
    means:
      '`::rate`, with `audience: "resend"`: a broadcast has no link of a reader\'s own, and nothing here counts an answer.',
    fix: "Remove it, and ask for a reply.",
    why: "An answer counts once for each reader. Resend fills one link of its own into a broadcast, the one to unsubscribe, and a link that is the same for all can be pressed by anybody, any number of times.",
    example: "::rate[How was this issue?]",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
