import type { SendStatus } from "#src/store/sends/status.ts";

/** How far a send is, how fast it went in the last minute, and how long it takes at that pace. */
export interface SendProgress {
  /**
   * Whole per cent of the recipients whose message Resend has accepted. Refused messages and those in doubt were tried, but do
   * not count.
   */
  readonly share: number;
  /** Messages a second; null if nothing was accepted in the last minute. */
  readonly perSecond: number | null;
  /** Milliseconds until the last reader of this wave is mailed; null if the pace is not known or nobody waits. */
  readonly leftMs: number | null;
}

/** `recent`: what `submittedSince` counted over the last minute. `now` is ms UTC. Null before a send is planned. */
export function sendProgress(
  { send, outcomes, waiting }: Pick<SendStatus, "send" | "outcomes" | "waiting">,
  recent: { readonly submitted: number; readonly since: number | null },
  now: number,
): SendProgress | null {
  if (send.recipients === null) return null;
  const share = send.recipients === 0 ? 100 : Math.floor((outcomes.submitted / send.recipients) * 100);
  const perMs = recent.since === null ? 0 : recent.submitted / Math.max(1000, now - recent.since);
  const leaving = outcomes.planned - waiting;
  return {
    share,
    perSecond: perMs > 0 ? perMs * 1000 : null,
    leftMs: perMs > 0 && leaving > 0 ? leaving / perMs : null,
  };
}
