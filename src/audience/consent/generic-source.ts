import { leaving, words } from "./readings.ts";
import { BLOCKED, BOUNCED, COMPLAINED } from "./row-state.ts";
import { type Source } from "./source.ts";

/** A file of unknown origin: only words for leaving are read. */
export const GENERIC_SOURCE = {
  name: "generic",
  trusted: false,
  is: () => true,
  address: [],
  since: [
    "created at",
    "subscribed at",
    "subscribed on",
    "date subscribed",
    "subscription date",
    "subscribe date",
    "signup date",
    "sign up date",
    "signed up at",
    "joined at",
    "date added",
    "opt in date",
    "opt in time",
    "optin date",
    "opted in at",
    "opt in at",
    "confirmed at",
    "confirmation date",
    "since",
  ],
  left: [
    "unsubscribed at",
    "unsubscribed on",
    "unsubscribe date",
    "unsubscribed date",
    "date unsubscribed",
    "unsubscription date",
    "unsubscribe time",
    "unsub time",
    "opt out date",
    "opt out at",
    "opted out at",
    "deleted at",
    "bounced at",
    "complained at",
    "blocked at",
    "suppressed at",
    "left at",
    "status changed at",
    "status updated at",
    "updated at",
  ],
  consent: [
    {
      column:
        /^(?:(?:subscription|subscriber|email|contact|member|newsletter) )?status$|^(?:statut|estado|estatus|stato|статус|状态|狀態|ステータス|상태|durum)$/,
      reads: words(),
    },
    {
      column:
        /^(?:is |has )?(?:unsubscribed|unsubscribe|unsub|opted out|opt out|optout|optedout)(?: (?:at|on|date|time))?$/,
      reads: leaving(),
    },
    { column: /^(?:date unsubscribed|unsubscription date|unsubscribed date)$/, reads: leaving() },
    {
      column:
        /^(?:is |has )?(?:email opt(?:ed)? out|opted out of e ?mails?|do not e ?mail|do not contact|donotemail|no e ?mail)$/,
      reads: leaving(),
    },
    {
      column: /^(?:is |email )?(?:blacklisted|blocklisted|blocked|suppressed|banned)(?: at)?$/,
      reads: leaving(BLOCKED),
    },
    { column: /^(?:is |hard )?bounced(?: at)?$/, reads: leaving(BOUNCED) },
    { column: /^(?:complained|spam complaint|marked as spam)(?: at)?$/, reads: leaving(COMPLAINED) },
    { column: /^(?:is )?(?:deleted|removed|disabled|excluded|left)(?: (?:at|on|date))?$/, reads: leaving() },
  ],
  aside: [/^status (?:changed|updated) at$/],
} as const satisfies Source;
