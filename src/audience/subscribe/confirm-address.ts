import type { Kysely } from "kysely";
import { DAY_MS } from "#src/model/durations.ts";
import { newId } from "#src/model/ids.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { dropCounter } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  type AddressChange,
  addressChange,
  insertAddressChange,
  takeAddressChange,
} from "#src/store/readers/address-changes.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import {
  changeAddress,
  isPlanning,
  lockReaders,
  mergeReaders,
  takeTurn,
} from "#src/store/readers/move-reader.ts";
import {
  type SubscriberRow,
  findSubscriber,
  membershipsOf,
  subscriberById,
} from "#src/store/readers/subscribers.ts";
import { isSuppressed } from "#src/store/readers/suppressions.ts";
import type { Database } from "#src/store/database/schema.ts";
import { queueTrigger } from "#src/store/sends/triggers.ts";
import { mainListOf } from "./main-list.ts";
import { mailboxCounter } from "./request-subscription.ts";

/** How long the link works in the mail to a new address (`asked`), and in the mail to the former address (`back`). */
const WORKS_MS = { asked: 3 * DAY_MS, back: 30 * DAY_MS } as const;

export interface AddressConfirmation {
  /** Public id of the change. */
  readonly change: string;
  readonly lang: string;
  readonly evidence: Readonly<Record<string, string>>;
}

/**
 * `changed`: the address is the reader's now, by this press of the button or by an earlier one. `suppressed`: the
 * address must not be mailed, and nothing changed. `busy`: an audience is being frozen at this moment; the same press
 * works a little later.
 */
export type AddressConfirmed =
  | { readonly kind: "changed"; readonly publicId: string; readonly active: readonly string[] }
  | { readonly kind: "suppressed"; readonly addressKey: string }
  | { readonly kind: "busy" }
  | { readonly kind: "stale" };

/** A change whose link still works; undefined for any other public id. */
export async function openAddressChange(
  { db, clock }: Pick<Ledger, "db" | "clock">,
  publicId: string,
): Promise<AddressChange | undefined> {
  const change = await addressChange(db, publicId);
  return change !== undefined && clock.now() - change.at < WORKS_MS[change.kind] ? change : undefined;
}

/**
 * The owner of an address pressed the button in the mail to it: from now on a reader's copies go there, and the reader
 * keeps lists, settings and what was sent. If the address already belongs to another subscriber, the two become one.
 * The former address is told, with a link back.
 */
export async function confirmAddress(
  ledger: Ledger,
  { change: publicId, lang, evidence }: AddressConfirmation,
  { newsletter, suppressionKey }: { readonly newsletter: Newsletter; readonly suppressionKey: string },
): Promise<AddressConfirmed> {
  const now = ledger.clock.now();
  const { dialect } = ledger;
  return ledger.db.transaction().execute(async (db): Promise<AddressConfirmed> => {
    await takeTurn(db, dialect);
    const change = await openAddressChange({ db, clock: ledger.clock }, publicId);
    if (change === undefined) return { kind: "stale" };
    const { address, address_key: key } = change;
    if (change.done_at !== null) return changed(db, change.subscriber_id);
    if (await isSuppressed(db, key)) return { kind: "suppressed", addressKey: key };
    if (await isPlanning(db)) return { kind: "busy" };
    const there = await findSubscriber(db, key);
    await lockReaders(db, dialect, [change.subscriber_id, ...(there === undefined ? [] : [there.id])]);
    if (!(await takeAddressChange(db, change.id, now))) return changed(db, change.subscriber_id);
    const person = await subscriberById(db, change.subscriber_id);
    if (person === undefined) return { kind: "stale" };
    if (person.address_key === key) return changed(db, person.id);
    if (there === undefined) await changeAddress(db, person, { address, addressKey: key, now });
    else await mergeReaders(db, dialect, { from: person, to: there, now });
    const id = there?.id ?? person.id;
    for (const addressKey of [person.address_key, key]) {
      const said = { subscriberId: id, addressKey, list: null, at: now, source: "confirm page", evidence };
      await recordConsent(db, { ...said, act: "address_changed" });
    }
    // The mail reached the owner of the address, so its mails no longer count as unconfirmed.
    await dropCounter(db, mailboxCounter(address, suppressionKey));
    await tell(db, person, { id, list: await mainListOf(db, id, newsletter), lang, now });
    return changed(db, id);
  });
}

/** Tell the former address, with a link that leads back to it. A suppressed one is left out when the mail is posted. */
async function tell(
  db: Kysely<Database>,
  { address, address_key: addressKey }: SubscriberRow,
  {
    id,
    list,
    lang,
    now,
  }: { readonly id: number; readonly list: string; readonly lang: string; readonly now: number },
): Promise<void> {
  const back = newId();
  await insertAddressChange(db, {
    public_id: back,
    subscriber_id: id,
    kind: "back",
    address,
    address_key: addressKey,
    at: now,
  });
  await queueTrigger(db, { name: "changed", subscriber_id: id, list, lang, cause: back, at: now });
}

async function changed(db: Kysely<Database>, subscriberId: number): Promise<AddressConfirmed> {
  const person = await subscriberById(db, subscriberId);
  if (person === undefined) return { kind: "stale" };
  const members = await membershipsOf(db, subscriberId);
  const active = members.flatMap(({ list, state }) => (state === "active" ? [list] : []));
  return { kind: "changed", publicId: person.public_id, active };
}
