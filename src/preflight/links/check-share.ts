import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** Reports `::share` in an issue that is nowhere online: nobody can pass it on, so nothing would stand there. */
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
