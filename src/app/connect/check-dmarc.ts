import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { messageOf } from "#src/model/errors.ts";
import { dmarcPolicy } from "#src/model/address/dmarc-policy.ts";
import { domainOf, namesAbove } from "#src/model/address/domain-of.ts";
import type { Connection } from "./connection.ts";

/** Checks the DMARC policy of the sender's domain, or of the domain above it. Resend does not look for it; Gmail and Yahoo do. */
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
    const policy = dmarcPolicy(texts);
    if (policy.kind === "none") continue;
    if (policy.kind === "several")
      return isMissing(
        "dmarc",
        `_dmarc.${name} has ${policy.count} policies, so that none counts`,
        `Leave one of them at your DNS host. ${again}`,
      );
    if (policy.kind === "no-p")
      return isMissing(
        "dmarc",
        `the policy of _dmarc.${name} has no p=none, p=quarantine or p=reject`,
        `Write one of them, after v=DMARC1 and a semicolon. ${again}`,
      );
    return isOk("dmarc", `_dmarc.${name} asks for p=${policy.p}`);
  }
  return isMissing(
    "dmarc",
    `_dmarc.${domain} has no policy, which Gmail and Yahoo require of newsletters`,
    `Set TXT _dmarc.${domain} to v=DMARC1; p=none; at your DNS host. ${again}`,
  );
}
