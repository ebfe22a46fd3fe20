import { join } from "node:path";
import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { compareRestored } from "#src/send/compare-restored.ts";
import { pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { finishSends } from "#src/send/finish-sends.ts";
import { reconcileSends } from "#src/send/reconcile-sends.ts";
import { resendReader } from "#src/send/resend-reader.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { backupLedger } from "#src/store/copies/backup-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { restoreLedger } from "#src/store/copies/restore-ledger.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import {
  DIALECTS,
  KEYS,
  SUPPRESSION_KEY,
  addReaders,
  tempDatabase,
  tempFolder,
  tempLedger,
  testEmail,
} from "../helpers/temp-ledger.ts";

const READERS = 250;

async function sandboxOf(): Promise<Sandbox> {
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  return sandbox;
}

function work(ledger: Ledger, sandbox: Sandbox, signal = new AbortController().signal): Promise<void> {
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  return runWorker(ledger, {
    client,
    keys: KEYS,
    token: `test:1:${newId()}`,
    signal,
    untilIdle: true,
    concurrency: 1,
  });
}

async function statusOf(ledger: Ledger) {
  const [status] = await readStatus(ledger.db, "hello");
  if (status === undefined) throw new Error("There is no send.");
  return status;
}

const signal = new AbortController().signal;
const full = (sandbox: Sandbox) => new Resend(sandbox.apiKey, { baseUrl: sandbox.url });

/** Every batch in doubt: what Resend accepted is known to Resend alone. */
async function forget(ledger: Ledger, numbers: readonly number[]): Promise<void> {
  const batches = ledger.db.selectFrom("batches").select("id").where("n", "in", numbers);
  await ledger.db
    .updateTable("deliveries")
    .set({ outcome: "uncertain", provider_id: null })
    .where("batch_id", "in", batches)
    .execute();
  await ledger.db
    .updateTable("batches")
    .set({ state: "uncertain", accepted_at: null })
    .where("n", "in", numbers)
    .execute();
  await ledger.db.updateTable("sends").set({ state: "settling", finished_at: null }).execute();
}

describe.each(DIALECTS)("on %s", (dialect) => {
  test("an uncertain batch is settled by our tags in Resend's list, recipient by recipient", async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, READERS);
    const sandbox = await sandboxOf();
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work(ledger, sandbox);
    const others = () =>
      ledger.db
        .selectFrom("deliveries")
        .select(["id", "provider_id"])
        .where("subscriber_id", "!=", READERS)
        .orderBy("id")
        .execute();
    const known = await others();
    await forget(ledger, [3]);
    // One of them was never accepted, whatever we believe.
    await ledger.db
      .updateTable("deliveries")
      .set({ address: "nobody@readers.example" })
      .where("subscriber_id", "=", READERS)
      .execute();

    expect(await reconcileSends(ledger, { client: full(sandbox), signal, everyMs: 0 })).toEqual({
      found: 49,
      left: 1,
      unread: null,
    });
    expect((await statusOf(ledger)).outcomes).toMatchObject({ submitted: 249, uncertain: 1 });
    expect(await others()).toEqual(known);
    expect((await finishSends(ledger)).length).toBe(0);
  });

  test("an uncertain batch is settled by events that carry our tags, and is over when each reader's has come", async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 120);
    const sandbox = await sandboxOf();
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work(ledger, sandbox);
    const accepted = await ledger.db
      .selectFrom("deliveries")
      .innerJoin("batches", "batches.id", "deliveries.batch_id")
      .select(["deliveries.id", "provider_id"])
      .where("n", "=", 2)
      .orderBy("deliveries.id")
      .execute();
    await forget(ledger, [2]);
    // Nobody posts again what is uncertain.
    await work(ledger, sandbox);
    expect(sandbox.inbox.count).toBe(120);
    const hear = async (one: (typeof accepted)[number]) => {
      const payload = JSON.stringify({
        type: "email.delivered",
        created_at: new Date().toISOString(),
        data: {
          email_id: one.provider_id,
          tags: { lp_batch: `${ledger.database}_2_1`, lp_delivery: String(one.id) },
        },
      });
      const event = parseEvent(payload, { id: `msg_${one.id}`, receivedAt: Date.now() });
      if (event === null) throw new Error("This is no event.");
      await takeEvent(ledger, event, { suppressionKey: SUPPRESSION_KEY });
    };
    for (const one of accepted.slice(1)) await hear(one);
    expect(await finishSends(ledger)).toEqual([]);
    expect((await statusOf(ledger)).outcomes).toMatchObject({ submitted: 119, uncertain: 1 });
    await hear(accepted[0] ?? { id: 0, provider_id: null });
    expect(await finishSends(ledger)).toMatchObject([{ state: "submitted" }]);
    const { outcomes, batches } = await statusOf(ledger);
    expect([outcomes.submitted, outcomes.uncertain, batches.submitted]).toEqual([120, 0, 2]);
  });

  test("with a key that may only send, it says so and changes nothing", async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 3);
    const sandbox = await sandboxOf();
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work(ledger, sandbox);
    await forget(ledger, [1]);
    const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
    expect(await reconcileSends(ledger, { client, signal, everyMs: 0 })).toMatchObject({
      found: 0,
      left: 3,
      unread: { why: "forbidden", message: expect.stringContaining("restricted") },
    });
    expect((await statusOf(ledger)).outcomes.uncertain).toBe(3);
  });

  test("another ledger's message to the same address proves nothing", async () => {
    const ours = await tempLedger({ dialect });
    const theirs = await tempLedger({ dialect });
    const sandbox = await sandboxOf();
    for (const ledger of [ours, theirs]) {
      await addReaders(ledger, 3);
      await scheduleTestSend(ledger);
      await startDue(ledger);
    }
    await work(theirs, sandbox);
    await ours.db.updateTable("batches").set({ first_post_at: Date.now() }).execute();
    await forget(ours, [1]);
    expect(await reconcileSends(ours, { client: full(sandbox), signal, everyMs: 0 })).toMatchObject({
      found: 0,
      left: 3,
    });
  });
});

