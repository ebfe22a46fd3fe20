import type { Newsletter } from "#src/model/newsletter.ts";
import { fill, type PageWords } from "#src/model/words/words.ts";

/** The text that a reader agrees to by pressing the button of a form for any of these lists. Contacts at Resend always confirm. */
export function agreementOf(
  { name, audience, lists }: Pick<Newsletter, "name" | "audience" | "lists">,
  { subscribe }: PageWords,
): string {
  const isSingle =
    audience === "ledger" && Object.values(lists).every(({ opt_in: optIn }) => optIn === "single");
  return fill(isSingle ? subscribe.agreementSingle : subscribe.agreement, { newsletter: name });
}
