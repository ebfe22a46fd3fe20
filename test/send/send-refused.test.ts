import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { countMissed, scheduleAgain } from "#src/send/send-again.ts";
import { newId } from "#src/model/ids.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { decideUncertain, finishSends } from "#src/send/finish-sends.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

for (const dialect of DIALECTS) {
  test(`a reader who was refused and is still on the list gets the issue once more, and nobody else (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 6);
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox[Symbol.asyncDispose]());
    const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
    const work = () =>
      runWorker(ledger, {
        client,
        keys: KEYS,
        token: `test:1:${newId()}`,
        signal: new AbortController().signal,
        untilIdle: true,
      });
    await scheduleTestSend(ledger);
    await expect(countMissed(ledger, "hello", "refused")).rejects.toMatchObject({ code: "send/wrong-state" });
    await startDue(ledger);
    await work();
    // Readers 1 to 4 were refused; 5 is uncertain; 6 has it. Then 2 left, 3 was suppressed, and 7 is new.
    await ledger.db
      .updateTable("deliveries")
      .set({ outcome: "refused", not_received: 1, provider_id: null })
      .where("subscriber_id", "<=", 4)
      .execute();
    await ledger.db
      .updateTable("list_members")
      .set({ state: "unsubscribed" })
      .where("subscriber_id", "=", 2)
      .execute();
    const third = await ledger.db
      .selectFrom("subscribers")
      .select("address_key")
      .where("id", "=", 3)
      .executeTakeFirstOrThrow();
    await ledger.db
      .insertInto("suppressions")
      .values({ ...third, reason: "bounced", at: 0, source: "test" })
      .execute();
    const { id } = await ledger.db
      .insertInto("subscribers")
      .values({
        public_id: newId(),
        address: "reader7@readers.example",
        address_key: "seven",
        timezone: null,
        attributes: "{}",
        paused_until: null,
        created_at: 0,
        updated_at: 0,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await ledger.db
      .insertInto("list_members")
      .values({ list: "weekly", subscriber_id: id, state: "active", at: 0 })
      .execute();

    expect(await countMissed(ledger, "hello", "refused")).toBe(2);
    await scheduleAgain(ledger, "hello", { missed: "refused", person: "cli:test" });
    await startDue(ledger);
    await work();
    const [status] = await readStatus(ledger.db, "hello");
    expect(status?.send).toMatchObject({ state: "submitted", candidates: 3, excluded: 1, recipients: 2 });
    const copies = sandbox.inbox.countsByAddress();
    expect([1, 2, 3, 4, 5, 6, 7].map((n) => copies.get(`reader${n}@readers.example`) ?? 0)).toEqual([
      2, 1, 1, 2, 1, 1, 0,
    ]);
    expect(await countMissed(ledger, "hello", "refused")).toBe(0);
  });
}

test("a person's word settles uncertain recipients, and what they call refused can be offered again", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 3);
  const { send } = await scheduleTestSend(ledger);
  await startDue(ledger);
  await ledger.db.updateTable("batches").set({ state: "uncertain", first_post_at: 1 }).execute();
  await ledger.db.updateTable("deliveries").set({ outcome: "uncertain" }).execute();
  await finishSends(ledger);
  expect(await decideUncertain(ledger, send, "refused")).toBe(3);
  await finishSends(ledger);
  const [status] = await readStatus(ledger.db, "hello");
  expect(status?.send.state).toBe("submitted_with_failures");
  expect(await countMissed(ledger, "hello", "refused")).toBe(3);
});
