import type { Asset, Email, SlotValues } from "#src/model/email.ts";
import { addressKey } from "#src/model/ids.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { frozenValuesOf } from "#src/store/sends/frozen-values.ts";
import { insertPlanned } from "#src/store/sends/insert-planned.ts";
import { sendById, stepSend } from "#src/store/sends/sends.ts";
import { sweepCanceled } from "./claim-batch.ts";

/**
 * Records a test of an email, ready to be posted at once. It takes the same path as a real send, with `[TEST]` before the
 * subject and links that change nothing. Returns the send's id.
 */
export async function recordTest(
  ledger: Ledger,
  test: {
    readonly email: Email;
    readonly assets: readonly Asset[];
    readonly to: readonly string[];
    /** Whose values the mail has: a subscriber's, by id, or these of a made-up reader. */
    readonly as: number | SlotValues["subscriber"];
    readonly zone: string;
    readonly by: string;
    readonly settings: SendSettings;
  },
  suppressionKey: string,
): Promise<number> {
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const values =
      typeof test.as === "number"
        ? await frozenValuesOf({ ...ledger, db }, test.as, test.email, now)
        : JSON.stringify(test.as);
    const readers = test.to.map((address) => ({
      address,
      address_key: addressKey(address, suppressionKey),
      slot_values: values,
    }));
    await saveEmail(db, test.email, now);
    await saveAssets(db, test.assets, now);
    const send = await insertPlanned(
      db,
      {
        kind: "test",
        email_digest: test.email.digest,
        list: test.email.list,
        zone: test.zone,
        scheduled_by: test.by,
        settings: test.settings,
      },
      readers,
      now,
    );
    return send.id;
  });
}

/**
 * End a test that could not be handed over. A person who has read that it failed must not get it later, when `tick` or
 * `serve` runs. What may have been accepted already is uncertain from here on.
 */
export async function withdrawTest(ledger: Ledger, id: number): Promise<void> {
  const send = await sendById(ledger.db, id);
  if (send?.state !== "submitting" && send?.state !== "paused") return;
  const now = ledger.clock.now();
  await stepSend(ledger.db, id, send.state, "canceled", now, { finished_at: now, note: send.note });
  await sweepCanceled(ledger);
}
