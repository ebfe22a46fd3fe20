import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";

/**
 * Makes the segment or the topic of a list and returns its id. A repeat makes a second one with the same name, so after an
 * unclear answer the names must be read first. Everybody who has not left the topic gets it, and a person who left can
 * still find it.
 */
export function createList(client: Resend, what: "segment" | "topic", name: string): Promise<Answer<string>> {
  const body = what === "segment" ? { name } : { name, default_subscription: "opt_in", visibility: "public" };
  return askResend(
    (options) => client.post<{ readonly id?: string }>(`/${what}s`, body, options),
    ({ id }) => (typeof id === "string" ? id : null),
  );
}
