import type { MembershipState, SuppressionReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { countMemberships } from "#src/store/readers/subscribers.ts";
import { countSuppressions } from "#src/store/readers/suppressions.ts";

interface SubscriberCounts {
  /** People in the ledger, each counted once however many lists they are on. */
  readonly people: number;
  /** Memberships by list and state. */
  readonly lists: Readonly<Record<string, Readonly<Record<MembershipState, number>>>>;
  /** Addresses never to be mailed, by reason; they need not be subscribers. */
  readonly suppressions: Readonly<Partial<Record<SuppressionReason, number>>>;
}

/** Counts the subscribers. */
export async function countSubscribers(ledger: Ledger): Promise<SubscriberCounts> {
  const { people, lists } = await countMemberships(ledger.db);
  return { people, lists, suppressions: await countSuppressions(ledger.db) };
}
