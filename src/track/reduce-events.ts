import { addressKey } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  type OldEvent,
  type ReducedEvent,
  wholeEvents,
  writeReduced,
} from "#src/store/retention/old-events.ts";
import { isAccounts } from "./is-accounts.ts";
import type { MirrorKeys } from "./mirror-suppression.ts";

/**
 * Takes one step, in one transaction, of reducing the payloads of events that were received at `before` or earlier. Returns how
 * many were reduced; 0 if none is left.
 */
export async function reduceEvents(ledger: Ledger, keys: MirrorKeys, before: number): Promise<number> {
  return ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const events = await wholeEvents(scoped, before);
    if (events.length === 0) return 0;
    await writeReduced(
      scoped,
      events.map((event) => reduced(event, keys)),
      ledger.clock.now(),
    );
    return events.length;
  });
}

/**
 * Returns an event whose payload has only what reports read there: the link of a click and the kind of a bounce. Name, time,
 * kind and delivery have columns of their own. An event about Resend's own suppressions keeps the HMAC of its address.
 */
export function reduced(row: OldEvent, { suppressionKey }: MirrorKeys): ReducedEvent {
  const event = parseEvent(row.payload, { id: row.provider_event_id, receivedAt: row.at });
  const isAddressKept = event?.address != null && isAccounts(event);
  return {
    id: row.id,
    payload: JSON.stringify(event === null ? {} : kept(event)),
    addressKey: isAddressKept ? addressKey(event.address, suppressionKey) : null,
  };
}

function kept({ name, click, bounce }: NonNullable<ReturnType<typeof parseEvent>>): object {
  if (click !== null) return { type: name, data: { click: { link: withoutToken(click.link) } } };
  if (bounce !== null)
    return { type: name, data: { bounce: { type: bounce.kind, subType: bounce.subtype } } };
  return {};
}

/** A reader's own link opens their subscription: only the page it led to is kept, not its token. */
function withoutToken(link: string): string {
  return link.replace(/\/([ucpr])\/v1\.[^]*$/, "/$1/…");
}