/** A ledger as of when `before` was done, restored after `after` was done too. */
async function restoredBetween(
  before: (ledger: Ledger) => Promise<unknown>,
  after: (ledger: Ledger) => Promise<unknown>,
  dialect: Ledger["dialect"] = "sqlite",
): Promise<Ledger> {
  const ledger = await tempLedger({ dialect });
  await addReaders(ledger, READERS);
  await before(ledger);
  const folder = await tempFolder();
  await backupLedger(ledger, join(folder, "backup"));
  await after(ledger);
  const url = dialect === "sqlite" ? `sqlite:${join(folder, "back.db")}` : await tempDatabase();
  const clock = { now: Date.now };
  await restoreLedger({
    file: join(folder, "backup"),
    url,
    root: "/",
    destination: "sandbox",
    suppressionKey: null,
    clock,
  });
  const back = await openLedger({ url, root: "/", destination: "sandbox", suppressionKey: null, clock });
  onTestFinished(() => back[Symbol.asyncDispose]());
  return back;
}

async function expectOnce(sandbox: Sandbox): Promise<void> {
  const copies = sandbox.inbox.countsByAddress();
  expect(copies.size).toBe(READERS);
  expect(new Set(copies.values())).toEqual(new Set([1]));
}

async function sendAll(ledger: Ledger, sandbox: Sandbox): Promise<void> {
  await startDue(ledger);
  await work(ledger, sandbox);
  expect((await statusOf(ledger)).send.state).toBe("submitted");
}

/** What a backup may find a send at, and what happened to it before it was over. */
const MOMENTS: readonly (readonly [string, (ledger: Ledger, sandbox: Sandbox) => Promise<unknown>])[] = [
  ["scheduled", (ledger) => scheduleTestSend(ledger)],
  [
    "planned with nothing posted",
    async (ledger) => {
      await scheduleTestSend(ledger);
      await startDue(ledger);
    },
  ],
  [
    "with one batch of three out",
    async (ledger, sandbox) => {
      await scheduleTestSend(ledger);
      await startDue(ledger);
      await firstBatch(ledger, sandbox);
    },
  ],
  [
    "paused by a person halfway",
    async (ledger, sandbox) => {
      await scheduleTestSend(ledger);
      await startDue(ledger);
      await firstBatch(ledger, sandbox);
      await pauseSend(ledger, "hello", "person", "Looking.");
    },
  ],
  [
    "waiting after its first wave",
    async (ledger, sandbox) => {
      const wave = { above: 100, share: 0.1, minutes: 10, approve: false, editors: [] };
      await scheduleTestSend(ledger, { settings: { wave } });
      await startDue(ledger);
      await work(ledger, sandbox);
    },
  ],
];

async function firstBatch(ledger: Ledger, sandbox: Sandbox): Promise<void> {
  const stop = new AbortController();
  using _ = sandbox.on("answered", () => stop.abort());
  await work(ledger, sandbox, stop.signal);
  expect(sandbox.inbox.countsByAddress().size).toBe(100);
}

