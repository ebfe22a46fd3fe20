import { readFile } from "node:fs/promises";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import pg from "pg";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { keepRetention } from "#src/app/job/keep-retention.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { decideUncertain } from "#src/send/finish-sends.ts";
import { planSend } from "#src/send/plan-send.ts";
import { releaseWaves } from "#src/send/release-waves.ts";
import { type WorkerOptions, runWorker } from "#src/send/run-worker.ts";
import { backupLedger } from "#src/store/copies/backup-ledger.ts";
import { restoreLedger } from "#src/store/copies/restore-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { refuseNewer } from "#src/store/database/schema-version.ts";
import { overruledOf, rememberOverruled } from "#src/store/issues/overruled.ts";
import { openShare, saveShare } from "#src/store/issues/shares.ts";
import { ratingsOf, saveRating } from "#src/store/sends/ratings.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { type SendStatus, readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import {
  DIALECTS,
  KEYS,
  SUPPRESSION_KEY,
  addReaders,
  tempDatabase,
  tempFolder,
  tempLedger,
  testClock,
} from "../helpers/temp-ledger.ts";

/** Just after the process of d88295e ended. */
const THEN = Date.UTC(2026, 11, 1, 9, 0, 10);
const FIXTURES = join(import.meta.dirname, "fixtures");

