/**
 * How large the ledger of a weekly is after a year, without `retention`, with it, and rewritten. Real tables and plans; what Resend
 * answers and reports is written past the client: `sent` and `delivered` for each reader, opens and clicks as with tracking on,
 * bounces, confirmations, and other mail of the same team. With --weekly retention runs every week, as in a service, and
 * otherwise once at the end. Exit 1 where one of a hundred steps takes 100 ms of the processor.
 *
 *   node scripts/bench/year.ts [--readers 20000] [--weeks 52] [--weekly]
 */
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type BetterSqlite from "better-sqlite3";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { newId } from "#src/model/ids.ts";
import { planSend } from "#src/send/plan-send.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { openSqlite } from "#src/store/database/sqlite.ts";
import { dropTriggers } from "#src/store/retention/drop-triggers.ts";
import { emptyDeliveries } from "#src/store/retention/empty-deliveries.ts";
import { ledgerBytes, rewriteLedger } from "#src/store/retention/ledger-size.ts";
import { dropUnmatched } from "#src/track/drop-unmatched.ts";
import { reduceEvents } from "#src/track/reduce-events.ts";
import { BENCH_SUPPRESSION_KEY, addBenchReaders, benchSend } from "./bench-ledger.ts";

const BAR_MS = 100;
/** Shares of readers, and for each of those readers the mean number of events. */
const STORY = { opened: 0.35, opens: 1.4, clicked: 0.05, clicks: 1.3, bounced: 0.004, hard: 0.25 };
const JOINED_A_WEEK = 100;
const OTHER_MAIL_A_WEEK = 2000;
const AGENT =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

