import { LetterpressError } from "#src/model/errors.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { MembershipState, SuppressionReason } from "#src/model/states.ts";
import { isZone } from "#src/model/wall-clock.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  findSubscriber,
  insertSubscriber,
  membershipsOf,
  setMembership,
  updateSubscriber,
} from "#src/store/readers/subscribers.ts";
import { findSuppression } from "#src/store/readers/suppressions.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import { typedAttributes } from "./typed-attributes.ts";

interface AddOptions {
  readonly newsletter: Newsletter;
  readonly list: string;
  readonly suppressionKey: string;
  /** Who adds the subscriber, for the consent log: `cli:ana`. */
  readonly source: string;
  /** Values as typed; each is read as its attribute's declared type. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly timezone?: string;
  /** Default active: a person vouches for the consent. */
  readonly state?: "active" | "pending";
  /** Bring back a reader who unsubscribed, because they asked for it. */
  readonly resubscribe?: boolean;
}

type Added =
  | {
      readonly result: "added" | "updated" | "unchanged";
      readonly address: string;
      readonly state: MembershipState;
    }
  /** The reader left before; nothing was changed. */
  | { readonly result: "unsubscribed"; readonly address: string }
  | { readonly result: "suppressed"; readonly address: string; readonly reason: SuppressionReason }
  | { readonly result: "refused"; readonly reason: string };

/**
 * Put one person on a list. Never brings back a suppressed address, and an unsubscribed one only on request.
 * Throws `audience/unknown-list`, and `usage/invalid` for an invalid attribute or zone.
 */
export async function addSubscriber(ledger: Ledger, typed: string, options: AddOptions): Promise<Added> {
  const { newsletter, list, suppressionKey, source, timezone, state = "active" } = options;
  if (!Object.hasOwn(newsletter.lists, list)) {
    throw new LetterpressError(
      "audience/unknown-list",
      `Expected one of ${Object.keys(newsletter.lists).join(", ")}, got ${JSON.stringify(list)}.`,
    );
  }
  if (timezone !== undefined && !isZone(timezone)) {
    const message = `Expected an IANA time zone such as America/Lima, got ${JSON.stringify(timezone)}.`;
    throw new LetterpressError("usage/invalid", message);
  }
  const values = typedAttributes(newsletter, options.attributes ?? {});
  const checked = validAddress(typed);
  if (!checked.ok) return { result: "refused", reason: checked.reason };
  const { address } = checked;
  const key = addressKey(address, suppressionKey);
  const now = ledger.clock.now();

  return ledger.db.transaction().execute(async (trx): Promise<Added> => {
    const suppression = await findSuppression(trx, key);
    if (suppression !== undefined) return { result: "suppressed", address, reason: suppression.reason };
    const known = await findSubscriber(trx, key);
    const members = known === undefined ? [] : await membershipsOf(trx, known.id);
    const have = members.find((member) => member.list === list)?.state;
    if (have === "unsubscribed" && options.resubscribe !== true) return { result: "unsubscribed", address };

    const before = known === undefined ? {} : (JSON.parse(known.attributes) as Record<string, unknown>);
    const attributes = { ...before, ...values };
    const person =
      known ??
      (await insertSubscriber(
        trx,
        { publicId: newId(), address, addressKey: key, timezone: timezone ?? null, attributes },
        now,
      ));
    const differs =
      known !== undefined &&
      (JSON.stringify(attributes) !== JSON.stringify(before) ||
        (timezone !== undefined && timezone !== known.timezone));
    if (differs) {
      await updateSubscriber(
        trx,
        person.id,
        { attributes, ...(timezone === undefined ? {} : { timezone }) },
        now,
      );
    }
    // A reader who confirmed once stays confirmed.
    if (have === state || have === "active") {
      return { result: differs ? "updated" : "unchanged", address, state: have };
    }
    await setMembership(trx, { subscriberId: person.id, list, state, at: now });
    await recordConsent(trx, {
      subscriberId: person.id,
      addressKey: key,
      list,
      act: have === "unsubscribed" ? "resubscribed" : "added",
      at: now,
      source,
      evidence: { status: state },
    });
    return { result: have === undefined ? "added" : "updated", address, state };
  });
}
