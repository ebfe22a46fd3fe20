import { expect, onTestFinished, test } from "vitest";
import { applyBrake } from "#src/app/schedule/apply-brake.ts";
import { openApp } from "#src/app/open-app.ts";
import { deliver } from "#src/app/job/tick.ts";
import { addressKey } from "#src/model/ids.ts";
import type { AlertType } from "#src/model/newsletter.ts";
import { loadConfig } from "#src/project/load-config.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { resumeSend } from "#src/send/decide-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { addReaders } from "../helpers/temp-ledger.ts";
import { tempProject } from "../helpers/temp-project.ts";

const WEBHOOK_SECRET = `whsec_${Buffer.from("a webhook secret for these tests").toString("base64")}`;
const READERS = 200;
const BOUNCING = 25;

test("while the first wave waits its bounces come in, and save everybody else, until a person lets it go on", async () => {
  const root = await tempProject();
  let ahead = 0;
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  const app = await openApp({
    root,
    env: {},
    sandbox: true,
    create: true,
    clock: { now: () => Date.now() + ahead },
    config: {
      ledgerUrl: "sqlite:ledger.db",
      baseUrl: sandbox.url,
      apiKey: sandbox.sendingKey,
      webhookSecrets: [WEBHOOK_SECRET],
      tokenKeys: [{ kid: "k1", secret: "a-secret-of-the-tests-long-enough-for-anybody" }],
    },
  });
  onTestFinished(() => app[Symbol.asyncDispose]());
  const { ledger } = app;
  const alerts: AlertType[] = [];
  const heard = { ...app, alerts: { ...app.alerts, raise: (type: AlertType) => void alerts.push(type) } };
  const brakes: Promise<boolean>[] = [];
  const pages = createWeb({
    ledger,
    newsletter: await loadConfig(root),
    tokenKeys: app.config.tokenKeys,
    webhookSecrets: app.config.webhookSecrets,
    suppressionKey: app.config.suppressionKey,
    onEvent: (sendId) => void brakes.push(applyBrake(heard, sendId)),
  });
  const web = await listen(pages, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => web.close());
  sandbox.webhooks.add({ endpoint: `${web.url}/webhooks/resend`, secret: WEBHOOK_SECRET });
  const events = async () => {
    await sandbox.webhooks.flush();
    await Promise.all(brakes);
  };
  const status = async () => {
    const [first] = await readStatus(ledger.db, "hello");
    return first;
  };
  const signal = new AbortController().signal;
  const work = () => deliver(app, { signal });

  await addReaders(ledger, READERS);
  const key = (address: string) => addressKey(address, app.config.suppressionKey);
  for (let id = 1; id <= BOUNCING; id++) {
    const address = `bounced+${id}@resend.dev`;
    await ledger.db
      .updateTable("subscribers")
      .set({ address, address_key: key(address) })
      .where("id", "=", id)
      .execute();
  }
  const editors = Array.from({ length: BOUNCING }, (_, n) => key(`bounced+${n + 1}@resend.dev`));
  const wave = { above: 100, share: 0, minutes: 10, approve: false, editors };
  await scheduleTestSend(ledger, { settings: { wave } });
  await startDue(ledger);
  await work();
  expect((await status())?.outcomes).toMatchObject({ submitted: BOUNCING, planned: READERS - BOUNCING });

  await events();
  expect((await status())?.send).toMatchObject({
    state: "paused",
    reason: "brake",
    note: expect.stringMatching(/^\d+ addresses bounced/),
    resume_at: null,
  });
  expect(alerts).toEqual(["send.braked"]);
  ahead = 11 * 60_000;
  await startDue(ledger);
  await work();
  expect(sandbox.inbox.count).toBe(BOUNCING);

  // A person has looked and lets it go on: neither the numbers, which are what they were, nor the wave stop it again.
  await resumeSend(ledger, "hello");
  await work();
  await events();
  expect(await status()).toMatchObject({
    send: { state: "submitted" },
    outcomes: { submitted: READERS, planned: 0 },
  });
  expect(alerts).toEqual(["send.braked"]);
});
