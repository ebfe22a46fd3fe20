/**
 * How fast events are taken, against bare inserts of the same rows into a table with the same unique index, one
 * transaction each, under the same settings, in one run. `--events N` (default 20,000).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newId } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { saveEmail } from "#src/store/emails.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { openLedger } from "#src/store/open-ledger.ts";
import { openSqlite } from "#src/store/sqlite.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { benchEmail, benchReaders, benchSend } from "./bench-send.ts";

const { values } = parseArgs({ options: { events: { type: "string", default: "20000" } } });
const count = Number(values.events);
const NAMES = ["email.sent", "email.delivered", "email.clicked", "email.delivery_delayed"];

const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
try {
  await using ledger = await openLedger({
    url: "sqlite:ledger.db",
    root: folder,
    destination: "sandbox",
    clock: { now: Date.now },
    create: true,
  });
  await saveEmail(ledger.db, benchEmail, 0);
  await benchReaders(ledger, Math.ceil(count / NAMES.length));
  await benchSend(ledger);
  const bodies = await bodiesOf(ledger);
  const bare = bareInserts(bodies);
  const ours = await taken(ledger, bodies);
  console.log(`bare inserts        ${speed(bare)}`);
  console.log(`letterpress events  ${speed(ours)}`);
  console.log(`${(bare / ours).toFixed(3)} of the speed of bare inserts`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** In the order of Resend's queues: none. */
async function bodiesOf(ledger: Ledger): Promise<{ id: string; body: string }[]> {
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

/** Seconds. What any receiver must do at the least: keep the event, once, before it answers. */
function bareInserts(bodies: readonly { id: string; body: string }[]): number {
  const database = openSqlite(join(folder, "bare.db"));
  database.exec("create table events (id integer primary key, provider_event_id text unique, payload text)");
  const insert = database.prepare("insert into events (provider_event_id, payload) values (?, ?)");
  const started = performance.now();
  for (const { id, body } of bodies) insert.run(id, body);
  const seconds = (performance.now() - started) / 1000;
  database.close();
  return seconds;
}

/** Seconds. */
async function taken(ledger: Ledger, bodies: readonly { id: string; body: string }[]): Promise<number> {
  const started = performance.now();
  for (const { id, body } of bodies) {
    const event = parseEvent(body, { id, receivedAt: 0 });
    if (event === null) throw new Error("That is no event.");
    const { result } = await takeEvent(ledger, event, { suppressionKey: "bench" });
    if (result !== "applied") throw new Error(`An event was ${result}.`);
  }
  return (performance.now() - started) / 1000;
}

function speed(seconds: number): string {
  return `${seconds.toFixed(2).padStart(6)} s  ${Math.round(count / seconds).toLocaleString("en")} events/s`;
}