for (const dialect of DIALECTS) {
  test(`a ledger of d88295e, upgraded in the middle of its sends, reaches everybody once (${dialect})`, async () => {
    const clock = testClock(THEN);
    const { url } = await oldLedger(dialect);
    await using opened = await openLedger({ ...at(url, clock), create: true });
    const ledger = { ...opened, clock };
    const before = await read(ledger, "waved");
    expect(before).toMatchObject({ waiting: 9, outcomes: { planned: 9, submitted: 3 } });
    expectBalanced(before);
    const { work, copies } = await worker(ledger);

    // In flight when the old process ended: the same key, the same bytes, and nobody else is posted.
    await work();
    expect(await read(ledger, "flying")).toMatchObject({
      send: { state: "submitted" },
      outcomes: { submitted: 12 },
    });
    expect(new Set(copies().values())).toEqual(new Set([1]));
    expect(copies().size).toBe(12);

    const first = await submittedOf(ledger, "waved");
    expect(first).toHaveLength(3);
    clock.advance(10 * 60_000);
    await releaseWaves(ledger);
    await work();
    expect(await read(ledger, "waved")).toMatchObject({
      send: { state: "submitted" },
      waiting: 0,
      outcomes: { submitted: 12 },
    });
    // Those of the first wave have it from the old process.
    for (const [address, n] of copies())
      expect([address, n]).toEqual([address, first.includes(address) ? 1 : 2]);

    const later = await read(ledger, "later");
    await stepSend(ledger.db, later.send.id, "scheduled", "planning", clock.now());
    await planSend(ledger, later.send.id);
    clock.advance(86_400_000);
    await work();
    clock.advance(10 * 60_000);
    await releaseWaves(ledger);
    await work();
    expect(await read(ledger, "later")).toMatchObject({
      send: { state: "submitted" },
      outcomes: { submitted: 12 },
    });
    for (const [address, n] of copies())
      expect([address, n]).toEqual([address, first.includes(address) ? 2 : 3]);

    // Resend had accepted these from the old process: a person says so, and nobody is mailed.
    const doubtful = await read(ledger, "doubtful");
    expect(doubtful).toMatchObject({ send: { state: "settling" }, outcomes: { uncertain: 12 } });
    const posted = [...copies().values()].reduce((sum, n) => sum + n, 0);
    expect(await decideUncertain(ledger, doubtful.send, "submitted")).toBe(12);
    await work();
    expect((await read(ledger, "doubtful")).send.state).toBe("submitted");
    expect([...copies().values()].reduce((sum, n) => sum + n, 0)).toBe(posted);
    const slugs = ["waved", "doubtful", "flying", "later"];
    for (const slug of slugs) expectBalanced(await read(ledger, slug));

    // Readers of an issue that the old process sent may say how it was.
    const { id: sendId } = (await read(ledger, "flying")).send;
    const { public_id: subscriber } = await ledger.db
      .selectFrom("subscribers")
      .innerJoin("deliveries", "deliveries.subscriber_id", "subscribers.id")
      .select("subscribers.public_id")
      .where("deliveries.send_id", "=", sendId)
      .executeTakeFirstOrThrow();
    for (const answer of ["good", "fair"] as const)
      expect(await saveRating(ledger, { sendId, subscriber, answer })).toBe(true);

    // A page that is shared has its place, and goes when it ends.
    const share = { id: "shared", slug: "flying", title: "Flying", page: "<p>\u00fcber</p>" };
    await saveShare(ledger.db, { ...share, at: clock.now(), until: clock.now() + 1000 });
    expect(await openShare(ledger.db, "shared", clock.now())).toMatchObject({ page: share.page });
    clock.advance(1000);
    expect(await openShare(ledger.db, "shared", clock.now())).toBeUndefined();

    // A month later the old rows are emptied like new ones, and the books say the same.
    const books = await Promise.all(slugs.map((slug) => read(ledger, slug)));
    clock.advance(31 * 86_400_000);
    const retention = { address_days: 30, payload_days: 90, unmatched_hours: 72, trigger_days: 30 };
    const config = { suppressionKey: SUPPRESSION_KEY };
    const { signal } = new AbortController();
    await keepRetention({ ledger, config, log: () => undefined }, { retention }, signal);
    const addresses = await ledger.db.selectFrom("deliveries").select("address").distinct().execute();
    expect(addresses).toEqual([{ address: "" }]);
    expect(await ledger.db.selectFrom("shares").select("id").execute()).toEqual([]);
    expect(await ratingsOf(ledger.db, [sendId])).toEqual({ good: 0, fair: 1, poor: 0 });
    const after = await Promise.all(slugs.map((slug) => read(ledger, slug)));
    expect(after.map(({ outcomes }) => outcomes)).toEqual(books.map(({ outcomes }) => outcomes));
  });

  test(`a plan that a process of d88295e had begun is made by the new one, whole (${dialect})`, async () => {
    const clock = testClock(THEN);
    const { url } = await oldLedger(
      dialect,
      "update sends set state = 'planning' where state = 'scheduled';",
    );
    await using opened = await openLedger({ ...at(url, clock), create: true });
    const ledger = { ...opened, clock };
    const { send } = await read(ledger, "later");
    expect(send).toMatchObject({ state: "planning", planner: null });
    await planSend(ledger, send.id);
    const planned = await read(ledger, "later");
    expect(planned).toMatchObject({
      send: { state: "submitting", planner: null },
      outcomes: { planned: 12 },
    });
    expectBalanced(planned);
  });

  test(`what a process of d88295e writes to an upgraded ledger fails, and nothing of it stays (${dialect})`, async () => {
    const { url } = await oldLedger(dialect);
    await using ledger = await openLedger({ ...at(url, testClock(THEN)), create: true });
    const fails = (query: string) =>
      expect(sql.raw(query).execute(ledger.db)).rejects.toThrow(
        /no such column|has no column|does not exist|constraint/,
      );
    // Its claim; its plan; what settles, and what withdraws.
    await fails("select id from batches where send_id = 1 and (n = 1 or origin = 1)");
    await fails(`insert into deliveries (send_id, subscriber_id, address, address_key, position, wave, deliver_at, slot_values,
      outcome, arrival) values (4, 1, 'a', 'b', 0, 0, 0, '{}', 'planned', 0)`);
    await fails("update deliveries set outcome = 'submitted', freed = 0 where id = 4");
    await fails("update deliveries set outcome = 'withdrawn', freed = 1, reason = 'canceled' where id = 4");
    await fails("update deliveries set outcome = 'held' where id = 4");
    await sql`update deliveries set outcome = 'planned' where send_id = 1 and outcome = 'held'`.execute(
      ledger.db,
    );
    expect(await read(ledger, "waved")).toMatchObject({ waiting: 9, outcomes: { planned: 9, submitted: 3 } });
  });

  test(`a worker whose ledger is upgraded while it runs stops before its next claim (${dialect})`, async () => {
    const clock = testClock(THEN);
    const ledger = await tempLedger({ dialect, clock });
    await addReaders(ledger, 150);
    const { send } = await scheduleTestSend(ledger);
    await stepSend(ledger.db, send.id, "scheduled", "planning", ledger.clock.now());
    await planSend(ledger, send.id);
    const { work, copies } = await worker(ledger);
    let upgraded: Promise<unknown> = Promise.resolve();
    const run = work({
      concurrency: 1,
      onSettled: () => {
        upgraded = upgrade(ledger);
      },
    });
    await expect(run).rejects.toMatchObject({ code: "ledger/newer", exit: 3 });
    await upgraded;
    expect(copies().size).toBe(100);
    expect((await read(ledger, "hello")).outcomes).toMatchObject({ submitted: 100, planned: 50 });
  });

  test(`a plan of a ledger that is newer by then freezes nobody (${dialect})`, async () => {
    const clock = testClock(THEN);
    const ledger = await tempLedger({ dialect, clock });
    await addReaders(ledger, 3);
    const { send } = await scheduleTestSend(ledger);
    await stepSend(ledger.db, send.id, "scheduled", "planning", clock.now());
    await upgrade(ledger);
    await expect(planSend(ledger, send.id)).rejects.toMatchObject({ code: "ledger/newer", exit: 3 });
    expect(await read(ledger, "hello")).toMatchObject({
      send: { state: "planning", planned_at: null },
      outcomes: { planned: 0 },
    });
  });

  test(`a send that was held for its file's errors is still held for them (${dialect})`, async () => {
    const note = "The file has errors now; the send waits until they are mended.";
    const held = `update sends set state = 'paused', reason = 'edited', note = '${note}'
      where issue_id = (select id from issues where slug = 'later');`;
    const { url } = await oldLedger(dialect, held);
    await using ledger = await openLedger({ ...at(url, testClock(THEN)), create: true });
    expect((await read(ledger, "later")).send).toMatchObject({ state: "paused", reason: "errors" });
  });

  test(`a person's word and pause are kept on the issue, and an older process cannot take them back (${dialect})`, async () => {
    const words = `update issues set decision = 'canceled', decided_for = '2026-12-01 09:00', file_send_at = '2026-12-01 09:00'
      where slug = 'later'; update sends set state = 'paused', reason = 'person', note = 'Paused by ada.'
      where issue_id = (select id from issues where slug = 'waved');`;
    const { url } = await oldLedger(dialect, words);
    await using ledger = await openLedger({ ...at(url, testClock(THEN)), create: true });
    const issues = await ledger.db.selectFrom("issues").selectAll().orderBy("id").execute();
    const of = (slug: string) => issues.find((one) => one.slug === slug);
    const time = "2026-12-01 09:00";
    expect(of("later")).toMatchObject({ word: "canceled", word_for: time, ready_send_at: time });
    expect(of("waved")).toMatchObject({ word: null, paused_note: "Paused by ada." });
    expect(of("doubtful")).toMatchObject({ paused_note: null, approved_digest: null });
    const texts = await ledger.db.selectFrom("issue_texts").select("body_sha").execute();
    expect(texts).toEqual(issues.map(() => ({ body_sha: null })));
    const old = sql`update issues set decision = null, decided_for = null where slug = 'later'`;
    await expect(old.execute(ledger.db)).rejects.toThrow(/no such column|does not exist/);
  });

  test(`an upgraded ledger remembers what is overruled of the emails that it had (${dialect})`, async () => {
    const { url } = await oldLedger(dialect);
    await using ledger = await openLedger({ ...at(url, testClock(THEN)), create: true });
    const { send } = await read(ledger, "later");
    const issueId = Number(send.issue_id);
    const { email_digest: digest } = send;
    expect(await overruledOf(ledger.db, issueId, digest)).toEqual([]);
    const row = {
      rule: "writing/placeholder",
      how: "forced",
      message: "Line 7: TK.",
      reason: null,
      person: "cli:ada",
      at: THEN,
    } as const;
    await rememberOverruled(ledger.db, { issueId, digest }, [row]);
    expect(await overruledOf(ledger.db, issueId, digest)).toEqual([row]);
    const copy = join(await tempFolder(), "backup.db");
    await backupLedger(ledger, copy);
    await using again = await openLedger(at(`sqlite:${copy}`, testClock(THEN)));
    expect(await overruledOf(again.db, issueId, digest)).toEqual([row]);
  });

  test(`a ledger newer than the code is refused at opening (${dialect})`, async () => {
    const { url } = await oldLedger(dialect);
    await using ledger = await openLedger({ ...at(url, testClock(THEN)), create: true });
    await upgrade(ledger);
    for (const create of [true, false])
      await expect(openLedger({ ...at(url, testClock(THEN)), create })).rejects.toMatchObject({
        code: "ledger/newer",
        exit: 3,
      });
  });

  test(`a backup of d88295e is upgraded when it is restored (${dialect})`, async () => {
    const { path } = await oldLedger("sqlite");
    const clock = testClock(THEN);
    const url =
      dialect === "postgres" ? await tempDatabase() : `sqlite:${join(await tempFolder(), "restored.db")}`;
    await restoreLedger({
      file: path,
      url,
      root: "/",
      destination: "sandbox",
      suppressionKey: SUPPRESSION_KEY,
      clock,
    });
    await using ledger = await openLedger(at(url, clock));
    const waved = await read(ledger, "waved");
    expect(waved).toMatchObject({
      send: { reason: "restored" },
      waiting: 9,
      outcomes: { planned: 9, submitted: 3 },
    });
    expectBalanced(waved);
    const copy = join(await tempFolder(), "backup.db");
    await backupLedger(ledger, copy);
    await using again = await openLedger(at(`sqlite:${copy}`, clock));
    expect(await read(again, "waved")).toMatchObject({ waiting: 9 });
  });
}

