import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openApp } from "#src/app/open-app.ts";
import { runJob } from "#src/app/job/run-job.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders } from "../helpers/temp-ledger.ts";
import { tempProject } from "../helpers/temp-project.ts";

test("what a failed worker had under way is taken up by the next one at once, and nobody gets it twice", async () => {
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
  const settings = { kid: app.config.tokenKeys[0]?.kid ?? "" };
  const { send: broken } = await scheduleTestSend(ledger, { settings });
  const { send: next } = await scheduleTestSend(ledger, { slug: "next", settings });
  await startDue(ledger);
  await pauseSend(ledger, "next", "person", "It waits until a worker has failed.");
  // Resend accepts the batch, and the ledger cannot write its first answer down.
  await sql`create trigger broken before update of accepted_at on batches
    when new.accepted_at is not null and new.send_id = ${sql.lit(broken.id)} and new.attempts = 1
    begin select raise(abort, 'broken'); end`.execute(ledger.db);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const errors: string[] = [];
  await runJob(app, {
    signal: stop.signal,
    pattern: "0 0 1 1 *",
    onError: (error) => {
      errors.push(String(error));
      void resumeSend(ledger, "next");
    },
    // Batches are claimed in the order of their sends: when the later send is out, the other batch has had its turn.
    onFinished: ({ send }) => {
      if (send.id === next.id) stop.abort();
    },
  });
  expect(errors).toEqual([expect.stringContaining("broken")]);
  expect([...sandbox.inbox.countsByAddress().values()]).toEqual([2, 2, 2]);
  const batches = await ledger.db.selectFrom("batches").selectAll().orderBy("send_id").execute();
  expect(batches.map(({ attempts, state }) => ({ attempts, state }))).toEqual([
    { attempts: 2, state: "submitted" },
    { attempts: 1, state: "submitted" },
  ]);
});
