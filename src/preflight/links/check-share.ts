import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** What is nowhere online cannot be passed on, so nothing would stand in the place of `::share`. */
export const checkShare: Rule = ({ issue }, report) => {
  if (issue.archive !== "none") return;
  for (const { kind, place } of walkBlocks(issue.body)) {
    if (kind !== "share") continue;
    const message = "This issue has no page online that readers could share, so ::share shows nothing.";
    report.error("share/not-online", place, message, {
      hint:
        issue.trigger === null
          ? "Remove ::share, or write archive: public or archive: unlisted at the top."
          : "Remove ::share: an email to one person is not for others.",
    });
  }
};