test("no migration begins while a claim is under way that has seen the ledger's version (postgres)", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const migrate = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: ledger.url });
    await client.connect();
    try {
      await client.query("begin");
      await client.query("lock table batches, deliveries in access exclusive mode nowait");
    } finally {
      await client.end();
    }
  };
  await ledger.db.transaction().execute(async (db) => {
    await refuseNewer({ db, dialect: ledger.dialect });
    await expect(migrate()).rejects.toThrow("could not obtain lock");
  });
  await migrate();
});

test("a migration gives way to a webhook that an older process is taking, and is made after it (postgres)", async () => {
  const { url } = await oldLedger("postgres");
  const webhook = new pg.Client({ connectionString: url });
  await webhook.connect();
  onTestFinished(() => webhook.end());
  await webhook.query("begin");
  await webhook.query("update events set received_at = received_at");
  const upgraded = openLedger({ ...at(url, testClock(THEN)), create: true });
  const waiting = async () =>
    (
      await webhook.query(`select 1 from pg_locks where not granted and relation is not null
        and database = (select oid from pg_database where datname = current_database())`)
    ).rows.length;
  await expect.poll(waiting, { interval: 5 }).toBe(1);
  await webhook.query("update deliveries set arrival = arrival");
  await webhook.query("commit");
  await using ledger = await upgraded;
  expect(await read(ledger, "waved")).toMatchObject({ outcomes: { planned: 9, submitted: 3 } });
});

