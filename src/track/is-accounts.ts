import type { DeliveryEvent } from "#src/model/event.ts";

/** Whether an event is about the suppression list that Resend keeps for the whole account, and about no message. */
export function isAccounts({ type }: Pick<DeliveryEvent, "type">): boolean {
  return type === "suppression_added" || type === "suppression_removed";
}
