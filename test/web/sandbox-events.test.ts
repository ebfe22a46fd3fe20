import { expect, test } from "vitest";
import { createClient } from "#src/resend/create-client.ts";
import { submitBatch } from "#src/resend/submit-batch.ts";
import { bodyOf } from "../resend/body-of.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import { buildReport } from "#src/track/build-report.ts";
import { SUPPRESSION_KEY, seedSend, testLedger } from "../track/seed.ts";
import { SECRET, TOKEN_KEYS, newsletter } from "./helper.ts";

test("turns the sandbox's signed, shuffled and repeated webhooks into arrivals and suppressions", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 40, providerIds: false });
  const app = createWeb({
    ledger,
    newsletter,
    tokenKeys: TOKEN_KEYS,
    webhookSecrets: [SECRET],
    suppressionKey: SUPPRESSION_KEY,
  });
  const web = await listen(app, { port: 0, host: "127.0.0.1" });
  await using sandbox = await startSandbox({
    switches: { webhook_duplicates: 0.5 },
    webhooks: [{ endpoint: `${web.url}/webhooks/resend`, secret: SECRET }],
  });
  try {
    const kinds = ["bounced", "complained", ...Array<string>(8).fill("delivered")];
    const messages = seeded.deliveries.map(({ id }, index) => ({
      from: "Weekly <weekly@news.example.dev>",
      to: `${kinds[index % 10]}+${index}@resend.dev`,
      subject: "Hello",
      html: "<p>Hello</p>",
      text: "Hello",
      headers: {},
      tags: [
        { name: "lp_batch", value: `${ledger.database}_${seeded.batchId}_1` },
        { name: "lp_delivery", value: String(id) },
      ],
    }));
    const client = createClient({ apiKey: sandbox.sendingKey, baseUrl: sandbox.url });
    const result = await submitBatch(client, bodyOf(messages), {
      key: `lp_${ledger.database}_${seeded.batchId}_1`,
    });
    await sandbox.webhooks.flush();

    const { arrivals } = await buildReport(ledger, "hello");
    expect(arrivals).toMatchObject({
      unknown: 0,
      delivered: 32,
      complained: 4,
      bounced: { permanent: 4, undetermined: 0, transient: 0 },
    });
    // Events alone have brought every id that Resend's answer had.
    const ids = await ledger.db
      .selectFrom("deliveries")
      .select("provider_id as id")
      .orderBy("deliveries.id")
      .execute();
    expect(result).toMatchObject({ outcome: "accepted", items: ids });
    const reasons = await ledger.db.selectFrom("suppressions").select("reason").orderBy("reason").execute();
    expect(reasons.map(({ reason }) => reason)).toEqual([
      ...Array<string>(4).fill("bounced"),
      ...Array<string>(4).fill("complained"),
    ]);
  } finally {
    await web.close();
  }
});
