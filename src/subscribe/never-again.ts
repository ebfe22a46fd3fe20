import { contactPath } from "./contact.ts";
import { expectDone } from "./refusal.ts";
import type { CallResend } from "./resend-caller.ts";

/**
 * Stops all mail to this address. Resend itself keeps the suppression, even for an address that is no contact: it drops
 * the mail of the next form, and nothing here ever removes a suppression.
 */
export async function neverAgain(address: string, call: CallResend): Promise<void> {
  const suppressed = await call({ method: "POST", path: "/suppressions", body: { email: address } });
  // Resend may refuse a suppression that it already has.
  if (suppressed.status !== 409) expectDone("POST /suppressions", suppressed);
  // For everybody who looks at the contact, and in case somebody removes the suppression.
  const left = await call({ method: "PATCH", path: contactPath(address), body: { unsubscribed: true } });
  if (left.status !== 404) expectDone("PATCH /contacts/…", left);
}
