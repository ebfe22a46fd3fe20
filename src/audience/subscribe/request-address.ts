import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { takeCounted, takeSpaced } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { insertAddressChange } from "#src/store/readers/address-changes.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { subscriberByPublicId } from "#src/store/readers/subscribers.ts";
import { isSuppressed } from "#src/store/readers/suppressions.ts";
import { queueTrigger } from "#src/store/sends/triggers.ts";
import { mainListOf } from "./main-list.ts";
import { networkCounter } from "./network-counter.ts";
import { MAILS_UNCONFIRMED, mailboxCounter } from "./request-subscription.ts";

/** A reader mistypes an address once or twice; more requests come from somebody with a forwarded mail. */
const CHANGES_A_DAY = 5;

export interface AddressRequest {
  /** The reader's public id, from the link of their page. */
  readonly publicId: string;
  /** As `validAddress` returned it. */
  readonly address: string;
  readonly lang: string;
  /** The network it came from, as `networkOf` returns it; null if unknown. */
  readonly network: string | null;
  readonly evidence: Readonly<Record<string, string>>;
}

/** The outcome of a request. The visitor never learns it: a person who types an address must not learn whether it is known here. */
export type AddressRequested = "asked" | "same" | "unknown" | "suppressed" | "throttled";

/**
 * A reader asked for their copies at another address. Nothing changes until the owner of that address presses the
 * button in the mail that is queued for it. The mail counts as one that a stranger may have caused, like the mail of
 * the form.
 */
export async function requestAddress(
  ledger: Ledger,
  { publicId, address, lang, network, evidence }: AddressRequest,
  { newsletter, suppressionKey }: { readonly newsletter: Newsletter; readonly suppressionKey: string },
): Promise<AddressRequested> {
  const now = ledger.clock.now();
  const key = addressKey(address, suppressionKey);
  // One transaction and at least one write in every case, as for the form: the time an answer takes must reveal
  // nothing.
  return ledger.db.transaction().execute(async (db): Promise<AddressRequested> => {
    const most = newsletter.subscribe.forms_per_network;
    const counted = { most, windowMs: HOUR_MS, now };
    if (!(await takeCounted(db, networkCounter(network, suppressionKey), counted))) return "throttled";
    const person = await subscriberByPublicId(db, publicId);
    if (person === undefined) return "unknown";
    if (person.address_key === key) return "same";
    if (await isSuppressed(db, key)) return "suppressed";
    const today = { most: CHANGES_A_DAY, windowMs: DAY_MS, now };
    if (!(await takeCounted(db, `address:${person.public_id}`, today))) return "throttled";
    const spaced = { most: MAILS_UNCONFIRMED, apartMs: DAY_MS, now };
    if (!(await takeSpaced(db, mailboxCounter(address, suppressionKey), spaced))) return "throttled";
    const change = newId();
    await insertAddressChange(db, {
      public_id: change,
      subscriber_id: person.id,
      kind: "asked",
      address,
      address_key: key,
      at: now,
    });
    await recordConsent(db, {
      subscriberId: person.id,
      addressKey: key,
      list: null,
      act: "address_asked",
      at: now,
      source: "preferences page",
      evidence,
    });
    const list = await mainListOf(db, person.id, newsletter);
    await queueTrigger(db, { name: "change", subscriber_id: person.id, list, lang, cause: change, at: now });
    return "asked";
  });
}
