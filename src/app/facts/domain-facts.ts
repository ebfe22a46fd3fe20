import type { Network } from "#src/app/connect/network.ts";
import { dmarcPolicy } from "#src/model/address/dmarc-policy.ts";
import { domainOf, isReservedDomain, namesAbove } from "#src/model/address/domain-of.ts";
import type { Email } from "#src/model/email.ts";
import { messageOf } from "#src/model/errors.ts";
import { type DomainAtResend, type DomainFacts, type Fact, known, unavailable } from "#src/model/facts.ts";
import { countSpfLookups } from "./count-spf-lookups.ts";

/** Questions are asked side by side. A check waits no longer than this for each group of them, of which there are at most two. */
const DNS_MS = 5000;
/** A name that has TXT records as long as mail goes through Resend. */
const EVERYWHERE = "resend.com";

/** Asks DNS about the domains of an email's sender and of its replies, and Resend by `askResend`. Never throws. */
export async function domainFacts(
  { from, replyTo }: Pick<Email, "from" | "replyTo">,
  network: Pick<Network, "texts" | "mailHosts" | "addresses">,
  askResend: ((domain: string) => Promise<Fact<DomainAtResend>>) | null,
): Promise<Fact<DomainFacts>> {
  const [domain, replies] = [domainOf(from), domainOf(replyTo ?? from)];
  const reserved = [domain, replies].find(isReservedDomain);
  if (reserved !== undefined) return unavailable(`${reserved} is a reserved name, so DNS was not asked`);
  // Newer domains may have another name for bounces. Then this name has no records, and nothing is said of it.
  const [returnPath, dkim] = [`send.${domain}`, `resend._domainkey.${domain}`];
  try {
    const [dmarc, bounces, keys, takesMail, atResend] = await inTime(
      Promise.all([
        nearestPolicy(domain, network),
        network.texts(returnPath),
        network.texts(dkim),
        canTakeMail(replies, network),
        askResend?.(domain) ?? unavailable("no key was asked with"),
      ]),
    );
    if (dmarc === null && bounces.length + keys.length === 0 && !takesMail && (await knowsNobody(network)))
      return unavailable(`DNS finds no name from here, not even ${EVERYWHERE}`);
    const spf = bounces.filter((text) => /^v=spf1(?:\s|$)/i.test(text.trim()));
    const [only] = spf;
    const lookups =
      only === undefined || spf.length > 1 ? null : await inTime(countSpfLookups(only, network.texts));
    return known({
      domain,
      dmarc,
      returnPath: { name: returnPath, spf, lookups },
      dkim: { name: dkim, texts: keys },
      replies: { domain: replies, takesMail },
      atResend,
    });
  } catch (error) {
    return unavailable(`DNS does not answer: ${messageOf(error)}`);
  }
}

/**
 * Whether DNS finds no name at all: a network that is cut off answers every question with “no such name”, as
 * if the newsletter’s domain were bare.
 */
async function knowsNobody({ texts }: Pick<Network, "texts">): Promise<boolean> {
  return (await inTime(texts(EVERYWHERE))).length === 0;
}

/**
 * Finds the nearest DMARC policy at or above a domain. All names are asked side by side: eight labels, one
 * after the other, would take eight waits.
 */
async function nearestPolicy(
  domain: string,
  { texts }: Pick<Network, "texts">,
): Promise<DomainFacts["dmarc"]> {
  const found = await Promise.all(
    namesAbove(domain).map(async (name) => ({
      name: `_dmarc.${name}`,
      texts: await texts(`_dmarc.${name}`),
    })),
  );
  return found.find((one) => dmarcPolicy(one.texts).kind !== "none") ?? null;
}

/** A name without MX records takes mail at its own address (RFC 5321, 5.1); an MX record of "" says that it takes none (RFC 7505). */
async function canTakeMail(
  domain: string,
  { mailHosts, addresses }: Pick<Network, "mailHosts" | "addresses">,
): Promise<boolean> {
  const hosts = await mailHosts(domain);
  if (hosts.length > 0) return hosts.some((host) => host !== "" && host !== ".");
  return (await addresses(domain)).length > 0;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`nothing within ${DNS_MS / 1000} s`)), DNS_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
