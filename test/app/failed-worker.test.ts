import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openApp } from "#src/app/open-app.ts";
import { runJob } from "#src/app/job/run-job.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { startDue } from "#src/send/start-due.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders } from "../helpers/temp-ledger.ts";
import { tempProject } from "../helpers/temp-project.ts";

/** Without its lease ended, a batch waits 90 s for a worker that has failed. */
const SOONER_THAN_A_LEASE_MS = 60_000;

test(
  "what a failed worker had under way is taken up by the next one at once, and nobody gets it twice",
  { timeout: SOONER_THAN_A_LEASE_MS },
  async () => {
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox.close());
    const app = await openApp({
      root: await tempProject({}),
      env: {},
      sandbox: true,
      clock: { now: Date.now },
      create: true,
      config: { ledgerUrl: "sqlite:ledger.db", baseUrl: sandbox.url, apiKey: sandbox.sendingKey },
    });
    onTestFinished(() => app[Symbol.asyncDispose]());
    const { ledger } = app;
    await addReaders(ledger, 3);
    await scheduleTestSend(ledger, { settings: { kid: app.config.tokenKeys[0]?.kid ?? "" } });
    await startDue(ledger);
    // Resend accepts the batch, and the ledger cannot write it down.
    await sql`create trigger broken before update of accepted_at on batches when new.accepted_at is not null
      begin select raise(abort, 'broken'); end`.execute(ledger.db);
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const errors: string[] = [];
    await runJob(app, {
      signal: stop.signal,
      pattern: "0 0 1 1 *",
      onError: (error) => {
        errors.push(String(error));
        void sql`drop trigger if exists broken`.execute(ledger.db);
      },
      onFinished: () => stop.abort(),
    });
    expect(errors).toEqual([expect.stringContaining("broken")]);
    expect([...sandbox.inbox.countsByAddress().values()]).toEqual([1, 1, 1]);
    const { attempts, state } = await ledger.db.selectFrom("batches").selectAll().executeTakeFirstOrThrow();
    expect({ attempts, state }).toEqual({ attempts: 2, state: "submitted" });
  },
);
