import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { decideRamp } from "#src/app/schedule/decide-ramp.ts";
import { newId } from "#src/model/ids.ts";
import { readUsage } from "#src/resend/read-usage.ts";
import type { SandboxOptions } from "#src/sandbox/sandbox-options.ts";
import { startSandbox, type Sandbox } from "#src/sandbox/start-sandbox.ts";
import { cancelSend, resumeSend } from "#src/send/decide-send.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendStatus, readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

interface Bench {
  readonly ledger: Ledger;
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof testClock>;
  /** Start what is due, with what the sandbox says of its quotas to a key that may ask, or to one that may not. */
  readonly start: (key?: "full" | "sending") => Promise<void>;
  readonly work: () => Promise<void>;
  readonly status: (slug?: string) => Promise<SendStatus>;
}

/** A ledger that mails through Resend, which is the sandbox here. */
async function bench(
  readers: number,
  switches: SandboxOptions["switches"] = {},
  dialect: Ledger["dialect"] = "sqlite",
): Promise<Bench> {
  const clock = testClock();
  const began = Date.now();
  const now = () => clock.now() + (Date.now() - began);
  const ledger = await tempLedger({ destination: "resend", clock: { now }, dialect });
  await addReaders(ledger, readers);
  const sandbox = await startSandbox({ switches: { rate_limit: 200, ...switches }, clock: { now } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const client = (key: string) => new Resend(key, { baseUrl: sandbox.url });
  return {
    ledger,
    sandbox,
    clock,
    start: async (key = "full") => {
      const asking = client(key === "full" ? sandbox.apiKey : sandbox.sendingKey);
      await startDue(ledger, async () => {
        const usage = await readUsage(asking);
        return usage.kind === "known" ? usage.value : null;
      });
    },
    work: () =>
      runWorker(ledger, {
        client: client(sandbox.sendingKey),
        keys: KEYS,
        token: `test:1:${newId()}`,
        signal: new AbortController().signal,
        untilIdle: true,
      }),
    status: async (slug = "hello") => (await readStatus(ledger.db, slug))[0] as SendStatus,
  };
}

const HOUR = 3_600_000;

describe("a list much larger than any before", () => {
  test("is not mailed before a person has accepted a ramp, and then grows day by day", async () => {
    const { ledger, sandbox, clock, start, work, status } = await bench(2150);
    await scheduleTestSend(ledger);
    await start();
    await work();
    const asking = await status();
    expect(asking.send).toMatchObject({
      state: "paused",
      reason: "ramp",
      planned_at: null,
      recipients: null,
    });
    expect(asking.send.note).toContain("2,150 readers");
    expect(await ledger.db.selectFrom("batches").selectAll().execute()).toEqual([]);
    expect(await ledger.db.selectFrom("exclusions").selectAll().execute()).toEqual([]);
    await expect(resumeSend(ledger, "hello")).rejects.toMatchObject({ code: "send/not-decided" });

    expect((await decideRamp({ ledger }, "hello", "accept")).steps).toHaveLength(2);
    await start();
    await work();
    expect((await status()).send.state).toBe("submitting");
    expect(sandbox.inbox.count).toBe(100);
    // A hundred an hour on the first day, a thousand in all.
    for (let hour = 1; hour <= 23; hour++) {
      clock.advance(HOUR);
      await start();
      await work();
      expect(sandbox.inbox.count).toBe(Math.min(1000, 100 + hour * 100));
    }
    for (let half = 0; half < 11; half++) {
      clock.advance(HOUR / 2);
      await start();
      await work();
    }
    expect((await status()).send.state).toBe("submitted");
    expect(sandbox.inbox.count).toBe(2150);
    // The ledger has shown what it can: twice as many are asked about no more.
    await scheduleTestSend(ledger, { slug: "second" });
    await start();
    expect((await status("second")).send.state).toBe("submitting");
  });

  test.each(DIALECTS)("a refused ramp mails everybody at once (%s)", async (dialect) => {
    const { ledger, sandbox, start, work, status } = await bench(2101, {}, dialect);
    await scheduleTestSend(ledger);
    await start();
    expect((await status()).send).toMatchObject({ state: "paused", reason: "ramp" });
    expect((await decideRamp({ ledger }, "hello", "refuse")).steps).toBeNull();
    await start();
    await work();
    expect((await status()).send.state).toBe("submitted");
    expect(sandbox.inbox.count).toBe(2101);
  });

  test("nobody is asked about a small list, a send that needs no ramp, or in the sandbox", async () => {
    const small = await bench(2000);
    await scheduleTestSend(small.ledger);
    await small.start();
    expect((await small.status()).send.state).toBe("submitting");
    await expect(decideRamp(small, "hello", "accept")).rejects.toMatchObject({ code: "send/wrong-state" });

    const rehearsal = await tempLedger({ clock: testClock() });
    await addReaders(rehearsal, 2500);
    await scheduleTestSend(rehearsal);
    await startDue(rehearsal);
    expect((await readStatus(rehearsal.db, "hello"))[0]?.send.state).toBe("submitting");
  });
});

describe("a quota that cannot finish a send", () => {
  test("keeps it from starting and says what is left; a person can start it anyway", async () => {
    const { ledger, sandbox, start, work, status } = await bench(250, { monthly_quota: 200 });
    await scheduleTestSend(ledger);
    await start();
    await work();
    const { send, outcomes } = await status();
    expect(send).toMatchObject({ state: "paused", reason: "quota", recipients: 250, started_at: null });
    expect(send.note).toMatch(
      /Monthly quota too small: needs 250 in one month, has 200 left\. .* resets Thu, 31 Dec 2026/,
    );
    expect(outcomes.planned).toBe(250);
    expect(sandbox.inbox.count).toBe(0);

    sandbox.switches.monthly_quota = 250;
    await resumeSend(ledger, "hello");
    await work();
    expect((await status()).send).toMatchObject({ state: "submitted" });
    expect((await status()).send.started_at).not.toBeNull();
    expect(sandbox.inbox.count).toBe(250);
  });

  test("of the day is no obstacle where the pace spreads the send over several", async () => {
    const { ledger, start, status } = await bench(250, { daily_quota: 100 });
    await scheduleTestSend(ledger);
    await start();
    expect((await status()).send).toMatchObject({ state: "paused", reason: "quota" });
    expect((await status()).send.note).toContain("in one day, has 100 left.");
    await cancelSend(ledger, "hello");
    await scheduleTestSend(ledger, { settings: { perHour: 4 } });
    await start();
    expect((await status()).send.state).toBe("submitting");
  });

  test("is unknown to a key that may only send: the send goes on, and pauses where Resend refuses", async () => {
    const { ledger, sandbox, start, work, status } = await bench(250, { monthly_quota: 200 });
    await scheduleTestSend(ledger);
    await start("sending");
    expect((await status()).send.state).toBe("submitting");
    await work();
    expect((await status()).send).toMatchObject({ state: "paused", reason: "quota" });
    expect(sandbox.inbox.count).toBe(200);
  });
});

test("the limiter begins with the rate that Resend reports, and follows its answers from then on", async () => {
  const { ledger, sandbox, start, work } = await bench(250, { rate_limit: 50 });
  const rate = async () => (await ledger.db.selectFrom("limiter").select("rate").executeTakeFirst())?.rate;
  await scheduleTestSend(ledger);
  await start();
  expect(await rate()).toBe(50);
  await work();
  sandbox.switches.rate_limit = 7;
  await scheduleTestSend(ledger, { slug: "second" });
  await start();
  expect(await rate()).toBe(50);
});

test("what Resend says of its quotas, or why it does not", async () => {
  const { sandbox } = await bench(0, { monthly_quota: 3000, daily_quota: 100 });
  const ask = (key: string, url = sandbox.url) => readUsage(new Resend(key, { baseUrl: url }));
  expect(await ask(sandbox.apiKey)).toMatchObject({
    kind: "known",
    value: { daily: { used: 0, limit: 100 }, monthly: { used: 0, limit: 3000 }, rate: 200 },
  });
  expect(await ask(sandbox.sendingKey)).toEqual({ kind: "unavailable", reason: "this key may only send" });
  expect(await ask("re_wrong")).toEqual({ kind: "unavailable", reason: "Resend refuses the key" });
  expect(await ask("re_any", "http://127.0.0.1:1")).toEqual({
    kind: "unavailable",
    reason: "Resend cannot be reached",
  });
});
