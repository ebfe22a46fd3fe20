import type { Asset } from "#src/model/email.ts";
import type { Email } from "#src/model/email.ts";
import { addressKey } from "#src/model/ids.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { saveAssets, saveEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { planTest } from "#src/store/sends/plan-test.ts";
import { insertSend } from "#src/store/sends/sends.ts";

/**
 * Record a test of an email, ready to be worked on at once: the same path as a real send, with `[TEST]` before the
 * subject and links that change nothing. Returns the send's id.
 */
export async function recordTest(
  ledger: Ledger,
  test: {
    readonly email: Email;
    readonly assets: readonly Asset[];
    readonly to: readonly string[];
    /** Attributes to merge, as of some subscriber; `{}` for a reader nobody knows. */
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly zone: string;
    readonly by: string;
    readonly settings: SendSettings;
  },
  suppressionKey: string,
): Promise<number> {
  const now = ledger.clock.now();
  const slotValues = JSON.stringify(test.attributes);
  return ledger.db.transaction().execute(async (db) => {
    await saveEmail(db, test.email, now);
    await saveAssets(db, test.assets, now);
    const count = test.to.length;
    const send = await insertSend(
      db,
      {
        kind: "test",
        email_digest: test.email.digest,
        list: test.email.list,
        zone: test.zone,
        due_at: now,
        scheduled_by: test.by,
        state: "submitting",
        settings: test.settings,
        candidates: count,
        excluded: 0,
        recipients: count,
        planned_at: now,
        started_at: now,
      },
      now,
    );
    const recipients = test.to.map((address) => ({
      address,
      addressKey: addressKey(address, suppressionKey),
      slotValues,
    }));
    await planTest(db, send.id, recipients, now);
    return send.id;
  });
}
