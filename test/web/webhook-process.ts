/** A process of its own that answers Resend's webhooks and says how many it took: made to be killed. */
import { newsletterSchema } from "#src/model/newsletter.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";

const [root = "", secret = "", suppressionKey = ""] = process.argv.slice(2);
const ledger = await openLedger({
  url: "sqlite:test.db",
  root,
  destination: "sandbox",
  suppressionKey: null,
  clock: { now: () => Date.parse("2026-12-01T09:00:00Z") },
});
const app = createWeb({
  ledger,
  newsletter: newsletterSchema.parse({
    name: "Test",
    url: "https://news.example.org",
    from: "desk@news.example.org",
    postal_address: "1 Example Street",
    timezone: "UTC",
    lists: { weekly: { title: "Weekly" } },
  }),
  tokenKeys: [{ kid: "k1", secret: "a secret of these tests, long enough" }],
  webhookSecrets: [secret],
  suppressionKey,
});
const { url } = await listen(app, { host: "127.0.0.1", port: 0 });
process.stdout.write(`${url}\n`);
