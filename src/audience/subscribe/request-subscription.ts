import type { Kysely } from "kysely";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { abuseKey, addressKey, newId } from "#src/model/ids.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import type { MembershipState } from "#src/model/states.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { takeCounted, takeSpaced } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openRequests } from "#src/store/readers/open-requests.ts";
import type { Database } from "#src/store/database/schema.ts";
import {
  type SubscriberRow,
  findSubscriber,
  insertSubscriber,
  membershipsOf,
  setMembership,
} from "#src/store/readers/subscribers.ts";
import { isSuppressed } from "#src/store/readers/suppressions.ts";
import { queueTrigger } from "#src/store/sends/triggers.ts";
import { networkCounter } from "./network-counter.ts";

/** The form sends one mailbox at most one mail a day … */
const MAIL_APART_MS = DAY_MS;
/** … and at most this many in total, until its owner has confirmed one of them. */
export const MAILS_UNCONFIRMED = 3;

export interface SubscriptionRequest {
  /** As `validAddress` returned it. */
  readonly address: string;
  /** Keys of the newsletter's lists. */
  readonly lists: readonly string[];
  readonly firstName: string | null;
  /** Language of the page: the mails that follow use it if the newsletter has it. */
  readonly lang: string;
  /** The network it came from, as `networkOf` returns it; null if unknown. */
  readonly network: string | null;
  /** Evidence of the request, kept in the consent log. */
  readonly evidence: Readonly<Record<string, string>>;
}

/** The outcome of a request. The visitor who filled in the form never learns it. */
export type Requested = "confirm" | "joined" | "known" | "suppressed" | "throttled";

/**
 * Take a filled-in form. A stranger may have filled it in: until the address's owner confirms, nobody joins a list and
 * nobody rejoins a list they left, unless the list asks for no confirmation. The mail is queued.
 */
export async function requestSubscription(
  ledger: Ledger,
  request: SubscriptionRequest,
  { newsletter, suppressionKey }: { newsletter: Newsletter; suppressionKey: string },
): Promise<Requested> {
  const now = ledger.clock.now();
  const key = addressKey(request.address, suppressionKey);
  // One transaction and at least one write in every case: the time an answer takes must not reveal who is known.
  return ledger.db.transaction().execute(async (db): Promise<Requested> => {
    const most = newsletter.subscribe.forms_per_network;
    const counter = networkCounter(request.network, suppressionKey);
    if (!(await takeCounted(db, counter, { most, windowMs: HOUR_MS, now }))) return "throttled";
    if (await isSuppressed(db, key)) return "suppressed";
    const known = await findSubscriber(db, key);
    const states = known === undefined ? new Map<string, MembershipState>() : await statesOf(db, known.id);
    const wanted = request.lists.filter((list) => states.get(list) !== "active");
    if (wanted.length === 0) return "known";
    const mayMail = await takeSpaced(db, mailboxCounter(request.address, suppressionKey), {
      most: MAILS_UNCONFIRMED,
      apartMs: MAIL_APART_MS,
      now,
    });
    // Without a mail nobody can confirm: a stranger's entry must not become a permanent row.
    if (!mayMail && known === undefined) return "throttled";
    const person = known ?? (await insertPerson(db, request, { key, newsletter, now }));
    const open = new Set(await openRequests(db, person.id));
    const joins = wanted.filter((list) => newsletter.lists[list]?.opt_in === "single" && !states.has(list));
    const asks = wanted.filter((list) => !joins.includes(list));
    if (!mayMail && asks.every((list) => open.has(list)) && joins.length === 0) return "throttled";

    const causes = new Map<string, number>();
    for (const list of wanted) {
      if (!mayMail && open.has(list)) continue;
      const id = await recordConsent(db, {
        subscriberId: person.id,
        addressKey: key,
        list,
        act: "form_submitted",
        at: now,
        source: "form",
        evidence: { opt_in: joins.includes(list) ? "single" : "double", ...request.evidence },
      });
      causes.set(list, id);
      if (!states.has(list)) {
        const state = joins.includes(list) ? "active" : "pending";
        await setMembership(db, { subscriberId: person.id, list, state, at: now });
      }
    }
    const [list] = asks.length > 0 ? asks : joins;
    if (!mayMail || list === undefined) return "throttled";
    await queueTrigger(db, {
      name: asks.length > 0 ? "confirm" : "welcome",
      subscriber_id: person.id,
      list,
      lang: request.lang,
      cause: String(causes.get(list)),
      at: now,
    });
    return asks.length > 0 ? "confirm" : "joined";
  });
}

/** The name under which mails to a mailbox are counted. */
export function mailboxCounter(address: string, suppressionKey: string): string {
  return `mailbox:${abuseKey(address, suppressionKey)}`;
}

async function statesOf(db: Kysely<Database>, subscriberId: number): Promise<Map<string, MembershipState>> {
  return new Map((await membershipsOf(db, subscriberId)).map(({ list, state }) => [list, state]));
}

/** A stranger may give a name for a new address, but a form never renames a known subscriber. */
async function insertPerson(
  db: Kysely<Database>,
  { address, firstName, lang }: SubscriptionRequest,
  { key, newsletter, now }: { key: string; newsletter: Newsletter; now: number },
): Promise<SubscriberRow> {
  const declaresLanguage = attributesOf(newsletter)["language"]?.type === "string";
  const attributes = {
    ...(firstName === null ? {} : { first_name: firstName }),
    ...(declaresLanguage ? { language: lang } : {}),
  };
  return insertSubscriber(
    db,
    { publicId: newId(), address, addressKey: key, timezone: null, attributes },
    now,
  );
}
