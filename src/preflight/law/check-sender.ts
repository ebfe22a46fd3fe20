import type { Rule } from "#src/preflight/letter.ts";

/** Providers whose DMARC policy makes receivers refuse their mail when another server sends it. */
const FREE_MAIL =
  /@(?:gmail\.com|googlemail\.com|yahoo\.[a-z.]+|outlook\.com|hotmail\.[a-z.]+|live\.com|icloud\.com|aol\.com|gmx\.[a-z]+)>?$/i;

/** The sender of the mail, and the address that gets the replies. */
export const checkSender: Rule = ({ email }, report) => {
  const free = FREE_MAIL.exec(email.from.trim())?.[0].replace(/[@>]/g, "");
  if (free !== undefined) {
    const message = `The sender is ${email.from}: receivers refuse mail of ${free} from any other server, by its DMARC policy.`;
    report.error("sender/free-mail", "from", message, {
      hint: "Send from a domain of your own that is verified at Resend.",
    });
  }
  const replies = email.replyTo ?? email.from;
  if (/\b(?:no|do-?not|ne)-?reply@/i.test(replies)) {
    const key = email.replyTo === null ? "from" : "reply_to";
    report.warning("sender/no-reply", key, `Replies go to ${replies}, which tells readers not to write.`, {
      hint: "Write an address in reply_to: whose mail is read.",
    });
  }
};
