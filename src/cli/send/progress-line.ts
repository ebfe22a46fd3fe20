import { durationInWords } from "#src/app/sends/duration-in-words.ts";
import { rateInWords } from "#src/app/sends/rate-in-words.ts";
import { sendProgress } from "#src/app/sends/send-progress.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { SendStatus } from "#src/store/sends/status.ts";

/** How far a send is, how fast it went over the last minute, and when it will be over at that pace. */
export function progressLine(
  { send, slug, outcomes, waiting }: SendStatus,
  recent: { readonly submitted: number; readonly since: number | null },
  now: number,
): string {
  const name = slug ?? send.kind;
  if (send.state === "scheduled") return `${name}  starts ${instantInWords(send.due_at, send.zone)}`;
  if (send.state === "planning" || send.recipients === null) return `${name}  ${send.state}`;
  // Refused and uncertain recipients have been tried, but are not accepted.
  const accepted = outcomes.submitted;
  const { share = 0, perSecond, leftMs } = sendProgress({ send, outcomes, waiting }, recent, now) ?? {};
  const parts = [
    name,
    send.reason === null ? send.state : `${send.state} (${send.reason})`,
    bar(share),
    `${share}%`,
    `${accepted.toLocaleString("en")} of ${send.recipients.toLocaleString("en")}`,
  ];
  if (perSecond != null) parts.push(rateInWords(perSecond));
  if (leftMs != null) parts.push(`${durationInWords(leftMs)} left`);
  if (send.resume_at !== null) parts.push(`the rest follows ${instantInWords(send.resume_at, send.zone)}`);
  if (waiting > 0) parts.push(`${waiting.toLocaleString("en")} waiting`);
  if (outcomes.refused > 0) parts.push(`${outcomes.refused.toLocaleString("en")} refused`);
  if (outcomes.withdrawn > 0) parts.push(`${outcomes.withdrawn.toLocaleString("en")} withdrawn`);
  if (outcomes.uncertain > 0) parts.push(`${outcomes.uncertain.toLocaleString("en")} uncertain`);
  return parts.join("  ");
}

function bar(share: number): string {
  const full = Math.round(share / 5);
  return "━".repeat(full) + "·".repeat(20 - full);
}
