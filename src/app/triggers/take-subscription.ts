import { type Confirmation, confirmSubscription } from "#src/audience/subscribe/confirm-subscription.ts";
import {
  type Requested,
  type SubscriptionRequest,
  requestSubscription,
} from "#src/audience/subscribe/request-subscription.ts";
import {
  type AddressConfirmation,
  type AddressConfirmed,
  confirmAddress,
} from "#src/audience/subscribe/confirm-address.ts";
import { type AddressRequest, requestAddress } from "#src/audience/subscribe/request-address.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { releaseTriggers } from "#src/send/release-triggers.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** Everything that is needed to take in a form or a confirmation. */
export interface ReaderDeps {
  readonly ledger: Ledger;
  readonly newsletter: Newsletter;
  readonly suppressionKey: string;
  /** Called if the mail that follows could not be recorded; the next tick tries again. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Takes in a filled-in form. Returns when the form is on disk. The mail that follows becomes a send a moment later, so that
 * the time of the answer does not tell whether there is one.
 */
export async function takeSubscription(request: SubscriptionRequest, deps: ReaderDeps): Promise<Requested> {
  const requested = await requestSubscription(deps.ledger, request, deps);
  releaseSoon(deps);
  return requested;
}

/** A reader pressed the button behind the link in their mail. Returns what they joined by it and what they are on. */
export async function takeConfirmation(
  confirmation: Confirmation,
  deps: ReaderDeps,
): Promise<{ joined: string[]; active: string[] }> {
  const result = await confirmSubscription(deps.ledger, confirmation, deps.suppressionKey);
  if (result.joined.length > 0) releaseSoon(deps);
  return result;
}

/** Takes in a reader's wish for another address. Returns when it is on disk, as for the form. */
export async function takeAddressRequest(request: AddressRequest, deps: ReaderDeps): Promise<void> {
  await requestAddress(deps.ledger, request, deps);
  releaseSoon(deps);
}

/** The owner of an address pressed the button in the mail to it. */
export async function takeAddressConfirmation(
  confirmation: AddressConfirmation,
  deps: ReaderDeps,
): Promise<AddressConfirmed> {
  const result = await confirmAddress(deps.ledger, confirmation, deps);
  if (result.kind === "changed") releaseSoon(deps);
  return result;
}

/** Records queued mails as sends, without making anybody wait for it. */
function releaseSoon({ ledger, newsletter, onError }: ReaderDeps): void {
  setImmediate(() => {
    const { mails_per_hour: mailsPerHour } = newsletter.subscribe;
    releaseTriggers(ledger, { mailsPerHour, lang: newsletter.lang }).catch((error: unknown) =>
      onError?.(error),
    );
  });
}
