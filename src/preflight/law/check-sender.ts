import { displayNameOf, domainOf, isReservedDomain } from "#src/model/address/domain-of.ts";
import type { Letter, Rule } from "#src/preflight/letter.ts";

/** Providers whose DMARC policy makes receivers refuse their mail when another server sends it. */
const FREE_MAIL =
  /@(?:gmail\.com|googlemail\.com|yahoo\.[a-z.]+|outlook\.com|hotmail\.[a-z.]+|live\.com|icloud\.com|aol\.com|gmx\.[a-z]+)>?$/i;

/** Checks the sender of the mail, and the address that gets the replies. */
export const checkSender: Rule = (letter, report) => {
  const { email } = letter;
  checkName(letter, report);
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

/** Inboxes show about 20 letters beside a subject, and at most twice as many anywhere. */
const LONG_NAME = 40;

/** Checks the sender's name, the first thing that is read of a mail. */
function checkName({ email, issue, facts }: Letter, report: Parameters<Rule>[1]): void {
  const { newsletter } = facts;
  const name = displayNameOf(email.from);
  if (name === null) {
    report.warning(
      "sender/no-name",
      "from",
      `The sender is ${email.from} without a name, so inboxes show what stands before the @.`,
      { hint: `Write from: "${newsletter.name} <${email.from.replace(/[<>]/g, "").trim()}>".` },
    );
    return;
  }
  if (/\S@\S+\.\S/.test(name)) {
    const own = domainOf(email.from);
    const isOwn = domainOf(name) === own;
    report.warning(
      "sender/name-is-address",
      "from",
      isOwn
        ? `The sender's name, ${name}, is an address.`
        : `The sender's name, ${name}, is an address of another domain than ${own}, as in mail that pretends to be another's.`,
      { hint: `Write the newsletter's name: from: "${newsletter.name} <…@${own}>".` },
    );
    return;
  }
  if (name.length > LONG_NAME)
    report.warning(
      "sender/long-name",
      "from",
      `The sender's name has ${name.length} characters; inboxes show 20 to ${LONG_NAME}.`,
      { hint: "Put the word that readers know first, or write a shorter name." },
    );
  const known = [newsletter.name, ...issue.authors.map((author) => author.name)].flatMap(wordsOf);
  if (known.length > 0 && !wordsOf(name).some((word) => known.includes(word)))
    report.info(
      "sender/other-name",
      "from",
      `The sender's name, ${name}, has no word of the newsletter's, ${newsletter.name}, or of its authors'.`,
      { hint: `Readers look for a name that they know: “${name} at ${newsletter.name}”.` },
    );
  const [own, site] = [domainOf(email.from), new URL(newsletter.url).hostname];
  if (isReservedDomain(site) || lastTwo(own) === lastTwo(site)) return;
  report.info(
    "sender/other-domain",
    "from",
    `The sender is at ${own}, and the links of the footer lead to ${site}.`,
    { hint: "Filters trust a mail more whose links stay at its sender's domain. A subdomain will do." },
  );
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(
    (word) => word.length > 2 || !/^[a-z]/.test(word),
  );
}

/** `museum.org` of `news.museum.org`. Two names under one `co.uk` count as one, and are not reported. */
function lastTwo(domain: string): string {
  return domain.split(".").slice(-2).join(".");
}
