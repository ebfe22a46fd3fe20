import type { Reporter } from "#src/model/finding.ts";
import { ROUND_THE_WORLD_MS, instantInWords, nearestInstant } from "#src/model/wall-clock.ts";
import type { WorldLetter, WorldRule, Target } from "#src/preflight/letter.ts";

/** Checks whether the issue has a time to be sent, and whether that time can still come. */
export const checkSchedule: WorldRule = (letter, report) => {
  const { draft, sendAt, slug, trigger } = letter.issue;
  const { now } = letter.facts;
  if (trigger !== null) return;
  if (sendAt === null) {
    if (draft) return;
    const message = `The issue is not a draft and has no send_at: only \`letterpress send ${slug}\`, or \`letterpress schedule ${slug}\` with a time in --at, will mail it.`;
    report.info("schedule/no-time", "draft", message);
    return;
  }
  if (now.kind === "unavailable" || sendAt.kind === "next" || sendAt.at > now.value) return;
  if (sendAt.kind !== "local") {
    checkPast(letter, sendAt, report);
    return;
  }
  if (now.value < sendAt.at + ROUND_THE_WORLD_MS) checkMornings(letter, sendAt.local, report);
  const at = nearestInstant(sendAt);
  if (at <= now.value) checkPast(letter, { ...sendAt, at }, report);
};

function checkPast(
  { issue }: WorldLetter,
  sendAt: { readonly at: number; readonly zone: string },
  report: Reporter<Target>,
): void {
  const was = `send_at was ${instantInWords(sendAt.at, sendAt.zone)}`;
  if (issue.draft) {
    report.warning("schedule/past", "send_at", `${was}, and the issue is still a draft.`, {
      hint: "Write a time in the future, or leave send_at out until the issue is ready.",
    });
  } else {
    const message = `${was}: the job sends the issue only if it saw it before then.`;
    report.info("schedule/past", "send_at", message);
  }
}

/** Reports a send after the first readers' morning: those readers get it at once, the others in their own morning. */
function checkMornings(
  { facts: { pastLocalTime } }: WorldLetter,
  local: string,
  report: Reporter<Target>,
): void {
  const time = local.replace("T", " ");
  if (pastLocalTime.kind === "unavailable") {
    const message = `${time} is past for some readers; their number is unknown: ${pastLocalTime.reason}.`;
    report.info("schedule/at-once", "send_at", message);
    return;
  }
  const { readers = 0, past = 0 } = pastLocalTime.value ?? {};
  if (past === 0) return;
  const message = `${time} is past for ${past} of ${readers} readers, who get it at once; the others get it in their own morning.`;
  const hint = "Schedule it before that time in UTC+14, or a day later.";
  report.warning("schedule/at-once", "send_at", message, { hint });
}
