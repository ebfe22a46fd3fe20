import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { messageOf } from "#src/model/errors.ts";
import { domainOf } from "./check-domain.ts";
import type { Connection } from "./connection.ts";

/** RFC 9989: nobody looks further up than this. */
const MOST_NAMES = 8;

/** The DMARC policy of the sender's domain, or of the domain above it. Resend does not look for it; Gmail and Yahoo do. */
export async function checkDmarc({ config, newsletter, network }: Connection): Promise<Check> {
  if (config.destination === "sandbox") return isOk("dmarc", "not looked up: the sandbox mails nobody");
  const domain = domainOf(newsletter.from);
  const again = "Then run `letterpress doctor`.";
  for (const name of namesAbove(domain)) {
    let texts;
    try {
      texts = await network.texts(`_dmarc.${name}`);
    } catch (error) {
      return isUnknown(
        "dmarc",
        `DNS does not say: ${messageOf(error)}`,
        "Run `letterpress doctor` where DNS answers.",
      );
    }
    const policies = texts.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/i.test(text.trim()));
    const [policy] = policies;
    if (policy === undefined) continue;
    if (policies.length > 1)
      return isMissing(
        "dmarc",
        `_dmarc.${name} has ${policies.length} policies, so that none counts`,
        `Leave one of them at your DNS host. ${again}`,
      );
    const [, wanted = null] = /;\s*p\s*=\s*(none|quarantine|reject)\s*(?:;|$)/i.exec(policy) ?? [];
    if (wanted === null)
      return isMissing(
        "dmarc",
        `the policy of _dmarc.${name} has no p=none, p=quarantine or p=reject`,
        `Write one of them, after v=DMARC1 and a semicolon. ${again}`,
      );
    return isOk("dmarc", `_dmarc.${name} asks for p=${wanted.toLowerCase()}`);
  }
  return isMissing(
    "dmarc",
    `_dmarc.${domain} has no policy, which Gmail and Yahoo require of newsletters`,
    `Set TXT _dmarc.${domain} to v=DMARC1; p=none; at your DNS host. ${again}`,
  );
}

/** `a.b.example.org`, `b.example.org`, `example.org`: a top-level domain has no policy of the newsletter's. */
function namesAbove(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).flatMap((_, at) => (at < MOST_NAMES ? [labels.slice(at).join(".")] : []));
}
