import type { RuleEntry } from "./rule.ts";

/** What preflight finds in the DNS of the sender's domain, and in what Resend knows of it. `letterpress doctor` looks at the same. */
export const DOMAIN_RULES = {
  "domain/no-dmarc": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Neither the sender's domain nor a domain above it has a DMARC policy.",
    fix: "Add the TXT record that the finding names at your DNS host.",
    why: "Gmail and Yahoo (since February 2024) and Outlook.com (since May 2025, `550 5.7.515`) refuse or junk bulk mail of a domain without one.",
    example: "no TXT record at `_dmarc.news.museum.org` or `_dmarc.museum.org`",
  },
  "domain/dmarc-broken": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "There are several DMARC policies, so that none counts, or one without `p=none`, `p=quarantine` or `p=reject`.",
    fix: "Leave one record at that name, with a `p=`.",
    why: "RFC 9989 lets a receiver ignore such a record, and the domain counts as one without DMARC.",
    example: "two TXT records at `_dmarc.museum.org` that begin with `v=DMARC1`",
  },
  "domain/dmarc-not-aligned": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "DMARC asks for strict SPF (`aspf=s`), which mail through Resend cannot meet, so everything depends on DKIM; or DKIM is missing as well.",
    fix: "Write `aspf=r` into the policy, or leave `aspf` out.",
    why: "Resend's bounces go to `send.` below the domain: relaxed alignment takes that, strict does not. Where a mailing list then breaks DKIM, the mail fails DMARC.",
    example: "`v=DMARC1; p=reject; aspf=s`",
  },
  "domain/no-dkim": {
    severity: ["warning"],
    step: ["preflight"],
    means: "DNS has no DKIM key of Resend's for the sender's domain.",
    fix: "Add the domain at https://resend.com/domains, and the records shown there at your DNS host.",
    why: "Without the key Resend refuses to send from the domain, and every large provider asks for DKIM.",
    example: "no TXT record at `resend._domainkey.museum.org`",
  },
  "domain/spf-several": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The name for bounces has several SPF records.",
    fix: "Make one record of them.",
    why: "RFC 7208 (4.5) calls that a permanent error: a receiver then takes the mail as one without SPF.",
    example: "two TXT records at `send.museum.org` that begin with `v=spf1`",
  },
  "domain/spf-too-many-lookups": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A receiver needs more than ten DNS questions to read the SPF record to its end.",
    fix: "Remove includes of services that send nothing under this name; `v=spf1 include:amazonses.com ~all` is all that Resend needs.",
    why: "RFC 7208 (4.6.4) ends at ten with a permanent error, so that SPF fails for every mail.",
    example: "an SPF record at `send.museum.org` with eleven `include:`",
  },
  "domain/no-mx": {
    severity: ["warning"],
    step: ["preflight"],
    means: "No server takes mail for the domain that replies go to.",
    fix: "Write a `reply_to:` whose mail is read, or add MX records to that domain.",
    why: "Every reply bounces back to the reader. Answers are also what tells Gmail that a newsletter is wanted.",
    example: "`reply_to: hello@news.museum.org` where `news.museum.org` has neither MX nor an address",
  },
  "domain/not-verified": {
    severity: ["error"],
    step: ["preflight"],
    means:
      "Resend does not send from the sender's domain: it is not in the team, not verified yet, or switched off.",
    fix: "Set the records that the finding names, press Verify at https://resend.com/domains, then run `letterpress doctor`.",
    why: "Resend answers each message with 403, and the send pauses with its first batch.",
    example: "`from: desk@museum.org` while the team has `news.museum.org` alone",
  },
  "domain/tracking": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "Resend counts opens or clicks of this domain though newsletter.config.ts says otherwise, or the other way round.",
    fix: "Switch it at https://resend.com/domains, or write what is meant under `resend.tracking`.",
    why: "Opens counted for each person need a consent of their own in France (CNIL 2026-042, since April 2026), and rewritten links show readers another address than yours.",
    example: "open tracking on at Resend, `tracking: { opens: false }` in the config",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
