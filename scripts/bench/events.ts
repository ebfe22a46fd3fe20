/**
 * How fast events are taken, against bare inserts of the same rows into a table with the same unique index, one
 * transaction each, under the same settings, in one run: by `takeEvent` alone, and by `POST /webhooks/resend` over
 * HTTP, signed, eight in flight. Both alternate with the bare inserts; medians. Exit 1 if an event is lost.
 *
 *   node scripts/bench/events.ts [--events 20000] [--runs 3]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Webhook } from "standardwebhooks";
import { newId } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { planSend } from "#src/send/plan-send.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openSqlite } from "#src/store/database/sqlite.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import {
  addBenchReaders,
  benchKey,
  benchLedger,
  benchNewsletter,
  benchSend,
  median,
} from "./bench-ledger.ts";

interface Body {
  readonly id: string;
  readonly body: string;
}

const { values } = parseArgs({
  options: { events: { type: "string", default: "20000" }, runs: { type: "string", default: "3" } },
});
const count = Number(values.events);
const NAMES = ["email.sent", "email.delivered", "email.clicked", "email.delivery_delayed"];
const IN_FLIGHT = 8;
const SECRET = `whsec_${Buffer.from("a webhook secret of the benchmark").toString("base64")}`;
const KEYS = { suppressionKey: "bench".repeat(8) };

const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
try {
  await using ledger = await benchLedger(folder);
  addBenchReaders(join(folder, "ledger.db"), Math.max(100, Math.ceil(count / NAMES.length)));
  await planSend(ledger, await benchSend(ledger));
  const arms = { bare: bareInserts, taken, posted };
  const seconds: Record<string, number[]> = { bare: [], taken: [], posted: [] };
  for (let run = 0; run < Number(values.runs); run += 1)
    for (const [name, arm] of Object.entries(arms))
      seconds[name]?.push(await arm(ledger, await bodiesOf(ledger)));
  report("bare inserts", seconds["bare"]);
  report("takeEvent", seconds["taken"]);
  report("POST /webhooks/resend", seconds["posted"]);
  const ratio = (name: string) => (median(seconds["bare"] ?? []) / median(seconds[name] ?? [])).toFixed(3);
  console.log(`takeEvent ${ratio("taken")}, POST ${ratio("posted")} of the speed of bare inserts`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Makes new events at each call, in random order: Resend's queues keep none. */
async function bodiesOf(ledger: Ledger): Promise<Body[]> {
  const deliveries = await ledger.db.selectFrom("deliveries").select(["id", "batch_id"]).execute();
  const bodies = deliveries.flatMap(({ id, batch_id: batch }) =>
    NAMES.map((type) => ({
      id: `msg_${newId()}`,
      body: JSON.stringify({
        type,
        created_at: new Date(1_800_000_000_000 + id).toISOString(),
        data: {
          email_id: `id-${id}`,
          from: "Bench <bench@example.org>",
          to: [`reader${id}@readers.example`],
          subject: "Hello",
          tags: { lp_batch: `${ledger.database}_${batch}_1`, lp_delivery: String(id) },
          ...(type === "email.clicked"
            ? { click: { link: "https://example.org/a", userAgent: "Mozilla/5.0", ipAddress: "192.0.2.1" } }
            : {}),
        },
      }),
    })),
  );
  return bodies.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, count);
}

/** Returns seconds, for the least that any receiver must do: store each event, once, before it answers. */
async function bareInserts(_: Ledger, bodies: readonly Body[]): Promise<number> {
  const database = openSqlite(join(folder, "bare.db"));
  database.exec(
    "create table if not exists events (id integer primary key, provider_event_id text unique, payload text)",
  );
  const insert = database.prepare("insert into events (provider_event_id, payload) values (?, ?)");
  const seconds = await timed(async () => {
    for (const { id, body } of bodies) insert.run(id, body);
  });
  database.close();
  return seconds;
}

/** Returns seconds, for `takeEvent` alone. */
function taken(ledger: Ledger, bodies: readonly Body[]): Promise<number> {
  return timed(async () => {
    for (const { id, body } of bodies) {
      const event = parseEvent(body, { id, receivedAt: 0 });
      if (event === null) throw new Error("That is no event.");
      const { result } = await takeEvent(ledger, event, KEYS);
      if (result !== "applied") throw new Error(`An event was ${result}.`);
    }
  });
}

/** Returns seconds over HTTP, with server and client in one process. */
async function posted(ledger: Ledger, bodies: readonly Body[]): Promise<number> {
  const app = createWeb({
    ledger,
    newsletter: benchNewsletter,
    tokenKeys: [benchKey],
    webhookSecrets: [SECRET],
    ...KEYS,
  });
  const web = await listen(app, { host: "127.0.0.1", port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const webhook = new Webhook(SECRET);
  const now = new Date();
  const signed = bodies.map(({ id, body }) => ({
    body,
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
      "svix-signature": webhook.sign(id, now, body),
    },
  }));
  const seconds = await timed(async () => {
    const queue = signed.values();
    const work = async () => {
      for (const { body, headers } of queue) {
        const answer = await post(`${web.url}/webhooks/resend`, agent, headers, body);
        if (answer !== '200 {"result":"applied"}') throw new Error(`An event was answered ${answer}.`);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  });
  agent.destroy();
  await web.close();
  return seconds;
}

function post(
  url: string,
  agent: Agent,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request(url, { method: "POST", agent, headers }, (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => (text += chunk));
    response.on("end", () => resolve(`${response.statusCode} ${text}`));
  })
    .on("error", reject)
    .end(body);
  return promise;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function report(name: string, runs: readonly number[] = []): void {
  const seconds = median(runs);
  console.log(
    `${name.padEnd(22)} ${seconds.toFixed(2).padStart(7)} s  ${Math.round(count / seconds).toLocaleString("en")} events/s`,
  );
}
