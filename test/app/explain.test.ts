import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { applyBrake, applyBrakes } from "#src/app/schedule/apply-brake.ts";
import { readCalendar } from "#src/app/schedule/read-calendar.ts";
import { openApp } from "#src/app/open-app.ts";
import { keepRetention } from "#src/app/job/keep-retention.ts";
import { readAndStart } from "#src/app/job/tick.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { newId } from "#src/model/ids.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { makeToken } from "#src/model/token.ts";
import { loadProject } from "#src/project/load-project.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { cancelSend } from "#src/send/decide-send.ts";
import { planSend } from "#src/send/plan-send.ts";
import { countMissed, scheduleAgain } from "#src/send/send-again.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { measure } from "#src/store/database/measure.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sendsIn } from "#src/store/sends/sends.ts";
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

/** PostgreSQL looks at the size of tables when it chooses an index. */
const READERS = { sqlite: 2_000, postgres: 20_000 };
/** What may walk through a whole table, and why. */
const ALLOWED: readonly RegExp[] = [
  // Partial indexes of a few rows: readers whose mail bounced, and batches that retention has not emptied yet.
  /^Index.* subscribers subscribers_bounced: /,
  /^Index.* batches batches_whole: /,
  // Asked by a person, about every member; PostgreSQL may rather read all deliveries once than those of each reader.
  /^Index.*from list_members m .*f\.reason = 'dropped'/,
];

for (const dialect of DIALECTS) {
  test(`no query of the tick, the worker, the pages and the commands that read walks through a large table (${dialect})`, async () => {
    const filled = await tempLedger({ dialect });
    const readers = READERS[dialect];
    const size = { readers, issues: 3, events: 3 * readers, triggers: readers / 4, pending: 3 };
    await fillLedger(filled, size);
    const { ledger, queries } = recordQueries(filled);
    await runEverything(ledger, readers);
    expect(queries().length).toBeGreaterThan(120);
    const scans = await findScans(filled, queries());
    expect(scans.filter((scan) => !ALLOWED.some((pattern) => pattern.test(scan)))).toEqual([]);
  });
}

async function runEverything(ledger: Ledger, readers: number): Promise<void> {
  const year = new Date().getFullYear() + 1;
  const text = issueText(
    { send_at: `${year}-12-01 09:00` },
    'Hello {{ subscriber.first_name | default: "you" }}.',
  );
  const root = await tempProject({ "issues/letter.md": text });
  const opened = await openApp({
    root,
    env: {},
    sandbox: true,
    clock: ledger.clock,
    config: { ledgerUrl: ledger.url, suppressionKey: FILL_SUPPRESSION_KEY },
  });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const app = { ...opened, ledger };
  const project = await loadProject(root);
  const by = { suppressionKey: FILL_SUPPRESSION_KEY, source: "test" };

  // In this process, so that its queries are seen.
  const [due] = await sendsIn(ledger.db, ["planning"]);
  await planSend(ledger, due?.id ?? 0);
  const report = await readAndStart(app);
  expect(report.failures).toEqual([]);
  await visitPages(ledger, project.newsletter, readers + 1);
  await takeEvents(ledger);
  await matchWaiting(ledger);
  await applyBrakes(app);
  await keepRetention(app, project.newsletter, new AbortController().signal);
  await postSome(ledger);
  await readCalendar(ledger, project);
  await readStatus(ledger.db, null);
  await measure(ledger.db);
  await buildReport(ledger, "issue-3");
  for (const [slug, missed] of [
    ["issue-3", "refused"],
    ["issue-2", "dropped"],
  ] as const) {
    await countMissed(ledger, slug, missed);
    const { id } = await scheduleAgain(ledger, slug, { missed, person: "test" });
    await planSend(ledger, id);
  }
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
            ...(type === "email.bounced"
              ? { bounce: { type: "Permanent", subType: "General", message: "" } }
              : {}),
            ...(type === "email.clicked"
              ? { click: { link: "https://example.org", userAgent: "Mozilla/5.0", ipAddress: "192.0.2.1" } }
              : {}),
          };
          const body = JSON.stringify({ type, created_at: new Date().toISOString(), data });
          const event = parseEvent(body, { id: `msg_${newId()}`, receivedAt: Date.now() });
          if (event !== null) await takeEvent(on, event, { suppressionKey: FILL_SUPPRESSION_KEY });
        }
      await applyBrake(app, send);
    }
  }
}

async function visitPages(ledger: Ledger, newsletter: Newsletter, pending: number): Promise<void> {
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
    [`/c/${tokenOf("confirm", pending)}`],
    [`/c/${tokenOf("confirm", pending)}`, form({})],
  ];
  for (const [path, init] of visits) {
    const { status } = await pages.request(path, init);
    expect([path, status < 500]).toEqual([path, true]);
  }
}

/** The first batches of a send, as a worker posts them. */
async function postSome(ledger: Ledger): Promise<void> {
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  const stop = new AbortController();
  let settled = 0;
  await runWorker(ledger, {
    client,
    keys: [benchKey],
    token: `test:1:${newId()}`,
    signal: stop.signal,
    untilIdle: true,
    onSettled: () => {
      settled += 1;
      if (settled === 5) stop.abort();
    },
  });
  expect(settled).toBeGreaterThan(4);
}
