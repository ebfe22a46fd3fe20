import { answers, filled, leaving, reasons, words } from "./readings.ts";
import { ACTIVE, BLOCKED, BOUNCED, PENDING, UNSUBSCRIBED } from "./row-state.ts";
import { type Source, hasAll, hasAny, someMatch } from "./source.ts";

/** Shops and customer databases, which also keep people who never asked for mail; the most specific headers first. */
export const MARKETING_SOURCES = [
  {
    name: "hubspot",
    trusted: true,
    is: (headers) =>
      someMatch(headers, /^(?:unsubscribed from all email|opted out of (?:all )?email)/) ||
      hasAll(headers, "record id", "email", "lifecycle stage"),
    address: ["email"],
    since: ["create date"],
    left: ["unsubscribed from all email date", "opt out date"],
    // HubSpot keeps every contact of a company: a person who has not refused has not agreed either.
    consent: [
      {
        column: /^(?:unsubscribed from all email|opted out of (?:all )?email|email opt out)/,
        reads: leaving(),
      },
      { column: /^(?:email )?hard bounce/, reads: filled(BOUNCED) },
      { column: /^(?:is )?globally ineligible|quarantined/, reads: filled(BLOCKED) },
      { column: "invalid email address", reads: leaving(BOUNCED) },
      { column: "marketing contact status", reads: words({ "marketing contact": { state: "unstated" } }) },
    ],
    aside: [
      /^(?:lead|hubspot|deal|lifecycle|email confirmation) /,
      /^(?:emails? (?:bounced|delivered|opened|clicked)|sends since|marketing contact (?:until|source)|marketing emails? )/,
      /^last marketing /,
    ],
  },
  {
    name: "klaviyo",
    trusted: true,
    is: (headers) =>
      hasAny(
        headers,
        "klaviyo id",
        "email marketing consent",
        "email suppressions",
        "email marketing status",
      ),
    address: ["email"],
    since: [
      "email marketing consent timestamp",
      "consent timestamp",
      "profile created on",
      "date added",
      "created",
    ],
    left: ["email suppressions timestamp", "unsubscribed at"],
    evidence: { opted_in_at: "email marketing consent timestamp" },
    consent: [
      {
        column: /^email marketing (?:consent|status)$/,
        reads: words(),
      },
      { column: /^email suppressions?$/, reads: reasons() },
      { column: "unsubscribed at", reads: filled(UNSUBSCRIBED) },
    ],
    aside: [
      "email suppressions timestamp",
      /^consent (?:timestamp|method|form)/,
      /^email marketing consent /,
    ],
  },
  {
    name: "brevo",
    trusted: true,
    is: (headers) =>
      (headers.has("email") &&
        someMatch(headers, /^(?:is |email ?)?(?:blacklisted|blocklisted)(?: email)?$/) &&
        hasAny(
          headers,
          "firstname",
          "lastname",
          "sms",
          "contact id",
          "added time",
          "modified time",
          "double opt in",
        )) ||
      hasAll(headers, "email", "double opt in"),
    address: ["email"],
    since: ["double opt in date", "added time", "createdat", "date added"],
    left: ["unsubscribed date", "blocklisted date"],
    consent: [
      {
        column: /^(?:is |email ?)?(?:blacklisted|blocklisted)(?: email)?$/,
        reads: answers(UNSUBSCRIBED, ACTIVE),
      },
      { column: "double opt in", reads: answers(ACTIVE, null) },
      { column: /^(?:unsubscribed|opt out|optout|unsubscribed date|blocklisted date)$/, reads: leaving() },
    ],
    aside: ["double opt in date", /^sms ?(?:blacklisted|blocklisted)$/],
  },
  {
    name: "shopify",
    trusted: true,
    is: (headers) =>
      hasAny(headers, "accepts email marketing") ||
      (headers.has("accepts marketing") &&
        hasAny(
          headers,
          "total spent",
          "total orders",
          "tax exempt",
          "accepts sms marketing",
          "orders count",
        )),
    address: ["email"],
    since: ["email marketing consent updated at", "accepts marketing updated at", "created at"],
    left: ["email marketing consent updated at", "accepts marketing updated at"],
    consent: [{ column: /^accepts (?:email )?marketing$/, reads: answers(ACTIVE, UNSUBSCRIBED) }],
    aside: [
      /marketing (?:consent )?updated at$/,
      /^accepts sms/,
      /^(?:default )?address /,
      "marketing opt in level",
    ],
  },
  {
    name: "activecampaign",
    trusted: true,
    is: (headers) =>
      headers.has("email") &&
      hasAny(headers, "contact id", "subscriber id", "contactid", "subscriberid", "id") &&
      hasAny(
        headers,
        "hard bounces",
        "bounced hard",
        "soft bounces",
        "bounced soft",
        "cdate",
        "orgname",
        "customer account",
        "unsubscribe date",
        "unsubscribe reason",
      ),
    address: ["email"],
    since: [
      "sdate",
      "subscribe date",
      "subscription date",
      "date subscribed",
      "date created",
      "created timestamp",
      "cdate",
    ],
    left: ["unsubscribe date", "date unsubscribed", "udate"],
    evidence: { opted_in_ip: "ip address" },
    // ActiveCampaign's API numbers the states: 0 unconfirmed, 1 active, 2 unsubscribed, 3 bounced.
    consent: [
      {
        column: /^(?:list |contact )?status$/,
        reads: words({
          "-1": PENDING,
          "0": PENDING,
          "1": ACTIVE,
          "2": UNSUBSCRIBED,
          "3": BOUNCED,
          any: PENDING,
        }),
      },
      {
        column: /^(?:unsubscribe date|date unsubscribed|udate|unsubscribe reason)$/,
        reads: filled(UNSUBSCRIBED),
      },
      { column: /^(?:hard bounces|bounced hard)$/, reads: filled(BOUNCED) },
      { column: "deleted", reads: leaving() },
    ],
    aside: [/^(?:soft bounces|bounced soft|bounced date|deleted at)$/],
  },
] as const satisfies readonly Source[];
