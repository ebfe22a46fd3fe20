import { Resend } from "resend";
import { Writable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { progressLine } from "#src/cli/send/progress-line.ts";
import { watchStatus } from "#src/cli/send/watch-status.ts";
import type { Io } from "#src/cli/io.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { decideUncertain } from "#src/send/finish-sends.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus, submittedSince } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

for (const dialect of DIALECTS) {
  test(`progress counts what is settled, the last minute's pace, and what is left at that pace (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 300);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    const now = ledger.clock.now();
    // Two batches of three were accepted, ten seconds apart; an older one would not count.
    for (const [n, at] of [
      [1, now - 20_000],
      [2, now - 10_000],
    ] as const) {
      const ids = ledger.db.selectFrom("batches").select("id").where("n", "=", n);
      await ledger.db
        .updateTable("deliveries")
        .set({ outcome: "submitted" })
        .where("batch_id", "in", ids)
        .execute();
      await ledger.db
        .updateTable("batches")
        .set({ state: "submitted", accepted_at: at })
        .where("n", "=", n)
        .execute();
    }
    const [status] = await readStatus(ledger.db, "hello");
    if (status === undefined) throw new Error("There is no send.");
    const recent = await submittedSince(ledger.db, status.send.id, now - 60_000);
    expect(progressLine(status, recent, now)).toBe(
      "hello  submitting  ━━━━━━━━━━━━━·······  66%  200 of 300  10/s  10 s left",
    );
    const older = await submittedSince(ledger.db, status.send.id, now - 15_000);
    expect(older).toEqual({ submitted: 100, since: now - 10_000 });
  });
}

test("watching ends by itself when the send is over", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 150);
  const sandbox = await startSandbox({ switches: { rate_limit: 100 } });
  onTestFinished(() => sandbox.close());
  await scheduleTestSend(ledger);
  await startDue(ledger);
  const lines: string[] = [];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const signal = new AbortController().signal;
  const watching = watchStatus(ledger, "hello", { stdout, signal } as unknown as Io);
  await runWorker(ledger, {
    client: new Resend(sandbox.sendingKey, { baseUrl: sandbox.url }),
    keys: KEYS,
    token: "test:1:watch",
    signal,
    untilIdle: true,
  });
  await watching;
  expect(lines[0]).toMatch(/^hello {2}submitting {2}·{20} {2}0% {2}0 of 150\n$/);
});

test("watching ends where uncertain recipients wait for a person, and goes on once they are decided about", async () => {
  const ledger = await tempLedger();
  await addReaders(ledger, 10);
  await scheduleTestSend(ledger);
  await startDue(ledger);
  await ledger.db.updateTable("deliveries").set({ outcome: "uncertain" }).execute();
  await ledger.db.updateTable("batches").set({ state: "uncertain" }).execute();
  await ledger.db.updateTable("sends").set({ state: "settling" }).execute();
  const stop = new AbortController();
  const lines: string[] = [];
  // The first line stops it: nothing would end it otherwise.
  const write = (line: string) => (lines.push(line), stop.abort());
  const watch = () =>
    watchStatus(ledger, "hello", { stdout: { write }, signal: stop.signal } as unknown as Io);
  await watch();
  expect(lines).toEqual([]);
  const [send] = await readStatus(ledger.db, "hello");
  if (send === undefined) throw new Error("There is no send.");
  await decideUncertain(ledger, send.send, "submitted");
  await watch();
  expect(lines).toEqual([expect.stringMatching(/^hello {2}settling/)]);
});
