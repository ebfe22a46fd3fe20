import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { startDue } from "#src/send/start-due.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { createWeb } from "#src/web/create-web.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import {
  DIALECTS,
  KEYS,
  SUPPRESSION_KEY,
  addReaders,
  tempLedger,
  testEmail,
} from "../helpers/temp-ledger.ts";

const READERS = 550;
const newsletter = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});

for (const dialect of DIALECTS) {
  test(`a reader who presses the link of an older letter while a send is under way does not get it, unless their batch is out (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, READERS);
    const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
    onTestFinished(() => sandbox.close());
    const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
    const web = createWeb({
      ledger,
      newsletter,
      tokenKeys: KEYS,
      webhookSecrets: [],
      suppressionKey: SUPPRESSION_KEY,
    });
    const work = () =>
      runWorker(ledger, {
        client,
        keys: KEYS,
        token: `test:1:${newId()}`,
        signal: new AbortController().signal,
        untilIdle: true,
        // One after another: which batch makes the second request must not be left to chance.
        concurrency: 1,
      });
    await scheduleTestSend(ledger, { slug: "older" });
    await startDue(ledger);
    await work();
    const links = new Map<string, string>();
    for (const { id } of await ledger.db
      .selectFrom("deliveries")
      .select("provider_id as id")
      .where("provider_id", "is not", null)
      .execute()) {
      const { to, headers } = sandbox.inbox.get(id ?? "") ?? {};
      const link = /<https:\/\/letters\.example([^>]+)>/.exec(headers?.["List-Unsubscribe"] ?? "")?.[1];
      links.set(String(to), link ?? "");
    }
    expect(links.size).toBe(READERS);

    await scheduleTestSend(ledger, { email: testEmail({ digest: "e".repeat(64) }) });
    await startDue(ledger);
    const leave = async (n: number): Promise<void> => {
      const path = links.get(`reader${n}@readers.example`) ?? "";
      const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
      expect((await web.request(path, { method: "POST", body })).status).toBe(200);
    };
    // A refusal of the rate re-opens the second batch: its readers are looked at again.
    sandbox.switches.faults = [{ kind: "rate_limit", skip: 1, times: 1 }];
    const left = new Set<number>();
    let requests = 0;
    using _first = sandbox.on("request", async () => {
      requests += 1;
      // While batch 1 is under way, one of it and some of every other; while batch 2 is refused, one of it.
      const leaving = requests === 1 ? [50, 150, 250, 350, 450, 550] : requests === 2 ? [160] : [];
      for (const n of leaving) {
        left.add(n);
        await leave(n);
      }
    });
    await work();
    expect(left.size).toBe(7);
    const copies = sandbox.inbox.countsByAddress();
    const got = (n: number) => copies.get(`reader${n}@readers.example`);
    // Reader 50 left when the batch was posted already; a repeat must have the same bytes.
    expect(got(50)).toBe(2);
    expect([150, 160, 250, 350, 450, 550].map(got)).toEqual([1, 1, 1, 1, 1, 1]);
    const [status] = await readStatus(ledger.db, "hello");
    expect(status?.outcomes).toMatchObject({ submitted: READERS - 6, withdrawn: 6, planned: 0 });
    expect(status?.send).toMatchObject({ state: "submitted", candidates: READERS, recipients: READERS });
  });
}
