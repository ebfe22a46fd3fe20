import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { cancelSend, resumeSend } from "#src/send/decide-send.ts";
import { type WorkerOptions, runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

/** A send to `readers` that has begun, a sandbox, and a worker between them. */
async function begun(readers: number, dialect: Ledger["dialect"], wave: boolean) {
  const clock = testClock();
  const since = Date.now();
  const ledger = await tempLedger({ dialect, clock: { now: () => clock.now() + Date.now() - since } });
  await addReaders(ledger, readers);
  const sandbox: Sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  await scheduleTestSend(ledger, {
    settings: wave ? { wave: { above: 100, share: 0.5, minutes: 10, approve: false, editors: [] } } : {},
  });
  await startDue(ledger);
  const work = (options: Partial<WorkerOptions> = {}) =>
    runWorker(ledger, {
      client: new Resend(sandbox.sendingKey, { baseUrl: sandbox.url }),
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
      ...options,
    });
  const status = async () => {
    const [first] = await readStatus(ledger.db, "hello");
    if (first === undefined) throw new Error("There is no send.");
    return first;
  };
  return { ledger, sandbox, clock, work, status };
}

describe.each(DIALECTS)("on %s", (dialect) => {
  test("a first wave whose batches are refused as a whole is split, sent, and waits its ten minutes", async () => {
    const { sandbox, clock, work, status, ledger } = await begun(400, dialect, true);
    // A full batch is too large, its halves are not.
    sandbox.switches.body_limit = 30_000;
    await work();
    expect((await status()).send).toMatchObject({ state: "paused", reason: "wave" });
    expect((await status()).batches.split).toBeGreaterThan(1);
    clock.advance(10 * 60_000);
    await startDue(ledger);
    await work();
    expect((await status()).send.state).toBe("submitted");
    expect(sandbox.inbox.count).toBe(400);
  });

  test("what is refused for every message is found out by the first batch: the rest waits for a person", async () => {
    const { ledger, sandbox, work, status } = await begun(350, dialect, false);
    sandbox.switches.reserved_headers = ["List-Id"];
    await work();
    const after = await status();
    expect(after.send).toMatchObject({ state: "paused", reason: "refused" });
    expect(after.send.note).toContain("first batch");
    expect(after.outcomes).toMatchObject({ refused: 100, planned: 250 });
    sandbox.switches.reserved_headers = [];
    await resumeSend(ledger, "hello");
    await work();
    expect((await status()).outcomes).toMatchObject({ refused: 100, submitted: 250 });
  });

  test("a send canceled while a batch is in flight leaves nobody behind: not accepted is withdrawn, in doubt is uncertain", async () => {
    for (const [fault, outcome] of [
      [{ kind: "rate_limit", times: 1 }, "withdrawn"],
      [{ kind: "reset", when: "before", times: 1 }, "uncertain"],
    ] as const) {
      const { ledger, sandbox, work, status } = await begun(3, dialect, false);
      sandbox.switches.faults = [fault];
      using _posted = sandbox.on("request", async () => {
        if ((await status()).send.state === "submitting") await cancelSend(ledger, "hello");
      });
      await work();
      await work();
      const after = await status();
      expect(after.send.state).toBe("canceled");
      expect(after.outcomes).toMatchObject({ [outcome]: 3, planned: 0 });
    }
  });

  test("a late refusal of an older attempt proves nothing about the one under way", async () => {
    const { sandbox, clock, work, status } = await begun(3, dialect, false);
    // The first POST is answered with a 429 when its lease has run out and the same process has it under way again.
    sandbox.switches.faults = [{ kind: "rate_limit", times: 1 }];
    const [arrived, repeated, answered] = [0, 1, 2].map(() => Promise.withResolvers<void>());
    let seen = 0;
    using _posted = sandbox.on("request", async () => {
      seen += 1;
      if (seen === 1) {
        arrived?.resolve();
        await repeated?.promise;
      } else if (seen === 2) {
        repeated?.resolve();
        await answered?.promise;
      }
    });
    const token = `test:1:${newId()}`;
    const stop = new AbortController();
    let underWay: Awaited<ReturnType<typeof status>>["batches"] | null = null;
    const settled = async () => {
      stop.abort();
      underWay = (await status()).batches;
      answered?.resolve();
    };
    const first = work({ token, signal: stop.signal, onSettled: () => void settled() });
    await arrived?.promise;
    clock.advance(91_000);
    await work({ token });
    await first;
    // Opened again by the late answer, the batch could be posted under a new key beside its own second POST.
    expect(underWay).toMatchObject({ submitting: 1, pending: 0 });
    expect((await status()).outcomes).toMatchObject({ submitted: 3 });
    expect([...sandbox.inbox.countsByAddress().values()]).toEqual([1, 1, 1]);
  });

  test("as answers accept, up to twelve requests wait at once", async () => {
    const { sandbox, work, status } = await begun(2500, dialect, false);
    const open = Promise.withResolvers<void>();
    let waiting = 0;
    let arrived = 0;
    // The first eight are answered at once; those after them wait for each other.
    using _held = sandbox.on("request", async () => {
      arrived += 1;
      if (arrived <= 8) return;
      waiting += 1;
      await open.promise;
    });
    const done = work();
    await expect.poll(() => waiting, { interval: 5 }).toBe(12);
    open.resolve();
    await done;
    expect((await status()).outcomes).toMatchObject({ submitted: 2500, uncertain: 0 });
    expect(new Set(sandbox.inbox.countsByAddress().values())).toEqual(new Set([1]));
  });

  test("in an outage the list does not come to be in doubt: four batches are, and what was under way beside them", async () => {
    const { sandbox, work, status } = await begun(1200, dialect, false);
    sandbox.switches.faults = [{ kind: "html", status: 502, skip: 1 }];
    const stop = new AbortController();
    // One batch was accepted; twice as many requests later as may be in doubt, those that are were repeated.
    let posted = 0;
    using _posted = sandbox.on("request", () => {
      posted += 1;
      if (posted > 8) stop.abort();
    });
    await work({ signal: stop.signal });
    const { batches, outcomes } = await status();
    expect(batches.submitting).toBeLessThan(8);
    expect(outcomes.submitted).toBe(100);
    expect(batches.pending).toBeGreaterThan(3);
  });
});
