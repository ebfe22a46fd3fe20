import type { Ledger } from "#src/store/database/ledger.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { setMemberships } from "#src/store/readers/memberships.ts";
import { subscriberByPublicId, updateSubscriber } from "#src/store/readers/subscribers.ts";

export interface Preferences {
  /** True: on the list; false: off it. Lists that are not named stay unchanged. */
  readonly lists: Readonly<Record<string, boolean>>;
  /** Attributes to set; null removes one. Attributes that are not named stay unchanged. */
  readonly attributes: Readonly<Record<string, string | null>>;
  /** IANA name; null for the newsletter's own; undefined leaves it unchanged. */
  readonly timezone?: string | null;
  /** No issue before this instant (ms UTC); null ends a pause; undefined leaves it unchanged. */
  readonly pausedUntil?: number | null;
}

/** Save what a reader chose on their own page. The log says what changed, without the values. False if no reader has that id. */
export async function savePreferences(
  ledger: Ledger,
  publicId: string,
  { lists, attributes, timezone, pausedUntil }: Preferences,
): Promise<boolean> {
  const evidence = { source: "preferences page" };
  if (!(await setMemberships(ledger, publicId, lists, evidence))) return false;
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const person = await subscriberByPublicId(db, publicId);
    if (person === undefined) return false;
    const before = JSON.parse(person.attributes) as Record<string, unknown>;
    const after = { ...before };
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) delete after[name];
      else after[name] = value;
    }
    const changed = [
      ...Object.keys(attributes).filter((name) => before[name] !== after[name]),
      ...(timezone === undefined || timezone === person.timezone ? [] : ["timezone"]),
      ...(pausedUntil === undefined || pausedUntil === person.paused_until ? [] : ["paused_until"]),
    ];
    if (changed.length === 0) return true;
    await updateSubscriber(
      db,
      person.id,
      {
        attributes: after,
        ...(timezone === undefined ? {} : { timezone }),
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
      },
      now,
    );
    await recordConsent(db, {
      subscriberId: person.id,
      addressKey: person.address_key,
      list: null,
      act: "preferences",
      at: now,
      source: evidence.source,
      evidence: { changed: changed.join(",") },
    });
    return true;
  });
}
