import { readAll } from "./account.ts";
import { expectDone } from "./refusal.ts";
import type { CallResend } from "./resend-caller.ts";

/** What Resend keeps of one person. */
export interface Contact {
  /** They left everything that this Resend account sends. */
  readonly unsubscribed: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Why Resend mails an address nothing. */
export type Suppressed = "bounced" | "complained" | "manual";

export function contactPath(address: string): string {
  return `/contacts/${encodeURIComponent(address)}`;
}

/** Null for an address that is no contact. */
export async function readContact(call: CallResend, address: string): Promise<Contact | null> {
  const answer = await call({ method: "GET", path: contactPath(address) });
  if (answer.status === 404) return null;
  const { unsubscribed, properties } = expectDone("GET /contacts/…", answer);
  const given = typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
  // Answers have been seen with the plain value, and with its type beside it.
  const plain = given.map(([key, one]: [string, unknown]) => [
    key,
    typeof one === "object" && one !== null && "value" in one ? one.value : one,
  ]);
  // A contact of which this is unknown counts as one who left: to ask once more is better than to mail.
  return {
    unsubscribed: unsubscribed !== false,
    properties: Object.fromEntries(plain) as Contact["properties"],
  };
}

/** Ids of all topics, and whether the contact takes each. */
export async function readTopics(call: CallResend, address: string): Promise<ReadonlyMap<string, boolean>> {
  const rows = await readAll(call, `${contactPath(address)}/topics`);
  return new Map(rows.map(({ id, subscription }) => [String(id), subscription !== "opt_out"]));
}

export async function readSuppression(call: CallResend, address: string): Promise<Suppressed | null> {
  const answer = await call({ method: "GET", path: `/suppressions/${encodeURIComponent(address)}` });
  if (answer.status === 404) return null;
  const { origin } = expectDone("GET /suppressions/…", answer);
  return origin === "bounce" ? "bounced" : origin === "complaint" ? "complained" : "manual";
}
