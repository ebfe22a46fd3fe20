import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { startSandbox, type Sandbox } from "#src/sandbox/start-sandbox.ts";
import { cancelSend, pauseSend, resumeSend, unscheduleSend } from "#src/send/decide-send.ts";
import { runWorker, type WorkerOptions } from "#src/send/run-worker.ts";
import { recordTest } from "#src/send/send-test.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus, type SendStatus } from "#src/store/sends/status.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import {
  DIALECTS,
  KEYS,
  SUPPRESSION_KEY,
  testSettings,
  addReaders,
  tempLedger,
  testClock,
  testEmail,
} from "../helpers/temp-ledger.ts";

interface Bench {
  readonly ledger: Ledger;
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof testClock>;
  readonly work: (options?: Partial<WorkerOptions>) => Promise<void>;
  readonly status: () => Promise<SendStatus>;
  /** Copies of the issue each reader has. */
  readonly copies: () => Map<string, number>;
}

/** A ledger with readers, a sandbox that allows 1,000 requests a second, and a worker between them. */
async function bench(readers: number, dialect: Ledger["dialect"]): Promise<Bench> {
  const clock = testClock();
  const began = Date.now();
  const ledger = await tempLedger({ dialect, clock: { now: () => clock.now() + (Date.now() - began) } });
  await addReaders(ledger, readers);
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  return {
    ledger,
    sandbox,
    clock,
    work: (options) =>
      runWorker(ledger, {
        client,
        keys: KEYS,
        token: `test:1:${newId()}`,
        signal: new AbortController().signal,
        untilIdle: true,
        ...options,
      }),
    status: async () => (await readStatus(ledger.db, "hello"))[0] as SendStatus,
    copies: () => sandbox.inbox.countsByAddress(),
  };
}

function expectBalanced({ send, outcomes }: SendStatus): void {
  expect(send.candidates).toBe((send.recipients ?? 0) + (send.excluded ?? 0));
  expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(send.recipients);
}

/** Why a test runs on SQLite alone. */
const RULE = "neither SQL nor locks differ";

