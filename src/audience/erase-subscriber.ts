import type { Kysely } from "kysely";
import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import { addressKey } from "#src/model/ids.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { dropCounter } from "#src/store/database/counters.ts";
import {
  type PendingBatch,
  deletePerson,
  eventsById,
  eventsHolding,
  eventsOf,
  findDeliveriesTo,
  scrubDeliveries,
  scrubTests,
} from "#src/store/readers/erase.ts";
import { wantCompacted } from "#src/store/readers/compact-ledger.ts";
import { replacePayload } from "#src/store/events/events.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { formerKeysOf, otherNamesOf } from "#src/store/readers/address-changes.ts";
import type { Database } from "#src/store/database/schema.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";
import { suppress } from "#src/store/readers/suppressions.ts";
import { mailboxCounter } from "#src/audience/subscribe/request-subscription.ts";
import { compactApart } from "./compact-apart.ts";
import { scrubEvent } from "./scrub-event.ts";
import { expectAddress } from "./expect-address.ts";

interface Erased {
  /** False if the address was unknown; it is suppressed anyway. */
  readonly known: boolean;
  /** Batches that may still be posted: they keep the address until they settle (`scrubErased`). */
  readonly pendingBatches: readonly PendingBatch[];
  /** False if another process used the database for too long: its file is rewritten later (`scrubErased`). */
  readonly compacted: boolean;
}

/**
 * Forget a person: their row, lists, attributes, the evidence in the consent log, and what deliveries and events say
 * about them. Only the HMAC of the address stays: in suppressions, so that no later import brings the person back, and
 * in the rows of the consent log and the deliveries, which say what happened but no longer to whom. The database's file
 * is rewritten.
 *
 * This cannot reach what Resend and older backups hold. Throws `usage/invalid` for an invalid address.
 */
export async function eraseSubscriber(
  ledger: Ledger,
  typed: string,
  { suppressionKey, source }: { suppressionKey: string; source: string },
): Promise<Erased> {
  const address = expectAddress(typed);
  const key = addressKey(address, suppressionKey);
  const now = ledger.clock.now();
  const textsOf = async (
    db: Kysely<Database>,
    person: { readonly id: number; readonly address: string } | undefined,
  ) => {
    const others = person === undefined ? [] : (await otherNamesOf(db, person.id)).addresses;
    return [...new Set([address, canonicalAddress(address), person?.address ?? address, ...others])];
  };
  // Reading every event takes seconds, and on SQLite nobody else can write while a transaction runs, so there it reads
  // only the events that came since. On PostgreSQL nobody waits, and an event with a lower number may be committed
  // later.
  const seen =
    ledger.dialect === "sqlite"
      ? await eventsHolding(ledger.db, await textsOf(ledger.db, await findSubscriber(ledger.db, key)))
      : { ids: [], last: 0 };
  const erased = await ledger.db.transaction().execute(async (trx): Promise<Omit<Erased, "compacted">> => {
    const person = await findSubscriber(trx, key);
    const deliveries = await findDeliveriesTo(trx, key);
    const texts = await textsOf(trx, person);
    const ids =
      person === undefined ? [] : [person.public_id, ...(await otherNamesOf(trx, person.id)).publicIds];
    const identifiers = [...texts, ...ids];
    // The person's former addresses are suppressed too: an older file would bring the person back under one of them.
    const keys = [key, ...(person === undefined ? [] : await formerKeysOf(trx, person.id))];
    const since = await eventsHolding(trx, texts, seen.last);
    const events = [
      ...(await eventsOf(trx, deliveries)),
      ...(await eventsById(trx, [...seen.ids, ...since.ids])),
    ];
    for (const { id, payload } of events) {
      await replacePayload(trx, id, scrubEvent(payload, identifiers));
    }
    const tests = await scrubTests(trx);
    const pendingBatches = await scrubDeliveries(trx, [...deliveries, ...tests]);
    await deletePerson(trx, key);
    await wantCompacted(trx);
    // From here on the address is suppressed and never mailed again, so its mails need no counter.
    await dropCounter(trx, mailboxCounter(address, suppressionKey));
    for (const addressKey of keys) await suppress(trx, { addressKey, reason: "erased", at: now, source });
    await recordConsent(trx, {
      subscriberId: null,
      addressKey: key,
      list: null,
      act: "erased",
      at: now,
      source,
      evidence: {},
    });
    return { known: person !== undefined || deliveries.length > 0 || events.length > 0, pendingBatches };
  });
  return { ...erased, compacted: await compactApart(ledger) };
}
