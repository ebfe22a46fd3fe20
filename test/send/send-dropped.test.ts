import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { countMissed, scheduleAgain } from "#src/send/send-again.ts";
import { newId } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { buildReport } from "#src/track/build-report.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, SUPPRESSION_KEY, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

function worker(ledger: Ledger, sandbox: Sandbox): () => Promise<void> {
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  return async () => {
    const { signal } = new AbortController();
    await runWorker(ledger, { client, keys: KEYS, token: `test:1:${newId()}`, signal, untilIdle: true });
  };
}

/** What Resend says of a message it accepted: of the latest delivery to a reader. */
async function hear(ledger: Ledger, reader: number, type: string, reason = "daily_quota"): Promise<void> {
  const delivery = await ledger.db
    .selectFrom("deliveries")
    .select(["provider_id", "address"])
    .where("subscriber_id", "=", reader)
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  const body = { type, data: { email_id: delivery.provider_id, to: [delivery.address], failed: { reason } } };
  const event = parseEvent(JSON.stringify(body), { id: newId(), receivedAt: ledger.clock.now() });
  if (event === null) throw new Error("not an event");
  await takeEvent(ledger, event, { suppressionKey: SUPPRESSION_KEY });
}

for (const dialect of DIALECTS) {
  test(`a reader whom Resend's quota kept from an issue gets it once more, and nobody else (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 7);
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox[Symbol.asyncDispose]());
    const work = worker(ledger, sandbox);
    await scheduleTestSend(ledger);
    await expect(countMissed(ledger, "hello", "dropped")).rejects.toMatchObject({ code: "send/wrong-state" });
    await startDue(ledger);
    await work();
    // 1 to 4 were dropped; 5 failed for another reason; 6 has it; 7 bounced. Then 2 left, 3 was suppressed.
    for (const reader of [1, 2, 3, 4]) await hear(ledger, reader, "email.failed", "reached_daily_quota");
    await hear(ledger, 5, "email.failed", "invalid_from");
    await hear(ledger, 6, "email.delivered");
    await hear(ledger, 7, "email.bounced");
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
      .values({ ...third, reason: "manual", at: 0, source: "test" })
      .execute();
    expect((await buildReport(ledger, "hello")).arrivals.dropped).toBe(4);

    expect(await countMissed(ledger, "hello", "dropped")).toBe(2);
    const before = await ledger.db.selectFrom("deliveries").selectAll().orderBy("id").execute();
    expect(before.every(({ outcome }) => outcome === "submitted")).toBe(true);
    await scheduleAgain(ledger, "hello", { missed: "dropped", person: "cli:test" });
    await startDue(ledger);
    await work();
    const copies = sandbox.inbox.countsByAddress();
    expect([1, 2, 3, 4, 5, 6, 7].map((n) => copies.get(`reader${n}@readers.example`))).toEqual([
      2, 1, 1, 2, 1, 1, 1,
    ]);
    const statuses = await readStatus(ledger.db, "hello");
    expect(statuses.map(({ send }) => send.recipients).toSorted((a, b) => Number(a) - Number(b))).toEqual([
      2, 7,
    ]);
    const report = await buildReport(ledger, "hello");
    expect(report.sends).toMatchObject([
      { recipients: 7, balanced: true, reasons: [{ outcome: "refused", reason: "dropped", count: 4 }] },
      { candidates: 3, recipients: 2, balanced: true, exclusions: { suppressed: 1 } },
    ]);
    expect(await countMissed(ledger, "hello", "dropped")).toBe(0);
    expect(await countMissed(ledger, "hello", "refused")).toBe(0);

    // Dropped again, offered again; and late word of the first message changes nothing.
    await hear(ledger, 4, "email.failed", "reached_daily_quota");
    expect(await countMissed(ledger, "hello", "dropped")).toBe(1);
    // At rest after bounces it would not go out.
    const rests_until = ledger.clock.now() + 60_000;
    await ledger.db.updateTable("subscribers").set({ rests_until }).where("id", "=", 4).execute();
    expect(await countMissed(ledger, "hello", "dropped")).toBe(0);
    // Nor after the rest, while nobody knows what became of the issue that was the try.
    const rested = { rests_until: ledger.clock.now() - 60_000 };
    await ledger.db.updateTable("subscribers").set(rested).where("id", "=", 4).execute();
    expect(await countMissed(ledger, "hello", "dropped")).toBe(1);
    const { id: issue_id } = await ledger.db
      .insertInto("issues")
      .values({ slug: "try", path: "try.md", first_seen_at: 0, file_send_at: null })
      .returning("id")
      .executeTakeFirstOrThrow();
    await ledger.db
      .updateTable("deliveries")
      .set({ issue_id, outcome: "submitted", not_received: 0, arrival: 0 })
      .where("subscriber_id", "=", 4)
      .where("not_received", "=", 1)
      .execute();
    expect(await countMissed(ledger, "hello", "dropped")).toBe(0);
  });
}

test("a dropped send that is given up before it starts leaves its readers to be offered again", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 3);
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  await scheduleTestSend(ledger);
  await startDue(ledger);
  await worker(ledger, sandbox)();
  await hear(ledger, 1, "email.failed");
  const { id } = await scheduleAgain(ledger, "hello", { missed: "dropped", person: "cli:test" });
  await expect(
    scheduleAgain(ledger, "hello", { missed: "dropped", person: "cli:test" }),
  ).rejects.toMatchObject({
    code: "send/wrong-state",
  });
  await ledger.db.updateTable("sends").set({ state: "canceled" }).where("id", "=", id).execute();
  // The send that is over is the one before it; what was given up stays given up.
  const rows = await ledger.db.selectFrom("deliveries").select(["outcome", "reason"]).orderBy("id").execute();
  expect(rows[0]).toEqual({ outcome: "refused", reason: "dropped" });
  await ledger.db.deleteFrom("sends").where("id", "=", id).execute();
  expect(await countMissed(ledger, "hello", "dropped")).toBe(1);
});
