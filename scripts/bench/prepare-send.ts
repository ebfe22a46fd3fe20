import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { DAY_MS } from "#src/model/durations.ts";
import type { Email } from "#src/model/email.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import { AT_ONCE, BATCH_SIZE } from "#src/model/spread-batches.ts";
import { scheduleSend } from "#src/send/schedule/schedule-send.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { planAudience, refreshStatistics } from "#src/store/sends/plan.ts";
import type { Database } from "#src/store/database/schema.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import type { SandboxAddress } from "./sandbox-process.ts";

export interface PreparedSend extends AsyncDisposable {
  readonly root: string;
  readonly ledger: Ledger;
  readonly sendId: number;
  /** Freeze the audience: from now on its batches can be claimed. */
  readonly plan: () => Promise<void>;
  /** What `letterpress serve` needs to send it through a sandbox. */
  readonly envFor: (sandbox: SandboxAddress) => Record<string, string>;
}

/**
 * Creates a newsletter in a folder of its own with a send of `batches` times `perBatch` readers, due now. `url` is an
 * empty PostgreSQL database; without it the ledger is a SQLite file. Emails are small (1 kB), because the benchmarks
 * measure requests.
 */
export async function prepareSend(options: {
  readonly batches: number;
  readonly perBatch: number;
  readonly url: string | null;
}): Promise<PreparedSend> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  await mkdir(join(root, "issues"));
  await writeFile(join(root, "newsletter.config.ts"), `export default ${JSON.stringify(CONFIG)};\n`);
  await writeFile(join(root, "package.json"), '{ "type": "module" }\n');
  const url = options.url ?? "sqlite:ledger.db";
  const ledger = await openLedger({
    url,
    root,
    destination: "resend",
    suppressionKey: SUPPRESSION_KEY,
    clock: { now: Date.now },
    create: true,
  });
  await addReaders(ledger, options.batches * options.perBatch);
  const sendId = await schedule(ledger);
  return {
    root,
    ledger,
    sendId,
    plan: () => plan(ledger, sendId, options.perBatch),
    envFor: ({ url: baseUrl, sendingKey }) => ({
      PATH: process.env["PATH"] ?? "",
      NO_COLOR: "1",
      RESEND_API_KEY: sendingKey,
      RESEND_BASE_URL: baseUrl,
      DATABASE_URL: url,
      LETTERPRESS_SECRET: `${SECRET.kid}:${SECRET.secret}`,
      SUPPRESSION_KEY,
    }),
    async [Symbol.asyncDispose]() {
      await ledger[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/**
 * Plans like `planSend`, except for the size of batches, and in one transaction on both databases, so that no worker
 * takes a batch of the usual size.
 */
async function plan(ledger: Ledger, sendId: number, perBatch: number): Promise<void> {
  const now = ledger.clock.now();
  await ledger.db.transaction().execute(async (db) => {
    const { issue_id: issueId } = await db
      .selectFrom("sends")
      .select("issue_id")
      .where("id", "=", sendId)
      .executeTakeFirstOrThrow();
    const tags = [{ name: "subscriber.first_name", filters: [], source: "" }];
    const whole = { segment: null, email: { tags }, local: null, wave: null };
    const request = { ...whole, paceOf: () => AT_ONCE, sendId, issueId, list: LIST, dueAt: now, now };
    const { counts } = await planAudience({ ...ledger, db }, request, {
      each: (count, part) => part(db, 0, count),
      once: (part) => part(db),
    });
    if (perBatch < BATCH_SIZE) await cutBatches(db, sendId, counts.recipients, perBatch, now);
    await stepSend(db, sendId, "scheduled", "planning", now, { due_at: now });
    await stepSend(db, sendId, "planning", "submitting", now, {
      ...counts,
      planned_at: now,
      started_at: now,
    });
  });
  await refreshStatistics(ledger);
}

async function cutBatches(
  db: Kysely<Database>,
  sendId: number,
  recipients: number,
  perBatch: number,
  now: number,
): Promise<void> {
  const planned = Math.ceil(recipients / BATCH_SIZE);
  const wanted = Math.ceil(recipients / perBatch);
  await sql`insert into batches (send_id, n, state, wave, not_before)
    with recursive numbers (n) as (select ${sql.lit(planned + 1)} union all select n + 1 from numbers where n < ${sql.lit(wanted)})
    select ${sendId}, n, 'pending', 0, cast(${now} as bigint) from numbers`.execute(db);
  const { first } = await db
    .selectFrom("deliveries")
    .select((eb) => eb.fn.min("id").as("first"))
    .where("send_id", "=", sendId)
    .executeTakeFirstOrThrow();
  const place = sql`(deliveries.id - ${sql.lit(first)})`;
  await sql`update deliveries set position = ${place} % ${sql.lit(perBatch)}, batch_id = (select b.id from batches b
    where b.send_id = ${sendId} and b.n = ${place} / ${sql.lit(perBatch)} + 1) where send_id = ${sendId}`.execute(
    db,
  );
}

async function addReaders(ledger: Ledger, count: number): Promise<void> {
  await ledger.db.transaction().execute(async (db) => {
    for (let start = 0; start < count; start += 500) {
      const numbers = Array.from({ length: Math.min(500, count - start) }, (_, n) => start + n);
      const rows = numbers.map((n) => ({
        public_id: newId(),
        address: `reader${n}@readers.example`,
        address_key: addressKey(`reader${n}@readers.example`, SUPPRESSION_KEY),
        timezone: null,
        attributes: `{"first_name":"Reader ${n}"}`,
        paused_until: null,
        created_at: 0,
        updated_at: 0,
      }));
      const ids = await db.insertInto("subscribers").values(rows).returning("id").execute();
      await db
        .insertInto("list_members")
        .values(ids.map(({ id }) => ({ list: LIST, subscriber_id: id, state: "active" as const, at: 0 })))
        .execute();
    }
  });
}

async function schedule(ledger: Ledger): Promise<number> {
  const now = ledger.clock.now();
  const issue = await seeIssue(ledger.db, { slug: "bench", path: "issues/bench.md", fileSendAt: null }, now);
  // Not due before `plan`: otherwise a tick of the serving processes would begin it.
  const { send } = await scheduleSend(ledger, {
    issue,
    email: EMAIL,
    assets: [],
    segment: null,
    dueAt: now + DAY_MS,
    wallLocal: null,
    zone: "UTC",
    by: "person",
    fromFile: false,
    gitCommit: null,
    settings: {
      url: CONFIG.url,
      kid: SECRET.kid,
      team: "default",
      slug: "bench",
      archive: "public",
      brake: null,
      local: null,
      wave: null,
      links: [],
      part: { kind: "list" },
    },
  });
  return send.id;
}

const LIST = "weekly";
const SECRET = { kid: "k1", secret: "a-secret-of-the-benchmark-long-enough-for-anybody" };
const SUPPRESSION_KEY = "bench-suppression-key";
const CONFIG = {
  name: "The Bench",
  url: "https://letters.example",
  from: "The Bench <bench@letters.example>",
  postal_address: "1 Bench Lane, Lima",
  timezone: "UTC",
  lists: { [LIST]: { title: "Weekly" } },
  template: "digest",
};
const NAME = { name: "subscriber.first_name", filters: [], source: "" };
const EMAIL: Email = {
  format: 1,
  from: CONFIG.from,
  replyTo: null,
  subject: ["News for you"],
  html: [
    "<p>Hello ",
    { tag: BUILT_IN_TAGS.length, context: "text" },
    `</p>${"<p>Nothing has happened.</p>".repeat(20)}<a href="`,
    { tag: 0, context: "url" },
    '">Unsubscribe</a>',
  ],
  text: ["Hello\n", { tag: 0, context: "plain" }],
  headers: { "List-Id": "The Bench <weekly.letters.example>" },
  list: LIST,
  tags: [...BUILT_IN_TAGS, NAME],
  digest: "d".repeat(64),
};
