import { type Confirmation, confirmSubscription } from "#src/audience/subscribe/confirm-subscription.ts";
import { type ReaderDeps, releaseSoon } from "./take-subscription.ts";

/** Somebody pressed the button behind the link in their mail. Returns what they joined by it and what they are on. */
export async function takeConfirmation(
  confirmation: Confirmation,
  deps: ReaderDeps,
): Promise<{ joined: string[]; active: string[] }> {
  const result = await confirmSubscription(deps.ledger, confirmation, deps.suppressionKey);
  if (result.joined.length > 0) releaseSoon(deps);
  return result;
}
