import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";

/**
 * Make the segment or the topic of a list; its id. A repeat makes a second one of the same name, so after an unclear answer
 * the names must be read first. Everybody gets a topic who has not left it, and who left it still finds it.
 */
export function createList(client: Resend, what: "segment" | "topic", name: string): Promise<Answer<string>> {
  const body = what === "segment" ? { name } : { name, default_subscription: "opt_in", visibility: "public" };
  return askResend(
    (options) => client.post<{ readonly id?: string }>(`/${what}s`, body, options),
    ({ id }) => (typeof id === "string" ? id : null),
  );
}
