import { dmarcPolicy } from "#src/model/address/dmarc-policy.ts";
import { domainOf, isReservedDomain, namesAbove } from "#src/model/address/domain-of.ts";
import { messageOf } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Network } from "#src/app/connect/network.ts";
import { checkOneClick } from "./check-one-click.ts";
import { checkParts } from "./check-parts.ts";
import { type MailCheck, isOk, isUnknown, isWrong } from "./mail-check.ts";
import type { ReceivedMail, Signature } from "./read-mail.ts";

/** Checks what a mailbox provider looks at in a mail of this newsletter, in the order in which the checks are printed. */
export async function checkMail(
  mail: ReceivedMail,
  newsletter: Newsletter,
  network: Pick<Network, "texts">,
): Promise<readonly MailCheck[]> {
  return [
    checkIssue(mail, newsletter),
    checkFrom(mail, newsletter),
    checkDkim(mail),
    checkCovered(mail),
    await checkDmarc(mail, network),
    checkResults(mail),
    ...checkOneClick(mail),
    checkListId(mail),
    ...checkParts(mail),
  ];
}

/** Finds the issue by its address online, which every mail of a list has in its header List-Archive. */
function checkIssue({ header }: ReceivedMail, { url }: Newsletter): MailCheck {
  const [archive = ""] = header("List-Archive");
  const address = archive.replace(/^<|>$/g, "");
  const slug = /\/issues\/([^/?#]+)\/?$/.exec(address)?.[1];
  if (slug === undefined)
    return isUnknown("issue", "the mail has no List-Archive header, which names the issue");
  if (!URL.canParse(address)) return isUnknown("issue", `List-Archive holds no whole address: ${archive}`);
  if (!address.startsWith(`${url}/`))
    return isUnknown("issue", `${slug}, of the newsletter at ${new URL(address).host}`);
  return isOk("issue", slug);
}

function checkFrom({ from, domain, header }: ReceivedMail, newsletter: Newsletter): MailCheck {
  const own = domainOf(newsletter.from);
  if (header("From").length !== 1)
    return isWrong(
      "from",
      `the mail has ${header("From").length} From headers`,
      "Send it again: providers refuse such a mail.",
    );
  if (domain === own) return isOk("from", from);
  return isWrong(
    "from",
    `${from}, and newsletter.config.ts sends from ${own}`,
    "Check a mail of this newsletter, or write that sender as `from` in newsletter.config.ts.",
  );
}

const ORIGINAL =
  "Save the mail as it came (in Gmail: Show original, Download original): a program that rewrites it breaks its signature.";

function checkDkim({ signatures, domain }: ReceivedMail): MailCheck {
  const good = signatures.find(isGood);
  if (good !== undefined)
    return isOk("dkim", `signed by ${good.domain} (${good.selector}), as ${domain} should be`);
  if (signatures.length === 0)
    return isWrong(
      "dkim",
      "the mail has no DKIM signature",
      `Verify ${domain} at https://resend.com/domains. ${ORIGINAL}`,
    );
  const aligned = signatures.filter(({ isAligned }) => isAligned);
  const [first] = aligned;
  if (first === undefined)
    return isWrong(
      "dkim",
      `signed by ${signatures.map((one) => one.domain).join(", ")}, and not by ${domain}`,
      `Verify ${domain} at https://resend.com/domains.`,
    );
  if (first.result === "temperror")
    return isUnknown(
      "dkim",
      `DNS does not tell the key of ${first.domain}: ${first.comment ?? ""}`,
      "Run it again where DNS answers.",
    );
  return isWrong(
    "dkim",
    `the signature of ${first.domain} (${first.selector}) does not fit: ${first.comment ?? first.result}`,
    ORIGINAL,
  );
}

function isGood({ result, isAligned }: Signature): boolean {
  return result === "pass" && isAligned;
}

const ONE_CLICK = ["list-unsubscribe", "list-unsubscribe-post"] as const;

/** Checks RFC 8058, 4: a provider shows its button only if the signature covers both headers. */
function checkCovered({ signatures, header }: ReceivedMail): MailCheck {
  if (ONE_CLICK.some((name) => header(name).length === 0))
    return isUnknown("signed headers", "the mail has no one-click headers to sign");
  // Even a signature that does not fit tells what it covers: people often check a mail that was rewritten when it was saved.
  const own = signatures.filter(({ isAligned }) => isAligned);
  const whole = own.find(({ covers }) => ONE_CLICK.every((name) => covers.includes(name)));
  if (whole !== undefined)
    return isOk(
      "signed headers",
      `the signature of ${whole.domain} covers List-Unsubscribe and List-Unsubscribe-Post`,
    );
  const [first] = own;
  if (first === undefined)
    return isUnknown("signed headers", "no signature of the sender's domain was found");
  const missing = ONE_CLICK.filter((name) => !first.covers.includes(name));
  return isWrong(
    "signed headers",
    `the signature of ${first.domain} does not cover ${missing.join(" and ")}, so providers show no button to unsubscribe`,
    "Write to Resend's support with this mail: only the server that signs can cover more (RFC 8058, section 4).",
  );
}

/** Judges DMARC by an aligned signature alone: the return path, which SPF needs, is not in the mail's own headers. */
async function checkDmarc(
  { domain, signatures }: ReceivedMail,
  { texts }: Pick<Network, "texts">,
): Promise<MailCheck> {
  if (isReservedDomain(domain))
    return isUnknown("dmarc", `${domain} is a reserved name, so DNS was not asked`);
  try {
    for (const name of namesAbove(domain)) {
      // oxlint-disable-next-line no-await-in-loop -- the domain above counts only where this one has none
      const policy = dmarcPolicy(await texts(`_dmarc.${name}`));
      if (policy.kind === "none") continue;
      if (policy.kind !== "policy")
        return isWrong(
          "dmarc",
          `the policy of _dmarc.${name} does not count`,
          "Run `letterpress doctor`, which says why.",
        );
      if (signatures.some(isGood))
        return isOk("dmarc", `_dmarc.${name} asks for p=${policy.p}, and the signature passes it`);
      return isUnknown(
        "dmarc",
        `_dmarc.${name} asks for p=${policy.p}, and no signature is known to pass it`,
      );
    }
    return isWrong(
      "dmarc",
      `_dmarc.${domain} has no policy, which Gmail and Yahoo require of newsletters`,
      `Set TXT _dmarc.${domain} to v=DMARC1; p=none; at your DNS host.`,
    );
  } catch (error) {
    return isUnknown("dmarc", `DNS does not say: ${messageOf(error)}`, "Run it again where DNS answers.");
  }
}

/** Reports what the reader's own server found: the first header is its own, those below may be anybody's. */
function checkResults({ header }: ReceivedMail): MailCheck {
  const [own] = header("Authentication-Results");
  if (own === undefined)
    return isUnknown(
      "results",
      "the mail has no Authentication-Results header: it was saved before a server looked at it",
    );
  const results = ["spf", "dkim", "dmarc"].flatMap((method) => {
    const all = [...own.matchAll(new RegExp(`\\b${method}=(\\w+)`, "gi"))].map(
      (match) => match[1]?.toLowerCase() ?? "",
    );
    // Of several signatures, one that passes is enough.
    return all.length === 0 ? [] : [[method, all.includes("pass") ? "pass" : (all[0] ?? "")] as const];
  });
  const server = own.split(/[;\s]/)[0] ?? "";
  if (results.length === 0) return isUnknown("results", `${server} says nothing about SPF, DKIM or DMARC`);
  const says = `${server} found ${results.map(([method, result]) => `${method}=${result}`).join(", ")}`;
  const failed = results.filter(([, result]) => result !== "pass" && result !== "bestguesspass");
  if (failed.length === 0) return isOk("results", says);
  return isWrong("results", says, "Run `letterpress doctor`, which names the DNS record to correct.");
}

function checkListId({ header }: ReceivedMail): MailCheck {
  const ids = header("List-Id");
  const [, id] = /<([^<>\s]+\.[^<>\s]+)>\s*$/.exec(ids[0] ?? "") ?? [];
  if (ids.length === 1 && id !== undefined) return isOk("list id", id);
  return isWrong(
    "list id",
    ids.length === 0
      ? "the mail has no List-Id"
      : ids.length > 1
        ? `the mail has ${ids.length} List-Id headers`
        : `${ids[0]} names no list`,
    "Send an issue with Letterpress, which writes one; if this is one, Resend took it away.",
  );
}
