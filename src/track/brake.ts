import type { SendSettings } from "#src/model/send-settings.ts";
import { arrivalRank } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { countArrivals, countPermanentBounces, hasEvents } from "#src/store/sends/report-counts.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";

/** Whether events say that a send had better stop. `bounced` counts permanent bounces only. */
export type Brake =
  | { readonly pause: false }
  | {
      readonly pause: true;
      /** A sentence for people. */
      readonly why: string;
      readonly delivered: number;
      readonly bounced: number;
      readonly complained: number;
    };

/** Below this many delivered, the limit's share says nothing: one complaint of fifty readers would be 2 %. */
const ENOUGH = 500;
const FEW_COMPLAINTS = 5;
const FEW_BOUNCES = 20;
/** A first wave is small, and must stop a list that is plainly bad: some bounces, and a share far beyond the limit. */
const SOME_BOUNCES = 5;
const FAR_BEYOND = 5;

/**
 * Compare a send's bounces and complaints with the limits it was scheduled with (`settings.brake`, shares 0 to 1).
 * The caller that pauses the send decides what a person's "go on" means: this says `pause` again as long as the numbers do.
 */
export async function brakeOf(ledger: Ledger, sendId: number): Promise<Brake> {
  // The usual send has neither, and asking after every batch must stay cheap for 100,000 recipients.
  if (!(await hasEvents(ledger.db, sendId, ["email.bounced", "email.complained"]))) return { pause: false };
  const send = await sendById(ledger.db, sendId);
  if (send === undefined || !hasSettings(send)) return { pause: false };
  const { brake } = settingsOf(send);
  if (brake === null) return { pause: false };
  const counts = await countArrivals(ledger.db, sendId);
  const complained = counts.get(arrivalRank("complained")) ?? 0;
  const bounced = await countPermanentBounces(ledger.db, sendId);
  // A reader who complains has received it.
  const delivered = (counts.get(arrivalRank("delivered")) ?? 0) + complained;

  const why = reasonOf({ delivered, bounced, complained }, brake);
  return why === null ? { pause: false } : { pause: true, why, delivered, bounced, complained };
}

function reasonOf(
  { delivered, bounced, complained }: { delivered: number; bounced: number; complained: number },
  limits: NonNullable<SendSettings["brake"]>,
): string | null {
  const complaints = complained / delivered;
  const bounces = bounced / (delivered + bounced);
  if (delivered < ENOUGH) {
    if (complained >= FEW_COMPLAINTS) {
      return `${complained} readers of the first ${delivered} reported it as spam.`;
    }
    return bounced >= FEW_BOUNCES || (bounced >= SOME_BOUNCES && bounces >= FAR_BEYOND * limits.bounces)
      ? `${bounced} addresses bounced, with ${delivered} delivered so far.`
      : null;
  }
  if (complained > 0 && complaints >= limits.complaints) {
    return `${complained} of ${delivered} readers reported it as spam: ${percent(complaints)}, the limit is ${percent(limits.complaints)}.`;
  }
  if (bounced > 0 && bounces >= limits.bounces) {
    return `${bounced} of ${delivered + bounced} addresses bounced: ${percent(bounces)}, the limit is ${percent(limits.bounces)}.`;
  }
  return null;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
