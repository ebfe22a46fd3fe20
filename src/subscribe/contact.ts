import { readAll } from "./account.ts";
import { expectDone } from "./refusal.ts";
import type { CallResend } from "./resend-caller.ts";

/** What Resend stores about one person. */
export interface Contact {
  /** True if they left everything that this Resend account sends. */
  readonly unsubscribed: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Why Resend sends an address no mail. */
export type Suppressed = "bounced" | "complained" | "manual";

export function contactPath(address: string): string {
  return `/contacts/${encodeURIComponent(address)}`;
}

/** Reads a contact; null for an address that is no contact. */
export async function readContact(call: CallResend, address: string): Promise<Contact | null> {
  const answer = await call({ method: "GET", path: contactPath(address) });
  if (answer.status === 404) return null;
  const { unsubscribed, properties } = expectDone("GET /contacts/…", answer);
  const given = typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
  // Resend answers some requests with the plain value, others with an object that also holds its type.
  const plain = given.map(([key, one]: [string, unknown]) => [
    key,
    typeof one === "object" && one !== null && "value" in one ? one.value : one,
  ]);
  // A contact whose state is unknown counts as one who left: asking once more is better than mailing them.
  return {
    unsubscribed: unsubscribed !== false,
    properties: Object.fromEntries(plain) as Contact["properties"],
  };
}

/** Reads the ids of all topics, and whether the contact takes each of them. */
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
