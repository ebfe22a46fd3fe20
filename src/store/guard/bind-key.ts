import { createHmac } from "node:crypto";
import type { Kysely } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import { createAddressKeys } from "#src/model/ids.ts";
import { readMeta } from "#src/store/database/meta.ts";
import type { Database } from "#src/store/database/schema.ts";

/** The name in `meta` under which the HMAC of a constant under SUPPRESSION_KEY is kept. */
const NAME = "suppression_key";
/** How many stored address keys are compared, and must all agree, before a ledger that was made without the binding gets it. */
const SAMPLE = 20;

/** The opened ledger; one that was moved elsewhere takes no writes. */
interface Opened {
  readonly db: Kysely<Database>;
  /** Its address without a password. */
  readonly shown: string;
  readonly isMoved: boolean;
}

/**
 * Compare SUPPRESSION_KEY with the one that a ledger was made with. Under another key every address is a stranger: an import
 * makes a second row of each reader, and nobody who said no is recognised. The first key binds the ledger permanently, after
 * the addresses in it agree. Throws `ledger/other-key`.
 */
export async function bindKey(opened: Opened, suppressionKey: string): Promise<void> {
  const { db, shown } = opened;
  const own = bindingOf(suppressionKey);
  const bound = await readMeta(db, NAME);
  const made = bound ?? (await bindNow(opened, { suppressionKey, own }));
  if (made === own) return;
  const by = made === null ? "another SUPPRESSION_KEY than" : `the SUPPRESSION_KEY ${short(made)}, not with`;
  throw new LetterpressError("ledger/other-key", `The ledger ${shown} was made with ${by} ${short(own)}.`);
}

/** Returns the fingerprint of the key that a ledger is bound to; null for a ledger that is not bound. */
export async function fingerprintOfLedger(db: Kysely<Database>): Promise<string | null> {
  const bound = await readMeta(db, NAME);
  return bound === null ? null : short(bound);
}

/** Whether a ledger is bound to its key. One whose readers were imported under two keys is not. */
export async function isKeyBound(db: Kysely<Database>): Promise<boolean> {
  return (await readMeta(db, NAME)) !== null;
}

/** Returns 12 hexadecimal digits of an HMAC under a SUPPRESSION_KEY, by which people tell one key from another. */
export function fingerprintOfKey(suppressionKey: string): string {
  return short(bindingOf(suppressionKey));
}

/**
 * Binds a ledger that is not bound yet. Returns the binding that its addresses agree with: `own`, null for another key, or
 * the one that another process has written meanwhile. If most of its readers agree but not all, somebody imported under two
 * keys. Such a ledger stays unbound and works as before: refusing it would keep its readers from leaving.
 */
async function bindNow(
  { db, isMoved }: Opened,
  { suppressionKey, own }: { suppressionKey: string; own: string },
): Promise<string | null> {
  const stored = await sampleAddresses(db);
  const keyOf = createAddressKeys(suppressionKey);
  const agreeing = stored.filter(({ address, key }) => keyOf(address) === key).length;
  if (agreeing < stored.length / 2) return null;
  if (isMoved || agreeing < stored.length) return own;
  await db
    .insertInto("meta")
    .values({ name: NAME, value: own })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  return readMeta(db, NAME);
}

/** Reads addresses in the order of their keys, which is random: those imported under another key are as likely among them as any. */
async function sampleAddresses(db: Kysely<Database>): Promise<{ address: string; key: string }[]> {
  return db
    .selectFrom("subscribers")
    .select(["address", "address_key as key"])
    .orderBy("address_key")
    .limit(SAMPLE)
    .execute();
}

/** HMAC-SHA-256 (hex) of a constant: it tells keys apart, and gives no address away. */
function bindingOf(suppressionKey: string): string {
  return createHmac("sha256", suppressionKey)
    .update("letterpress: the SUPPRESSION_KEY of this ledger")
    .digest("hex");
}

function short(binding: string): string {
  return binding.slice(0, 12);
}
