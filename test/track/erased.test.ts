import { expect, test } from "vitest";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { startDue } from "#src/send/start-due.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { SUPPRESSION_KEY, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

test("an event that comes after its person was erased does not bring their address back", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 1);
  await scheduleTestSend(ledger);
  await startDue(ledger);
  await ledger.db.updateTable("batches").set({ state: "submitted" }).execute();
  await ledger.db.updateTable("deliveries").set({ outcome: "submitted", provider_id: "p1" }).execute();
  await eraseSubscriber(ledger, "reader1@readers.example", {
    suppressionKey: SUPPRESSION_KEY,
    source: "test",
  });
  const payload = JSON.stringify({
    type: "email.delivered",
    created_at: "2026-12-01T09:00:00Z",
    data: { email_id: "p1", to: ["reader1@readers.example"], subject: "For Reader 1" },
  });
  const event = parseEvent(payload, { id: "evt_late", receivedAt: 0 });
  if (event === null) throw new Error("The event does not parse.");
  await takeEvent(ledger, event, { suppressionKey: SUPPRESSION_KEY });
  const row = await ledger.db.selectFrom("events").select(["payload", "state"]).executeTakeFirstOrThrow();
  expect(row.payload).not.toMatch(/reader1|Reader 1/);
  expect(row.payload).toContain("p1");
});

test("neither does an event about their address that belongs to none of our messages", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 1);
  const erasure = { suppressionKey: SUPPRESSION_KEY, source: "test" };
  await eraseSubscriber(ledger, "reader1@readers.example", erasure);
  for (const [id, name, data] of [
    ["1", "suppression.added", { email: "Reader1@readers.example" }],
    ["2", "suppression.removed", { email: "reader1@readers.example" }],
    ["3", "email.bounced", { email_id: "unknown", to: ["reader1@readers.example"], subject: "For Reader 1" }],
  ] as const) {
    const event = parseEvent(JSON.stringify({ type: name, data }), { id, receivedAt: 0 });
    if (event === null) throw new Error("The event does not parse.");
    await takeEvent(ledger, event, { suppressionKey: SUPPRESSION_KEY });
  }
  const rows = await ledger.db.selectFrom("events").select("payload").execute();
  expect(rows).toHaveLength(3);
  for (const { payload } of rows) expect(payload).not.toMatch(/reader ?1/i);
  const kept = await ledger.db.selectFrom("suppressions").select("reason").execute();
  expect(kept).toEqual([{ reason: "erased" }]);
});
