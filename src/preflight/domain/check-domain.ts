import { dmarcPolicy } from "#src/model/address/dmarc-policy.ts";
import type { DomainFacts } from "#src/model/facts.ts";
import type { WorldLetter, WorldRule, Target } from "#src/preflight/letter.ts";

/** RFC 7208, 4.6.4. */
const MOST_LOOKUPS = 10;

/** Checks what receivers read in DNS about the sender's domain, and what Resend makes of it. */
export const checkDomain: WorldRule = (letter, report) => {
  const { facts } = letter;
  if (facts.dns.kind === "unavailable") return;
  const found = facts.dns.value;
  const sender = writtenIn("from", letter);
  checkPolicy(found, sender, report);
  checkSpf(found, sender, report);
  checkReplies(letter, found, report);
  if (found.atResend.kind === "known") checkAtResend(letter, found, found.atResend.value, report);
  // Resend sees more than we do: it knows the name of its own key.
  else if (found.dkim.texts.length === 0)
    report.warning("domain/no-dkim", sender, `DNS has no DKIM key at ${found.dkim.name}.`, {
      hint: `Add ${found.domain} at https://resend.com/domains, and set the records that it shows at your DNS host.`,
    });
};

type Report = Parameters<WorldRule>[1];

/** Where the address is written: what all issues take from the config is found once, and not in each of them. */
function writtenIn(key: "from" | "reply_to", { issue }: WorldLetter): Target {
  return issue.keyPlaces[key] === undefined ? { inConfig: true } : key;
}

function checkPolicy({ domain, dmarc, dkim }: DomainFacts, sender: Target, report: Report): void {
  const policy = dmarcPolicy(dmarc?.texts ?? []);
  const name = dmarc?.name ?? `_dmarc.${domain}`;
  switch (policy.kind) {
    case "none":
      report.warning(
        "domain/no-dmarc",
        sender,
        `${domain} has no DMARC policy, which Gmail, Yahoo and Outlook.com ask of newsletters.`,
        { hint: `Set TXT _dmarc.${domain} to v=DMARC1; p=none; at your DNS host.` },
      );
      return;
    case "several":
      report.warning(
        "domain/dmarc-broken",
        sender,
        `${name} has ${policy.count} policies, so that none counts.`,
        { hint: "Leave one of them at your DNS host." },
      );
      return;
    case "no-p":
      report.warning(
        "domain/dmarc-broken",
        sender,
        `The policy of ${name} has no p=none, p=quarantine or p=reject.`,
        { hint: `Set TXT ${name} to v=DMARC1; p=none; at your DNS host.` },
      );
      return;
    case "policy": {
      if (!policy.strictSpf) return;
      const rest = dkim.texts.length === 0 ? "and there is no DKIM key" : "so everything depends on DKIM";
      report.warning(
        "domain/dmarc-not-aligned",
        sender,
        `${name} has aspf=s, which mail through Resend cannot meet (its bounces go to send.${domain}), ${rest}.`,
        { hint: `Write aspf=r into TXT ${name}, or leave aspf out.` },
      );
    }
  }
}

function checkSpf({ returnPath: { name, spf, lookups } }: DomainFacts, sender: Target, report: Report): void {
  if (spf.length > 1)
    report.warning(
      "domain/spf-several",
      sender,
      `${name} has ${spf.length} SPF records, so that none counts.`,
      { hint: `Leave one: TXT ${name} with the value v=spf1 include:amazonses.com ~all.` },
    );
  if (lookups !== null && lookups > MOST_LOOKUPS)
    report.warning(
      "domain/spf-too-many-lookups",
      sender,
      `The SPF record of ${name} takes more than ${MOST_LOOKUPS} DNS questions, so that it counts as broken.`,
      { hint: `TXT ${name} needs no more than v=spf1 include:amazonses.com ~all.` },
    );
}

function checkReplies(letter: WorldLetter, { replies }: DomainFacts, report: Report): void {
  if (replies.takesMail) return;
  const place = writtenIn(letter.email.replyTo === null ? "from" : "reply_to", letter);
  report.warning(
    "domain/no-mx",
    place,
    `No server takes mail for ${replies.domain}, so every reply bounces.`,
    {
      hint: `Write a reply_to: whose mail is read, or add an MX record to ${replies.domain}.`,
    },
  );
}

function checkAtResend(
  letter: WorldLetter,
  { domain }: DomainFacts,
  at: Extract<DomainFacts["atResend"], { kind: "known" }>["value"],
  report: Report,
): void {
  if (!at.sends) {
    const state =
      at.status === null
        ? `The team at Resend has no domain ${domain}`
        : `${domain} is ${at.status === "verified" ? "switched off" : at.status.replaceAll("_", " ")} at Resend`;
    const records =
      at.missing.length === 0 ? "Look at https://resend.com/domains" : `Set ${at.missing.join("; ")}`;
    report.error("domain/not-verified", writtenIn("from", letter), `${state}, which refuses mail from it.`, {
      hint: `${records}, then run \`letterpress doctor\`.`,
    });
  }
  const { tracking } = letter.facts.newsletter.resend;
  const { tracks } = at;
  if (tracks === null || (tracks.opens === tracking.opens && tracks.clicks === tracking.clicks)) return;
  const inWords = ({ opens, clicks }: typeof tracking) =>
    `opens ${opens ? "on" : "off"}, clicks ${clicks ? "on" : "off"}`;
  report.warning(
    "domain/tracking",
    { inConfig: true },
    `${domain} has ${inWords(tracks)} at Resend, and newsletter.config.ts says ${inWords(tracking)}.`,
    { hint: "Switch it at https://resend.com/domains, or write what is meant under resend.tracking." },
  );
}