describe.each(DIALECTS)("on %s", (dialect) => {
  test("a send reaches every active member of its list once, and the books balance", async () => {
    const { ledger, work, status, copies } = await bench(250, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work();

    const after = await status();
    expect(after.send).toMatchObject({ state: "submitted", candidates: 250, recipients: 250, excluded: 0 });
    expect(after.outcomes).toMatchObject({ submitted: 250, planned: 0 });
    expect(after.batches).toMatchObject({ submitted: 3, pending: 0 });
    expectBalanced(after);
    expect(copies().size).toBe(250);
    expect(new Set(copies().values())).toEqual(new Set([1]));
  });

  test("every message carries its reader's name, one-click headers and the tags that lead events home", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, work } = await bench(1, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work();
    const [entry] = sandbox.inbox.list().data;
    const message = sandbox.inbox.get(entry?.id ?? "");
    expect(message?.html).toContain("Hello Reader 1<");
    expect(message?.headers).toMatchObject({
      "List-Unsubscribe": expect.stringMatching(
        /^<https:\/\/letters\.example\/u\/v1\.k1\.[\w-]{22}\.weekly\.[\w-]{22}>$/,
      ),
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "List-Id": "The Test <weekly.letters.example>",
    });
    expect(message?.tags).toMatchObject({
      lp_batch: `${ledger.database}_1_1`,
      lp_delivery: "1",
    });
  });

  test("a suppressed address and a paused reader are exclusions, and both are counted", async () => {
    const { ledger, work, status, copies } = await bench(5, dialect);
    const readers = await ledger.db.selectFrom("subscribers").selectAll().orderBy("id").execute();
    await ledger.db
      .insertInto("suppressions")
      .values({ address_key: readers[0]?.address_key ?? "", reason: "bounced", at: 0, source: "test" })
      .execute();
    await ledger.db
      .updateTable("subscribers")
      .set({ paused_until: ledger.clock.now() + 86_400_000 })
      .where("id", "=", readers[1]?.id ?? 0)
      .execute();
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work();
    const after = await status();
    expect(after.send).toMatchObject({ state: "submitted", candidates: 5, excluded: 2, recipients: 3 });
    expect(after.exclusions).toEqual({ suppressed: 1, paused: 1 });
    expect([...copies().keys()].toSorted()).toEqual([
      "reader3@readers.example",
      "reader4@readers.example",
      "reader5@readers.example",
    ]);
  });

  test("a send without recipients pauses and says so", async ({ skip }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, work, status } = await bench(0, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work();
    expect((await status()).send).toMatchObject({ state: "paused", reason: "empty" });
  });

  test("an unsubscribe between plan and post wins, and the reader is withdrawn, not excluded", async () => {
    const { ledger, work, status, copies } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await ledger.db
      .updateTable("list_members")
      .set({ state: "unsubscribed" })
      .where("subscriber_id", "=", 2)
      .execute();
    await work();
    const after = await status();
    expect(after.outcomes).toMatchObject({ submitted: 2, withdrawn: 1 });
    expectBalanced(after);
    expect(copies().has("reader2@readers.example")).toBe(false);
  });

  test("an unsubscribe after a definite refusal wins over the next attempt", async () => {
    const { ledger, sandbox, work, copies } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ kind: "rate_limit", times: 1 }];
    using _left = sandbox.on("answered", async () => {
      await ledger.db
        .updateTable("list_members")
        .set({ state: "unsubscribed" })
        .where("subscriber_id", "=", 2)
        .execute();
    });
    await work();
    expect(copies().has("reader2@readers.example")).toBe(false);
    expect(copies().size).toBe(2);
  });

  test("after a timeout the same bytes leave again under the same key, even when a reader has left", async () => {
    const { ledger, sandbox, work, status, copies } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ kind: "reset", when: "after", times: 1 }];
    using _stop = sandbox.on("accepted", async () => {
      await ledger.db
        .updateTable("list_members")
        .set({ state: "unsubscribed" })
        .where("subscriber_id", "=", 2)
        .execute();
    });
    await work();
    expect((await status()).outcomes).toMatchObject({ submitted: 3 });
    expect(new Set(copies().values())).toEqual(new Set([1]));
    expect(copies().size).toBe(3);
  });

  test("two workers on one ledger send nothing twice", async () => {
    const { ledger, work, copies, status } = await bench(950, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await Promise.all([work(), work()]);
    expect((await status()).send.state).toBe("submitted");
    expect(copies().size).toBe(950);
    expect(new Set(copies().values())).toEqual(new Set([1]));
  });

  // Whether Resend's memory of keys belongs to the team or to each API key is not known.
  test("a batch in doubt is repeated under its own API key alone, and is uncertain if that does not come back", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, clock, work, copies, status } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.idempotency_scope = "key";
    sandbox.switches.faults = [{ kind: "reset", when: "after", times: 1 }];
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    const other = { client: new Resend(sandbox.apiKey, { baseUrl: sandbox.url }) };
    clock.advance(5000);
    await work(other);
    expect((await status()).outcomes).toMatchObject({ planned: 3 });
    clock.advance(15 * 60_000);
    await work(other);
    expect((await status()).outcomes).toMatchObject({ uncertain: 3 });
    expect([...copies().values()]).toEqual([1, 1, 1]);
  });

  test("a batch in doubt waits for its own API key while a wrong one is in place", async ({ skip }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, clock, work, copies, status } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.idempotency_scope = "key";
    sandbox.switches.faults = [{ kind: "reset", when: "after", times: 1 }];
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    clock.advance(5000);
    await work({ client: new Resend("re_mistyped", { baseUrl: sandbox.url }) });
    await work();
    expect((await status()).send.state).toBe("submitted");
    expect([...copies().values()]).toEqual([1, 1, 1]);
  });

  test("a batch in flight is left to the holder of its lease: every key is asked once", async () => {
    const { ledger, sandbox, work, status } = await bench(350, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ kind: "slow", ms: 100 }];
    const keys: (string | null)[] = [];
    using _request = sandbox.on("request", ({ idempotencyKey }) => void keys.push(idempotencyKey));
    await Promise.all([work(), work()]);
    expect((await status()).send.state).toBe("submitted");
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(4);
  });

  test("a clock set back does not make a batch young that the ledger has seen grow old", async () => {
    const { ledger, sandbox, clock, work, status } = await bench(150, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    // Batch 1 stays in doubt for 13 hours, in which the ledger sees the time go by, then the clock is set back.
    sandbox.switches.faults = [{ kind: "reset", times: 1 }];
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    await ledger.db
      .updateTable("limiter")
      .set({ high_water_at: ledger.clock.now() + 13 * 3_600_000 })
      .execute();
    clock.advance(5000);
    await work();
    expect((await status()).outcomes).toMatchObject({ uncertain: 100, submitted: 50 });
    expect(sandbox.inbox.count).toBe(50);
  });

  test("a batch that can no longer be made with the same bytes is uncertain, never posted", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, work, status } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ kind: "reset", times: 1 }];
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    await ledger.db
      .updateTable("deliveries")
      .set({ slot_values: '{"first_name":"Changed"}' })
      .where("position", "=", 0)
      .execute();
    await ledger.db.updateTable("batches").set({ not_before: 0 }).execute();
    const before = sandbox.inbox.count;
    await work();
    expect(sandbox.inbox.count).toBe(before);
    const after = await status();
    expect(after.send.state).toBe("settling");
    expect(after.outcomes).toMatchObject({ uncertain: 3 });
    expectBalanced(after);
  });

  test("twelve hours after the first post a batch in doubt is uncertain, whatever the clock says since", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, clock, work, status } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ kind: "reset", times: 1 }];
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    clock.advance(25 * 3_600_000);
    await work();
    expect(sandbox.inbox.count).toBe(0);
    expect((await status()).outcomes).toMatchObject({ uncertain: 3 });
  });

  test("one bad address costs nobody else: it is refused with Resend's reason", async () => {
    const { ledger, work, status, copies } = await bench(120, dialect);
    await ledger.db
      .updateTable("subscribers")
      .set({ address: "reader7@example.com" })
      .where("id", "=", 7)
      .execute();
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work();
    const after = await status();
    expect(after.send.state).toBe("submitted_with_failures");
    expect(after.outcomes).toMatchObject({ submitted: 119, refused: 1 });
    const refused = await ledger.db
      .selectFrom("deliveries")
      .select(["address", "reason"])
      .where("outcome", "=", "refused")
      .execute();
    expect(refused).toEqual([
      { address: "reader7@example.com", reason: expect.stringContaining("testing email address") },
    ]);
    expect(copies().size).toBe(119);
    expectBalanced(after);
  });

  test("a wrong key pauses the send and records nothing as submitted", async ({ skip }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, work, status } = await bench(150, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work({ client: new Resend("re_mistyped", { baseUrl: sandbox.url }) });
    const after = await status();
    expect(after.send).toMatchObject({ state: "paused", reason: "auth" });
    expect(after.outcomes).toMatchObject({ planned: 150, submitted: 0 });
    await resumeSend(ledger, "hello");
    await work();
    expect((await status()).outcomes).toMatchObject({ submitted: 150 });
  });

  test("pause holds what was not posted, resume sends the rest, cancel withdraws it", async () => {
    const { ledger, sandbox, work, status, copies } = await bench(650, dialect);
    // What settles a batch finds no turn for the next, or one where the machine is busy.
    sandbox.switches.rate_limit = 2;
    await scheduleTestSend(ledger);
    await startDue(ledger);
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    await pauseSend(ledger, "hello", "person", "Looking.");
    const held = copies().size;
    await work();
    expect(copies().size).toBe(held);
    await resumeSend(ledger, "hello");
    const again = new AbortController();
    await work({ signal: again.signal, onSettled: () => again.abort(), concurrency: 1 });
    await cancelSend(ledger, "hello");
    const submitted = copies().size;
    expect(submitted).toBeGreaterThan(held);
    expect(submitted).toBeLessThan(650);
    await work();
    const after = await status();
    expect(after.send.state).toBe("canceled");
    expect(after.outcomes).toMatchObject({ submitted, withdrawn: 650 - submitted });
    expectBalanced(after);
  });

  test("an issue scheduled again after a cancel reaches only those who have not had it", async () => {
    const { ledger, sandbox, work, copies, status } = await bench(350, dialect);
    sandbox.switches.rate_limit = 2;
    await scheduleTestSend(ledger);
    await startDue(ledger);
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
    await cancelSend(ledger, "hello");
    const received = copies().size;
    expect(received).toBeLessThan(350);
    sandbox.switches.rate_limit = 100;
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await work();
    expect((await status()).exclusions).toEqual({ received });
    expect(copies().size).toBe(350);
    expect(new Set(copies().values())).toEqual(new Set([1]));
  });

  test("more than an hour late a send waits for a person", async ({ skip }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, clock, work, status, copies } = await bench(3, dialect);
    await scheduleTestSend(ledger);
    clock.advance(61 * 60_000);
    await startDue(ledger);
    await work();
    expect((await status()).send).toMatchObject({ state: "paused", reason: "late" });
    expect(copies().size).toBe(0);
    await resumeSend(ledger, "hello");
    await startDue(ledger);
    await work();
    expect(copies().size).toBe(3);
  });

  test("an edit within ten minutes of the time waits for approval; an earlier one is taken in", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, status } = await bench(3, dialect);
    const later = ledger.clock.now() + 60 * 60_000;
    await scheduleTestSend(ledger, { dueAt: later });
    const early = await scheduleTestSend(ledger, {
      dueAt: later,
      email: testEmail({ digest: "e".repeat(64) }),
    });
    expect(early.change).toBe("edited");
    const soon = ledger.clock.now() + 5 * 60_000;
    await scheduleTestSend(ledger, { dueAt: soon, email: testEmail({ digest: "e".repeat(64) }) });
    const late = await scheduleTestSend(ledger, {
      dueAt: soon,
      email: testEmail({ digest: "f".repeat(64) }),
    });
    expect(late.change).toBe("waits");
    expect((await status()).send).toMatchObject({
      state: "paused",
      reason: "edited",
      email_digest: "f".repeat(64),
    });
    expect(
      (await scheduleTestSend(ledger, { dueAt: soon, email: testEmail({ digest: "f".repeat(64) }) })).change,
    ).toBe("unchanged");
  });

  test("unschedule before the start is final until somebody schedules again; afterwards it is refused", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, work } = await bench(3, dialect);
    await scheduleTestSend(ledger, { dueAt: ledger.clock.now() + 3_600_000 });
    await unscheduleSend(ledger, "hello", "person");
    await expect(unscheduleSend(ledger, "hello", "person")).rejects.toMatchObject({
      code: "send/wrong-state",
    });
    await scheduleTestSend(ledger);
    await startDue(ledger);
    await expect(unscheduleSend(ledger, "hello", "person")).rejects.toMatchObject({
      code: "send/wrong-state",
    });
    await work();
  });

  test("batch 1 goes alone: nothing else leaves before it is settled", async () => {
    const { ledger, sandbox, work } = await bench(450, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    // So fast that nothing but the rule itself keeps the others back.
    await ledger.db
      .insertInto("limiter")
      .values({ team: "default", rate: 1000, next_at: 0, blocked_until: 0, high_water_at: 0 })
      .execute();
    sandbox.switches.faults = [{ kind: "slow", ms: 300, times: 1 }];
    const order: string[] = [];
    using _request = sandbox.on("request", ({ request }) => void order.push(`request ${request}`));
    using _answered = sandbox.on("answered", ({ request }) => void order.push(`answer ${request}`));
    await work();
    expect(order.slice(0, 3)).toEqual(["request 1", "answer 1", "request 2"]);
    expect(order.filter((line) => line.startsWith("request"))).toHaveLength(5);
  });

  test("a 4xx after a timeout proves nothing about the first attempt: uncertain, not refused", async ({
    skip,
  }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, sandbox, work, status, copies } = await bench(2, dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [
      { kind: "reset", when: "after", times: 1 },
      { kind: "error", status: 422, times: 1 },
    ];
    await work();
    const after = await status();
    expect(after.outcomes).toMatchObject({ uncertain: 2, refused: 0 });
    expect(after.send.state).toBe("settling");
    expect([...copies().values()]).toEqual([1, 1]);
  });

  test("a test sent twice arrives twice: a key belongs to a batch, not to its words", async ({ skip }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, work, copies } = await bench(0, dialect);
    const again = async () => {
      const wish = {
        email: testEmail(),
        assets: [],
        to: ["author@letters.test"],
        as: {},
        zone: "UTC",
        by: "cli:test",
      };
      await work({ only: await recordTest(ledger, { ...wish, settings: testSettings() }, SUPPRESSION_KEY) });
    };
    await again();
    await again();
    expect(copies()).toEqual(new Map([["author@letters.test", 2]]));
  });

  test("a first wave goes out, waits its ten minutes, and the rest follows by itself", async () => {
    const { ledger, clock, work, status, copies } = await bench(300, dialect);
    await scheduleTestSend(ledger, {
      settings: { wave: { above: 200, share: 0.1, minutes: 10, approve: false, editors: [] } },
    });
    await startDue(ledger);
    await work();
    const first = copies().size;
    expect(first).toBeGreaterThan(5);
    expect(first).toBeLessThan(100);
    const waiting = await status();
    expect(waiting.send).toMatchObject({ state: "paused", reason: "wave" });
    expect(waiting.outcomes).toMatchObject({ submitted: first, planned: 300 - first });
    expect(waiting.waiting).toBe(300 - first);
    expectBalanced(waiting);
    await startDue(ledger);
    expect((await status()).send.state).toBe("paused");
    clock.advance(10 * 60_000);
    await startDue(ledger);
    await work();
    expect((await status()).send.state).toBe("submitted");
    expect(copies().size).toBe(300);
    expect(new Set(copies().values())).toEqual(new Set([1]));
  });

  test("a pause or a cancel while the first wave waits saves everybody else", async ({ skip }) => {
    skip(dialect !== "sqlite", RULE);
    const { ledger, clock, work, status, copies } = await bench(300, dialect);
    await scheduleTestSend(ledger, {
      settings: { wave: { above: 200, share: 0.1, minutes: 10, approve: false, editors: [] } },
    });
    await startDue(ledger);
    await work();
    const first = copies().size;
    await pauseSend(ledger, "hello", "person", "Looking.");
    clock.advance(3_600_000);
    await startDue(ledger);
    await work();
    expect(copies().size).toBe(first);
    await cancelSend(ledger, "hello");
    await work();
    const after = await status();
    expect(after.outcomes).toMatchObject({ submitted: first, withdrawn: 300 - first, planned: 0 });
    expect(after.waiting).toBe(0);
    expectBalanced(after);
  });
});

for (const fault of [
  { kind: "reset" },
  { kind: "reset", when: "after" },
  { kind: "reset", when: "half" },
  { kind: "hang", ms: 50 },
  { kind: "hang", ms: 50, when: "after" },
  { kind: "error", status: 500 },
  { kind: "error", status: 500, when: "after" },
  { kind: "error", status: 503 },
  { kind: "html", status: 502 },
  { kind: "empty", status: 503, when: "after" },
  { kind: "truncated" },
  { kind: "cut" },
  { kind: "rate_limit" },
  { kind: "wrong_count", by: -1 },
  { kind: "wrong_count", by: 1 },
] as const) {
  test(`the fault ${JSON.stringify(fault)} loses nobody and doubles nobody`, async () => {
    const { ledger, sandbox, work, copies, status } = await bench(350, "sqlite");
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ ...fault, skip: 1, times: 3 }];
    await work();
    const after = await status();
    expect(after.send.state).toBe("submitted");
    expect(copies().size).toBe(350);
    expect(new Set(copies().values())).toEqual(new Set([1]));
    expectBalanced(after);
  });
}
