import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";

/** What a contact is called at Resend, and its properties. */
export type ContactValues = Readonly<Record<string, string | number>>;

/** The values that merge tags take from one contact, by its address. */
export function readContact(client: Resend, address: string): Promise<Answer<ContactValues>> {
  return askResend(
    // The SDK does not encode an address.
    (options) => client.get<Contact>(`/contacts/${encodeURIComponent(address)}`, options),
    ({ first_name: first, last_name: last, properties }) => {
      const values: Record<string, string | number> = {};
      if (first) values["first_name"] = first;
      if (last) values["last_name"] = last;
      for (const [key, one] of Object.entries(properties ?? {})) {
        // Answers have been seen with the plain value, and with its type beside it.
        const value = typeof one === "object" && one !== null ? one.value : one;
        if (typeof value === "string" || typeof value === "number") values[key] = value;
      }
      return values;
    },
  );
}

type Value = string | number | null;
interface Contact {
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly properties?: Readonly<Record<string, Value | { readonly value: Value }>> | null;
}
