import { contactPath } from "./contact.ts";
import { expectDone } from "./refusal.ts";
import type { CallResend } from "./resend-caller.ts";

/**
 * Nothing goes to this address again. A suppression is kept by Resend itself, also for an address that is no contact: the
 * mail of the next form is dropped there, and nothing here ever takes one away.
 */
export async function neverAgain(address: string, call: CallResend): Promise<void> {
  const suppressed = await call({ method: "POST", path: "/suppressions", body: { email: address } });
  // Resend may refuse what it has already.
  if (suppressed.status !== 409) expectDone("POST /suppressions", suppressed);
  // For who looks at the contact, and should somebody remove the suppression.
  const left = await call({ method: "PATCH", path: contactPath(address), body: { unsubscribed: true } });
  if (left.status !== 404) expectDone("PATCH /contacts/…", left);
}
