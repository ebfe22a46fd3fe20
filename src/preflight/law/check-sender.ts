import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

/** Providers whose DMARC policy has mail of theirs refused when somebody else sends it. */
const FREE_MAIL =
  /@(?:gmail\.com|googlemail\.com|yahoo\.[a-z.]+|outlook\.com|hotmail\.[a-z.]+|live\.com|icloud\.com|aol\.com|gmx\.[a-z]+)>?$/i;

/** Who the mail comes from and who gets the replies. */
export function checkSender(letter: Letter): readonly Finding[] {
  const { email } = letter;
  const findings: Finding[] = [];
  const free = FREE_MAIL.exec(email.from.trim());
  if (free !== null) {
    findings.push(
      find(
        letter,
        "error",
        "sender/free-mail",
        "from",
        `The sender is ${email.from}: mail of ${free[0].replace(/[@>]/g, "")} sent by anybody else is refused by its DMARC policy.`,
        "Send from a domain of your own that is verified at Resend.",
      ),
    );
  }
  const replies = email.replyTo ?? email.from;
  if (/\b(?:no|do-?not|ne)-?reply@/i.test(replies)) {
    findings.push(
      find(
        letter,
        "warning",
        "sender/no-reply",
        email.replyTo === null ? "from" : "reply_to",
        `Replies go to ${replies}, which tells readers not to write.`,
        "Name an address that somebody reads in reply_to:.",
      ),
    );
  }
  return findings;
}
