import type { Finding } from "#src/model/finding.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { find, type Letter } from "./letter.ts";

/** Whether the issue says when it is to be sent, and whether that can still happen. */
export function checkSchedule(letter: Letter): readonly Finding[] {
  const { issue, facts } = letter;
  if (issue.trigger !== null) return [];
  if (issue.sendAt === null) {
    if (issue.draft) return [];
    return [
      find(
        letter,
        "info",
        "schedule/no-time",
        "draft",
        "The issue is not a draft and has no send_at: only `letterpress schedule` or `send` will mail it.",
      ),
    ];
  }
  if (facts.now.kind === "unavailable" || issue.sendAt.kind === "next" || issue.sendAt.at > facts.now.value) {
    return [];
  }
  const when = instantInWords(issue.sendAt.at, issue.sendAt.zone);
  return [
    issue.draft
      ? find(
          letter,
          "warning",
          "schedule/past",
          "send_at",
          `send_at was ${when}, and the issue is still a draft.`,
          "Write a time to come, or leave send_at out until the issue is ready.",
        )
      : find(
          letter,
          "info",
          "schedule/past",
          "send_at",
          `send_at was ${when}: the job sends it only if it saw the issue before then.`,
        ),
  ];
}
