import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { applyBrake, applyBrakes } from "#src/app/schedule/apply-brake.ts";
import { readCalendar } from "#src/app/schedule/read-calendar.ts";
import { openApp } from "#src/app/open-app.ts";
import { readAndStart } from "#src/app/job/tick.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { newId } from "#src/model/ids.ts";
import { makeToken } from "#src/model/token.ts";
import { loadProject } from "#src/project/load-project.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { cancelSend } from "#src/send/decide-send.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { measure } from "#src/store/database/measure.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { buildReport } from "#src/track/build-report.ts";
import { matchWaiting, takeEvent } from "#src/track/take-event.ts";
import { createWeb } from "#src/web/create-web.ts";
import { benchKey } from "../../scripts/bench/bench-ledger.ts";
import {
  FILL_SUPPRESSION_KEY,
  fillLedger,
  readerAddress,
  readerId,
} from "../../scripts/bench/fill-ledger.ts";
import { issueText } from "../helpers/desk.ts";
import { DIALECTS, tempLedger } from "../helpers/temp-ledger.ts";
import { tempProject } from "../helpers/temp-project.ts";
import { findScans, recordQueries } from "./query-plans.ts";

/** As many as are planned in the process itself, so that the plan's queries are seen as well. */
const READERS = 1_900;
/** What may walk through a whole table, and why. */
const ALLOWED: readonly RegExp[] = [
  // Once a day, from the oldest reader on, and in steps.
  /from subscribers s\s+where s\.created_at </,
];

for (const dialect of DIALECTS) {
  test(`no query of the tick, the worker, the pages and the commands that read walks through a large table (${dialect})`, async () => {
    const filled = await tempLedger({ dialect });
    await fillLedger(filled, { readers: READERS, issues: 3, events: 3 * READERS, triggers: 500, pending: 3 });
    const { ledger, queries } = recordQueries(filled);
    await runEverything(ledger);
    expect(queries().length).toBeGreaterThan(120);
    const scans = await findScans(filled, queries());
    expect(scans.filter((scan) => !ALLOWED.some((pattern) => pattern.test(scan)))).toEqual([]);
  });
}

async function runEverything(ledger: Ledger): Promise<void> {
  const year = new Date().getFullYear() + 1;
  const text = issueText({ send_at: `${year}-12-01 09:00` }, 'Hello {{ subscriber.first_name | default: "you" }}.');
  const root = await tempProject({ "issues/letter.md": text });
  const opened = await openApp({
    root,
    env: {},
    sandbox: true,
    clock: ledger.clock,
    config: { ledgerUrl: ledger.url },
  });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const app = { ...opened, ledger };
  const project = await loadProject(root);
  const by = { suppressionKey: FILL_SUPPRESSION_KEY, source: "test" };

  const report = await readAndStart(app);
  expect(report.failures).toEqual([]);
  expect(report.started.map(({ what }) => what)).toEqual(["planned"]);
  await visitPages(ledger, project.newsletter);
  await takeEvents(ledger);
  await matchWaiting(ledger);
  await applyBrakes(app);
  await postSome(ledger);
  await readCalendar(ledger, project);
  await readStatus(ledger.db, null);
  await measure(ledger.db);
  await buildReport(ledger, "issue-3");
  await cancelSend(ledger, "open");
  await showSubscriber(ledger, readerAddress(11), by);
  await eraseSubscriber(ledger, readerAddress(12), by);

  async function takeEvents(on: Ledger): Promise<void> {
    const ids = await on.db
      .selectFrom("deliveries")
      .innerJoin("sends", "sends.id", "deliveries.send_id")
      .select(["deliveries.id", "deliveries.batch_id", "deliveries.send_id"])
      .where("deliveries.subscriber_id", "=", 13)
      .where("sends.state", "=", "submitting")
      .limit(1)
      .execute();
    for (const { id, batch_id: batch, send_id: send } of ids) {
      for (const type of ["email.delivered", "email.clicked", "email.bounced"])
        for (const tags of [{ lp_batch: `${on.database}_${batch}_1`, lp_delivery: String(id) }, {}]) {
          const data = {
            email_id: `id-13-${send}`,
            from: "The Test <test@letters.example>",
            to: [readerAddress(13)],
            subject: "Hello",
            tags,
            ...(type === "email.bounced" ? { bounce: { type: "Permanent", subType: "General", message: "" } } : {}),
            ...(type === "email.clicked"
              ? { click: { link: "https://example.org", userAgent: "Mozilla/5.0", ipAddress: "192.0.2.1" } }
              : {}),
          };
          const body = JSON.stringify({ type, created_at: new Date().toISOString(), data });
          const event = parseEvent(body, { id: `msg_${newId()}`, receivedAt: Date.now() });
          if (event !== null) await takeEvent(on, event, { suppressionKey: FILL_SUPPRESSION_KEY, tokenKeys: [benchKey] } as never);
        }
      await applyBrake(app, send);
    }
  }
}

async function visitPages(ledger: Ledger, newsletter: Parameters<typeof createWeb>[0]["newsletter"]) {
  const pages = createWeb({
    ledger,
    newsletter,
    tokenKeys: [benchKey],
    webhookSecrets: [],
    suppressionKey: FILL_SUPPRESSION_KEY,
    onError: (error) => {
      throw error;
    },
  });
  const tokenOf = (purpose: Parameters<typeof makeToken>[0], n: number) =>
    makeToken(purpose, { subscriber: readerId(n), list: "weekly" }, benchKey);
  const form = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });
  const visits: readonly (readonly [path: string, init?: RequestInit])[] = [
    ["/"],
    ["/feed.xml"],
    ["/issues/issue-2"],
    ["/issues/none"],
    [`/a/${"0".repeat(32)}.png`],
    ["/subscribe"],
    ["/readyz"],
    [`/u/${tokenOf("unsubscribe", 50)}`],
    [`/u/${tokenOf("unsubscribe", 50)}`, form({ "List-Unsubscribe": "One-Click" })],
    [`/p/${tokenOf("preferences", 51)}`],
    [`/p/${tokenOf("preferences", 51)}`, form({ weekly: "on" })],
    [`/c/${tokenOf("confirm", READERS + 1)}`],
    [`/c/${tokenOf("confirm", READERS + 1)}`, form({})],
  ];
  for (const [path, init] of visits) {
    const { status } = await pages.request(path, init);
    expect(status, path).toBeLessThan(500);
  }
}

/** The first batches of a send, as a worker posts them. */
async function postSome(ledger: Ledger): Promise<void> {
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  await runWorker(ledger, {
    client,
    keys: [benchKey],
    token: `test:1:${newId()}`,
    signal: new AbortController().signal,
    untilIdle: true,
  });
}
