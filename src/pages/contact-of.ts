import type { Newsletter } from "#src/model/newsletter.ts";

/** The address a reader writes to, without its name. */
export function contactOf({ reply_to: replyTo, from }: Pick<Newsletter, "reply_to" | "from">): string {
  const mailbox = replyTo ?? from;
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
}
