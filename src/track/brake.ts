import type { SendSettings } from "#src/model/send-settings.ts";
import { arrivalRank } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { countArrivals } from "#src/store/sends/count-deliveries.ts";
import { countPermanentBounces, hasEvents } from "#src/store/sends/report-counts.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";

/** Below this many delivered mails a share says nothing: one complaint among fifty readers would be 2 %. */
const ENOUGH = 500;
const FEW_COMPLAINTS = 5;
const FEW_BOUNCES = 20;
/** A small first wave must still stop a plainly bad list: some bounces suffice if their share is far beyond the limit. */
const SOME_BOUNCES = 5;
const FAR_BEYOND = 5;

/**
 * Why a send should stop, in a sentence for people; null if it need not. Its permanent bounces and complaints are compared
 * with the limits it was scheduled with (`settings.brake`, shares 0 to 1). The answer stays the same as long as the numbers do,
 * so the caller that pauses the send decides what a person's "continue" means.
 */
export async function brakeOf(ledger: Ledger, sendId: number): Promise<string | null> {
  // The usual send has neither bounces nor complaints, and asking after every batch must stay cheap for 100,000 recipients.
  if (!(await hasEvents(ledger.db, sendId, ["email.bounced", "email.complained"]))) return null;
  const send = await sendById(ledger.db, sendId);
  if (send === undefined || !hasSettings(send)) return null;
  const { brake } = settingsOf(send);
  if (brake === null) return null;
  const counts = await countArrivals(ledger.db, sendId);
  const complained = counts.get(arrivalRank("complained")) ?? 0;
  const bounced = await countPermanentBounces(ledger.db, sendId);
  // A reader who complains has received it.
  const delivered = (counts.get(arrivalRank("delivered")) ?? 0) + complained;
  return reasonOf({ delivered, bounced, complained }, brake);
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
