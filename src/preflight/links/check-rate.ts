import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** An answer counts once for each reader of an issue: elsewhere nothing would stand in the place of `::rate`. */
export const checkRate: Rule = ({ issue, facts }, report) => {
  for (const { kind, place } of walkBlocks(issue.body)) {
    if (kind !== "rate") continue;
    if (facts.newsletter.audience === "resend")
      report.error(
        "hosted/rate",
        place,
        "Resend gives no reader a link of their own, so ::rate would ask and nobody could count.",
        { hint: "Remove ::rate, and ask for a reply." },
      );
    else if (issue.trigger !== null)
      report.error(
        "rate/one-person",
        place,
        "Answers are counted for an issue, and this email goes to one person.",
        { hint: "Remove ::rate, or ask for a reply." },
      );
  }
};
