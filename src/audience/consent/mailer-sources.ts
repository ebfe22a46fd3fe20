import { answers, filled, leaving, words } from "./readings.ts";
import { ACTIVE, BOUNCED, COMPLAINED, PENDING, UNSUBSCRIBED } from "./row-state.ts";
import { type Source, hasAll, hasAny, someMatch } from "./source.ts";
import { stateOfWord } from "./state-words.ts";

/** Systems that send mail to lists; the most specific headers first. */
export const MAILER_SOURCES = [
  {
    name: "mailjet",
    trusted: true,
    is: (headers) =>
      someMatch(headers, /^(?:is )?excluded from campaigns$|^is excluded from campaign$/) ||
      (hasAny(headers, "is unsubscribed", "isunsubscribed", "isunsub") &&
        hasAny(headers, "contact id", "contactid", "list id", "listid", "is active", "contact alt")),
    address: ["email", "contact email", "contact alt"],
    since: ["subscribed at", "created at"],
    left: ["unsubscribed at", "unsubscribed date", "unsub date"],
    consent: [
      { column: /excluded from campaigns?$/, reads: leaving() },
      { column: /^(?:is ?)?(?:unsubscribed|unsub)$/, reads: answers(UNSUBSCRIBED, ACTIVE) },
      { column: /^(?:subscription )?status$/, reads: words() },
      { column: /^(?:unsubscribed (?:at|date)|unsub date)$/, reads: filled(UNSUBSCRIBED) },
      { column: /^is (?:opt ?in pending|spam complaining)$/, reads: leaving(COMPLAINED) },
      { column: "is active", reads: answers(null, PENDING) },
    ],
  },
  {
    name: "mailerlite",
    trusted: true,
    is: (headers) =>
      (hasAny(headers, "subscriber", "email") && hasAll(headers, "subscribed", "opens", "clicks")) ||
      (hasAny(headers, "subscriber", "email") &&
        headers.has("status") &&
        hasAny(
          headers,
          "optin ip",
          "opted in at",
          "signup ip",
          "confirmation ip",
          "opt in ip",
          "optin date",
          "open rate",
        )),
    address: ["subscriber", "email"],
    since: ["opted in at", "optin date", "confirmation date", "subscribed at", "subscribed", "signup date"],
    left: ["unsubscribed at", "date unsubscribed", "unsubscribed", "unsubscribe date"],
    evidence: { opted_in_ip: "optin ip", confirmed_ip: "confirmation ip" },
    // `Subscribed` is a date. Without a column of states the file may hold any group, including people who left.
    consent: [
      { column: /^(?:subscriber )?(?:status|type|state)$/, reads: words() },
      { column: /^(?:unsubscribed(?: at)?|date unsubscribed|unsubscribe date)$/, reads: leaving() },
      { column: /^(?:bounced|junk)(?: at)?$/, reads: leaving(BOUNCED) },
    ],
    aside: [/^(?:opt ?in|opted in|confirmation|signup|subscribed) ?(?:ip|date|at|timestamp)?$/],
  },
  {
    name: "mailpoet",
    trusted: true,
    is: (headers) =>
      hasAll(headers, "list status", "global status") ||
      (hasAny(headers, "list status", "global status", "status") &&
        hasAny(headers, "subscribed ip", "confirmed ip")),
    address: ["email"],
    since: ["confirmed at", "subscribed at", "last subscribed at", "created at"],
    left: ["unsubscribed at"],
    evidence: { confirmed_at: "confirmed at", confirmed_ip: "confirmed ip", opted_in_ip: "subscribed ip" },
    // MailPoet calls a reader inactive if they open nothing; they have not left.
    consent: [
      { column: /^(?:global |list )?status$/, reads: words({ inactive: PENDING }) },
      { column: "unsubscribed at", reads: filled(UNSUBSCRIBED) },
    ],
    aside: [/^(?:subscribed|confirmed|last subscribed) (?:ip|at)$/],
  },
  {
    name: "phplist",
    trusted: true,
    is: (headers) =>
      someMatch(
        headers,
        /^is this (?:user|subscriber) (?:confirmed|blacklisted|on the (?:do not|blacklist))/,
      ) ||
      (hasAll(headers, "confirmed", "blacklisted") &&
        hasAny(headers, "uniqid", "htmlemail", "bouncecount", "bounce count", "foreignkey", "optedin")),
    address: ["email", "email address"],
    since: ["entered", "date this user was created", "date this subscriber was created"],
    left: ["blacklist date"],
    consent: [
      { column: /confirmed(?: 1 0)?$/, reads: answers(ACTIVE, PENDING) },
      { column: /blacklisted(?: 1 0)?$/, reads: leaving() },
      { column: /^(?:is this (?:account|user|subscriber) )?disabled(?: 1 0)?$/, reads: leaving() },
    ],
    aside: [
      /^(?:did this|optedin|bouncecount|bounce count|number of bounces|subscribepage|which page|list membership)/,
      /^blacklist date$/,
    ],
  },
  {
    name: "sendy",
    trusted: true,
    is: (headers) => hasAll(headers, "email", "unsubscribed", "bounced", "complaint"),
    address: ["email"],
    since: ["join date", "timestamp"],
    left: ["timestamp"],
    consent: [
      { column: "status", reads: words() },
      { column: "unsubscribed", reads: answers(UNSUBSCRIBED, ACTIVE) },
      { column: "bounced", reads: leaving(BOUNCED) },
      { column: "complaint", reads: leaving(COMPLAINED) },
      { column: "confirmed", reads: answers(null, PENDING) },
    ],
    aside: ["bounce soft"],
    // Sendy writes one file for each state (`my-list-marked-as-spam.csv`), with names and addresses only, so a person
    // must say `--from sendy`.
    file: (_headers, file) => sendyState(file),
  },
  {
    name: "keila",
    trusted: true,
    is: (headers) =>
      hasAll(headers, "email", "status", "data") &&
      hasAny(headers, "external id", "double opt in at", "first name"),
    packed: "data",
    address: ["email"],
    since: ["double opt in at", "inserted at"],
    consent: [{ column: "status", reads: words() }],
    aside: ["double opt in at"],
  },
] as const satisfies readonly Source[];

function sendyState(file: string) {
  const named = /-(active|unconfirmed|unsubscribed|bounced|marked-as-spam)\.csv$/i.exec(file)?.[1];
  return named === undefined ? undefined : stateOfWord(named);
}
