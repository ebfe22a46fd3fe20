import { addressKey, newId } from "#src/model/ids.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { insertPlanned } from "#src/store/sends/insert-planned.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { testEmail, testSettings } from "../helpers/temp-ledger.ts";
import { SUPPRESSION_KEY, bounce, click, eventOf, seedSend } from "../track/seed.ts";

/** A ledger with something of everything that retention, the forgetting and the matching look at. */
export async function fillForRetention(ledger: Ledger): Promise<void> {
  const { db } = ledger;
  const keys = { suppressionKey: SUPPRESSION_KEY };
  const now = ledger.clock.now();
  const seeded = await seedSend(ledger, { count: 3 });
  await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.delivered"), keys);
  await takeEvent(
    ledger,
    eventOf(ledger, seeded, 0, "email.clicked", { extra: click("https://example.org/a") }),
    keys,
  );
  await takeEvent(ledger, eventOf(ledger, seeded, 1, "email.bounced", { extra: bounce("Permanent") }), keys);
  for (const [id, state] of [
    ["waits", 0],
    ["ignored", 2],
  ] as const) {
    const values = {
      provider_event_id: id,
      name: "email.sent",
      at: now,
      received_at: now,
      payload: "{}",
      state,
    };
    await db.insertInto("events").values(values).execute();
  }
  await saveEmail(db, testEmail(), now);
  for (const state of ["submitted", "paused"] as const) {
    const address = `${state}@example.org`;
    const person = await db
      .insertInto("subscribers")
      .values({
        public_id: newId(),
        address,
        address_key: addressKey(address, SUPPRESSION_KEY),
        attributes: "{}",
        created_at: now,
        updated_at: now,
      })
      .returning(["id", "public_id", "address_key"])
      .executeTakeFirstOrThrow();
    await db
      .insertInto("list_members")
      .values({ list: "weekly", subscriber_id: person.id, state: "pending", at: now })
      .execute();
    const send = await insertPlanned(
      db,
      {
        kind: "trigger",
        cause: `confirm:${person.id}`,
        email_digest: testEmail().digest,
        list: "weekly",
        zone: "UTC",
        scheduled_by: "form",
        settings: testSettings(),
      },
      [
        {
          subscriber_id: person.id,
          subscriber_public_id: person.public_id,
          address,
          address_key: person.address_key,
          slot_values: "{}",
        },
      ],
      now,
    );
    await db
      .updateTable("sends")
      .set(state === "paused" ? { state, reason: "auth" } : { state, finished_at: now })
      .where("id", "=", send.id)
      .execute();
    if (state === "submitted")
      await db.updateTable("batches").set({ state }).where("send_id", "=", send.id).execute();
  }
}