/** The fixture in a file or database of its own, and what else had happened to it by then. */
async function oldLedger(dialect: Ledger["dialect"], more = ""): Promise<{ url: string; path: string }> {
  const text = (await readFile(join(FIXTURES, `d88295e.${dialect}.sql`), "utf8")) + more;
  if (dialect === "sqlite") {
    const path = join(await tempFolder(), "old.db");
    const database = new BetterSqlite(path);
    database.exec(text);
    database.close();
    return { url: `sqlite:${path}`, path };
  }
  const url = await tempDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
  return { url, path: "" };
}

function at(url: string, clock: { now(): number }) {
  return { url, root: "/", destination: "sandbox", suppressionKey: SUPPRESSION_KEY, clock } as const;
}

/** What the `letterpress migrate` of a later version leaves behind. */
async function upgrade({ db }: Ledger): Promise<void> {
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2027-01-01T00:00:00.000Z')`.execute(
    db,
  );
}

async function worker(ledger: Ledger) {
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  return {
    copies: () => sandbox.inbox.countsByAddress(),
    work: (options: Partial<WorkerOptions> = {}) =>
      runWorker(ledger, {
        client,
        keys: KEYS,
        token: `test:1:${newId()}`,
        signal: new AbortController().signal,
        untilIdle: true,
        ...options,
      }),
  };
}

async function read(ledger: Ledger, slug: string): Promise<SendStatus> {
  return (await readStatus(ledger.db, slug))[0] as SendStatus;
}

async function submittedOf(ledger: Ledger, slug: string): Promise<string[]> {
  const { send } = await read(ledger, slug);
  const rows = await ledger.db
    .selectFrom("deliveries")
    .select("address")
    .where("send_id", "=", send.id)
    .where("outcome", "=", "submitted")
    .execute();
  return rows.map(({ address }) => address);
}

function expectBalanced({ send, outcomes }: SendStatus): void {
  if (send.recipients === null) return;
  expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(send.recipients);
}