const INSERT = `insert into events (provider_event_id, name, delivery_id, send_id, provider_id, at, received_at, payload, state, kind)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const { values } = parseArgs({
  options: {
    readers: { type: "string", default: "20000" },
    weeks: { type: "string", default: "52" },
    weekly: { type: "boolean", default: false },
  },
});
const [readers, weeks] = [Number(values.readers), Number(values.weeks)];

let now = Date.UTC(2026, 0, 6, 9);
const clock = { now: () => now };
const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
const path = join(folder, "ledger.db");
try {
  await using ledger = await openLedger({
    url: `sqlite:${path}`,
    root: folder,
    suppressionKey: null,
    destination: "sandbox",
    clock,
    create: true,
  });
  addBenchReaders(path, readers);
  const taken = new Map<string, Steps>();
  for (let week = 1; week <= weeks; week += 1) {
    await mailIssue(ledger, `issue-${week}`);
    now += 7 * DAY_MS;
    if (values.weekly) await retain(ledger, taken);
  }
  await report(ledger, values.weekly ? "kept every week" : "without retention");
  const started = performance.now();
  await retain(ledger, taken);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  await report(ledger, `after retention (${seconds} s)`);
  await rewriteLedger(ledger);
  await report(ledger, "after doctor --compact");
  for (const [name, { ms, cpuMs }] of taken)
    console.log(
      `${name}: ${ms.length} steps; ms by the clock ${spread(ms)}; of the processor ${spread(cpuMs)}`,
    );
  process.exitCode = [...taken.values()].every(({ cpuMs }) => at(cpuMs, 0.99) < BAR_MS) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** An issue and its week: planned as always, then accepted, delivered, opened, clicked. */
async function mailIssue(ledger: Ledger, slug: string): Promise<void> {
  const sendId = await benchSend(ledger, { slug });
  await planSend(ledger, sendId);
  const database = openSqlite(path);
  database.function("uuid", { deterministic: false }, () => randomUUID());
  database.transaction(() => {
    acceptSend(database, sendId);
    const tell = eventWriter(database, ledger.database);
    const rows = database
      .prepare<[number], { id: number; batch_id: number; address: string; provider_id: string }>(
        "select id, batch_id, address, provider_id from deliveries where send_id = ?",
      )
      .all(sendId);
    for (const row of rows) tellStory((name, more, kind) => tell({ ...row, sendId }, name, more, kind));
    for (let n = 0; n < JOINED_A_WEEK; n += 1)
      for (const trigger of ["confirm", "welcome"]) addTrigger(database, ledger.database, trigger);
    for (let n = 0; n < OTHER_MAIL_A_WEEK; n += 1) tellOther(database);
  })();
  database.close();
}

function acceptSend(database: BetterSqlite.Database, sendId: number): void {
  database
    .prepare(
      `update deliveries set outcome = 'submitted', provider_id = uuid(), arrival = 2, arrival_at = ? where send_id = ?`,
    )
    .run(now + 5000, sendId);
  database
    .prepare(
      `update batches set state = 'submitted', key = 'lp_' || id || '_' || lower(hex(randomblob(11))), sha256 = lower(hex(randomblob(32))),
        composer = 1, api_key = lower(hex(randomblob(8))), first_post_at = $now, first_high_water_at = $now, last_post_at = $now,
        accepted_at = $now, attempts = 1 where send_id = $send`,
    )
    .run({ now, send: sendId });
  database
    .prepare("update sends set state = 'submitted', started_at = $now, finished_at = $now where id = $send")
    .run({ now, send: sendId });
}

type Tell = (name: string, more?: object, kind?: string) => void;

function tellStory(tell: Tell): void {
  tell("email.sent");
  if (Math.random() < STORY.bounced) {
    const hard = Math.random() < STORY.hard;
    const message = "The recipient's email address is on the suppression list because it has bounced.";
    const bounce = { type: hard ? "Permanent" : "Transient", subType: "General", message };
    return tell("email.bounced", { bounce }, hard ? "permanent" : "transient");
  }
  tell("email.delivered");
  for (let left = times(STORY.opened, STORY.opens); left > 0; left -= 1)
    tell("email.opened", { open: { ipAddress: "192.0.2.17", userAgent: AGENT, timestamp: iso() } });
  for (let left = times(STORY.clicked, STORY.clicks); left > 0; left -= 1) {
    const link = "https://example.org/articles/the-week-on-the-stone";
    tell(
      "email.clicked",
      { click: { link, ipAddress: "192.0.2.17", userAgent: AGENT, timestamp: iso() } },
      "human",
    );
  }
}

function times(share: number, mean: number): number {
  return Math.random() < share ? Math.max(1, Math.round(mean * (0.5 + Math.random()))) : 0;
}

interface Told {
  readonly id: number;
  readonly batch_id: number;
  readonly sendId: number;
  readonly address: string;
  readonly provider_id: string;
}

/** Writes an event as `takeEvent` leaves an event of ours. */
function eventWriter(
  database: BetterSqlite.Database,
  uuid: string,
): (told: Told, name: string, more?: object, kind?: string) => void {
  const insert = database.prepare<unknown[]>(INSERT);
  return ({ id, batch_id: batch, sendId, address, provider_id: providerId }, name, more = {}, kind) => {
    const tags = { lp_batch: `${uuid}_${batch}_1`, lp_delivery: String(id) };
    const payload = payloadOf(name, providerId, address, { tags, ...more });
    insert.run(svixId(), name, id, sendId, providerId, now, now + HOUR_MS, payload, 1, kind ?? null);
  };
}

function tellOther(database: BetterSqlite.Database): void {
  const id = randomUUID();
  const payload = payloadOf("email.delivered", id, `customer${id.slice(0, 6)}@shop.example`, {});
  database
    .prepare<unknown[]>(INSERT)
    .run(svixId(), "email.delivered", null, null, id, now, now + HOUR_MS, payload, 2, null);
}

function payloadOf(type: string, emailId: string, to: string, more: object): string {
  const data = { created_at: iso(), email_id: emailId, from: "The Test <test@letters.example>", to: [to] };
  return JSON.stringify({
    type,
    created_at: iso(),
    data: { ...data, subject: "News for you, every Tuesday", ...more },
  });
}

function addTrigger(database: BetterSqlite.Database, uuid: string, trigger: string): void {
  const email = database.prepare<[], { digest: string }>("select digest from emails limit 1").get();
  const settings = JSON.stringify({ url: "https://letters.example", kid: "k1", team: "default", links: [] });
  const { lastInsertRowid: sendId } = database
    .prepare(
      `insert into sends (public_id, kind, cause, email_digest, list, zone, due_at, scheduled_by, state, settings, candidates, excluded,
        recipients, scheduled_at, planned_at, started_at, finished_at, updated_at)
        values (?, 'trigger', ?, ?, 'weekly', 'UTC', $now, 'form', 'submitted', ?, 1, 0, 1, $now, $now, $now, $now, $now)`,
    )
    .run(newId(), `${trigger}:${randomBytes(6).toString("hex")}`, email?.digest, settings, { now });
  const { lastInsertRowid: batch } = database
    .prepare(
      `insert into batches (send_id, n, state, wave, not_before, accepted_at) values (?, 1, 'submitted', 0, ?, ?)`,
    )
    .run(sendId, now, now);
  const providerId = randomUUID();
  const address = `new${providerId.slice(0, 8)}@mail.readers.example`;
  const { lastInsertRowid: id } = database
    .prepare(
      `insert into deliveries (send_id, address, address_key, batch_id, position, slot_values, provider_id, outcome, arrival)
        values (?, ?, ?, ?, 0, '{}', ?, 'submitted', 2)`,
    )
    .run(sendId, address, randomBytes(32).toString("base64url"), batch, providerId);
  const told = {
    id: Number(id),
    batch_id: Number(batch),
    sendId: Number(sendId),
    address,
    provider_id: providerId,
  };
  const tell = eventWriter(database, uuid);
  for (const name of ["email.sent", "email.delivered"]) tell(told, name);
}

/** How long each step took, in ms: by the clock, and in this process's own processor time, which a busy machine lengthens less. */
interface Steps {
  readonly ms: number[];
  readonly cpuMs: number[];
}

/** Runs the steps of `keepRetention` one by one until nothing is left. During a step nothing else runs on the event loop. */
async function retain(ledger: Ledger, taken: Map<string, Steps>): Promise<void> {
  const keys = { suppressionKey: BENCH_SUPPRESSION_KEY };
  const kinds: readonly [string, (before: number) => Promise<number>, number][] = [
    ["triggers", (before) => dropTriggers(ledger, before), 30 * DAY_MS],
    ["unmatched", (before) => dropUnmatched(ledger, keys, before), 72 * HOUR_MS],
    ["addresses", (before) => emptyDeliveries(ledger, before), 30 * DAY_MS],
    ["payloads", (before) => reduceEvents(ledger, keys, before), 90 * DAY_MS],
  ];
  for (const [name, step, keptMs] of kinds) {
    const seen = taken.get(name) ?? { ms: [], cpuMs: [] };
    taken.set(name, seen);
    for (let done = 1; done > 0;) {
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      done = await step(now - keptMs);
      const used = process.cpuUsage(cpu);
      seen.ms.push(performance.now() - started);
      seen.cpuMs.push((used.user + used.system) / 1000);
    }
  }
}

function spread(values: readonly number[]): string {
  return `${at(values, 0.5).toFixed(0)} (median), ${at(values, 0.99).toFixed(0)} (99 %), ${at(values, 1).toFixed(0)} (longest)`;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

async function report(ledger: Ledger, what: string): Promise<void> {
  const counts: string[] = [];
  for (const table of ["deliveries", "events", "sends"] as const) {
    const rows = ledger.db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as("n"));
    const { n } = await rows.executeTakeFirstOrThrow();
    counts.push(`${Number(n).toLocaleString("en")} ${table}`);
  }
  const megabytes = Math.round((await ledgerBytes(ledger)) / 1e6).toLocaleString("en");
  console.log(`${what.padEnd(28)} ${megabytes.padStart(6)} MB  (${counts.join(", ")})`);
}

function svixId(): string {
  return `msg_${randomBytes(20).toString("base64url")}`;
}

function iso(): string {
  return new Date(now).toISOString();
}
