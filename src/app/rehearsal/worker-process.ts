/** The process of a rehearsal that sends, as `serve` would: it may be killed at any moment. */
import { setTimeout as wait } from "node:timers/promises";
import { startSends } from "#src/app/job/start-sends.ts";
import { startWorker } from "#src/app/job/start-worker.ts";
import { openApp } from "#src/app/open-app.ts";
import { sendById } from "#src/store/sends/sends.ts";

export interface WorkerOrder {
  readonly root: string;
  /** The rehearsal's own ledger. */
  readonly ledgerUrl: string;
  /** The rehearsal's own sandbox. */
  readonly baseUrl: string;
  readonly send: number;
}

/** The pause between two looks at a send that waits for time to pass. */
const PAUSE_MS = 200;
const OPEN: readonly string[] = ["scheduled", "planning", "submitting", "settling"];

// The process that rehearses has gone, so nobody else would end this process.
process.on("disconnect", () => process.exit(0));
process.once("message", (order: WorkerOrder) => {
  void sendAll(order).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

async function sendAll({ root, ledgerUrl, baseUrl, send }: WorkerOrder): Promise<void> {
  await using app = await openApp({
    root,
    env: {},
    sandbox: true,
    create: false,
    clock: { now: Date.now },
    config: { ledgerUrl, baseUrl },
  });
  const { signal } = new AbortController();
  for (;;) {
    for (const one of await startSends(app)) if (one.what === "failed") throw one.error;
    await startWorker(app, { signal, untilIdle: true, only: send });
    const row = await sendById(app.ledger.db, send);
    if (row === undefined || !OPEN.includes(row.state)) return;
    await wait(PAUSE_MS);
  }
}