describe.each(DIALECTS)("on %s", (dialect) => {
  // PostgreSQL has the moments that differ most: before the plan, and between two waves.
  test.each(dialect === "sqlite" ? MOMENTS : MOMENTS.filter((_, index) => index === 0 || index === 4))(
    "a restore of a send %s, which then ran to its end, mails nobody",
    async (_, before) => {
      const sandbox = await sandboxOf();
      const back = await restoredBetween(
        (ledger) => before(ledger, sandbox),
        async (ledger) => {
          const { send } = await statusOf(ledger);
          if (send.state === "paused") await resumeSend(ledger, "hello");
          await sendAll(ledger, sandbox);
        },
        dialect,
      );
      await expectOnce(sandbox);
      // Neither at once nor when the wave's ten minutes are over, on whatever was late by then.
      await back.db.updateTable("batches").set({ not_before: 0 }).execute();
      await startDue(back);
      await work(back, sandbox);
      await expectOnce(sandbox);
      expect((await statusOf(back)).send).toMatchObject({
        state: "paused",
        reason: "restored",
        resume_at: null,
      });
      await expect(resumeSend(back, "hello")).rejects.toMatchObject({ code: "send/not-compared" });

      // A person who has it compared with Resend mails nobody either: all are found there.
      const { send } = await statusOf(back);
      const reader = resendReader(back, { client: full(sandbox), team: "default", signal, everyMs: 0 });
      const compared = await compareRestored(back, send, reader).catch((error: unknown) => error);
      const planned = send.planned_at !== null;
      expect(compared).toHaveProperty(planned ? "batches" : "code");
      if (planned) await resumeSend(back, "hello", { compared: true });
      await startDue(back);
      await work(back, sandbox);
      await expectOnce(sandbox);
    },
  );
});

test("an issue that was scheduled and sent after the backup waits when its file is read again", async () => {
  const sandbox = await sandboxOf();
  const back = await restoredBetween(
    // The file was there, and nothing was decided about it yet.
    async (ledger) => {
      const { send } = await scheduleTestSend(ledger);
      await ledger.db.deleteFrom("sends").where("id", "=", send.id).execute();
    },
    async (ledger) => {
      await scheduleTestSend(ledger);
      await sendAll(ledger, sandbox);
    },
  );
  const { change, send } = await scheduleTestSend(back);
  expect([change, send.state, send.reason]).toEqual(["waits", "paused", "restored"]);
  await startDue(back);
  await work(back, sandbox);
  await expectOnce(sandbox);
  const reader = resendReader(back, { client: full(sandbox), team: "default", signal, everyMs: 0 });
  await expect(compareRestored(back, send, reader)).rejects.toMatchObject({ code: "send/already-accepted" });
});

test("an edit taken in while a restored send waits does not start it", async () => {
  const sandbox = await sandboxOf();
  const later = Date.now() + 3_600_000;
  const back = await restoredBetween(
    (ledger) => scheduleTestSend(ledger, { dueAt: later }),
    async () => undefined,
  );
  await scheduleTestSend(back, { dueAt: Date.now(), email: testEmail({ digest: "e".repeat(64) }) });
  expect((await statusOf(back)).send).toMatchObject({ state: "paused", reason: "restored" });
  await startDue(back);
  await work(back, sandbox);
  expect(sandbox.inbox.countsByAddress().size).toBe(0);
});

test("a restored send continues with the readers Resend does not have, once a person resumes it", async () => {
  const sandbox = await sandboxOf();
  const back = await restoredBetween(
    async (ledger) => {
      await scheduleTestSend(ledger);
      await startDue(ledger);
    },
    async (ledger) => {
      // After the backup the first batch was out, the second one under a later key, and the machine was gone.
      const stop = new AbortController();
      using _ = sandbox.on("answered", () => {
        if (sandbox.inbox.countsByAddress().size >= 200) stop.abort();
      });
      sandbox.switches.faults = [{ kind: "rate_limit", skip: 1, times: 1 }];
      await work(ledger, sandbox, stop.signal);
    },
  );
  const accepted = sandbox.inbox.countsByAddress().size;
  expect(accepted).toBeLessThan(READERS);
  const { send } = await statusOf(back);
  const reader = resendReader(back, { client: full(sandbox), team: "default", signal, everyMs: 0 });
  expect(await compareRestored(back, send, reader)).toMatchObject({ batches: accepted / 100 });
  await resumeSend(back, "hello", { compared: true });
  await work(back, sandbox);
  await expectOnce(sandbox);
  await reconcileSends(back, { client: full(sandbox), signal, everyMs: 0 });
  await finishSends(back);
  const { send: over, outcomes } = await statusOf(back);
  expect([over.state, outcomes.submitted, outcomes.uncertain]).toEqual(["submitted", READERS, 0]);
});
