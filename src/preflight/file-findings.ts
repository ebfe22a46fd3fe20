import type { Email } from "#src/model/email.ts";
import type { FileFacts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { FILE_RULES } from "./file-rules.ts";
import { findIn } from "./find-in.ts";
import { letterOf } from "./letter.ts";
import { type Look, readLook } from "./look/read-look.ts";

/** The findings that the issue's files alone decide. Rules are pure, so the same files have the same findings again. */
export function fileFindings(issue: Issue, email: Email, facts: FileFacts): readonly Finding[] {
  const { newsletter, source, template, images, logo } = facts;
  let look: Look | undefined;
  const letter = {
    // No other facts, so that none of these rules can read what would be different on another day.
    ...letterOf(issue, email, { newsletter, source, template, images, logo }),
    get look() {
      // A link whose words are a merge tag has words, so a sample stands for them.
      return (look ??= readLook(
        joinParts(email.html, ({ context }) => (context === "text" ? "Someone" : "")),
      ));
    },
  };
  return findIn(letter, FILE_RULES);
}
