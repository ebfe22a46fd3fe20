import type { Finding } from "#src/model/finding.ts";
import { ROUND_THE_WORLD_MS, instantInWords, nearestInstant } from "#src/model/wall-clock.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

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
  const now = facts.now.value;
  if (issue.sendAt.kind !== "local") return [checkPast(letter, issue.sendAt)];
  return [
    ...(now < issue.sendAt.at + ROUND_THE_WORLD_MS ? checkMornings(letter, issue.sendAt.local) : []),
    ...(nearestInstant(issue.sendAt) <= now
      ? [checkPast(letter, { ...issue.sendAt, at: nearestInstant(issue.sendAt) })]
      : []),
  ];
}

function checkPast(letter: Letter, sendAt: { readonly at: number; readonly zone: string }): Finding {
  const when = instantInWords(sendAt.at, sendAt.zone);
  return letter.issue.draft
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
      );
}

/** Scheduled when the first readers' morning is over: they get it at once, and the others still in their own. */
function checkMornings(letter: Letter, local: string): readonly Finding[] {
  const { pastLocalTime } = letter.facts;
  if (pastLocalTime.kind === "unavailable") {
    const message = `Some readers' ${local.replace("T", " ")} is past; how many is not known: ${pastLocalTime.reason}.`;
    return [find(letter, "info", "schedule/at-once", "send_at", message)];
  }
  const { readers = 0, past = 0 } = pastLocalTime.value ?? {};
  if (past === 0) return [];
  const message = `${local.replace("T", " ")} is past for ${past} of ${readers} readers, who get it at once; the others in their own morning.`;
  const hint = "Schedule it before that time in UTC+14, or a day later.";
  return [find(letter, "warning", "schedule/at-once", "send_at", message, hint)];
}
