import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { startDue } from "#src/send/start-due.ts";
import { backupLedger } from "#src/store/copies/backup-ledger.ts";
import { saveAssets } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { moveLedger } from "#src/store/copies/move-ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { restoreLedger } from "#src/store/copies/restore-ledger.ts";
import { NUMBERED } from "#src/store/database/sequences.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, addReaders, tempDatabase, tempFolder, tempLedger } from "../helpers/temp-ledger.ts";

const CLOCK = { now: Date.now };

/** A ledger with something in most tables: accents, an image, a planned send, ids that were given and are gone. */
async function fullLedger(dialect: Ledger["dialect"]): Promise<Ledger> {
  const ledger = await tempLedger({ dialect });
  await addReaders(ledger, 1250);
  await sql`update subscribers set address = 'josé@readers.example', attributes = '{"first_name":"José \\u0007 🎉"}'
    where id = 7`.execute(ledger.db);
  await sql`delete from subscribers where id = 1250`.execute(ledger.db);
  await sql`insert into consents (subscriber_id, address_key, list, act, at, source, evidence)
    select id, address_key, 'weekly', 'imported', 1, 'test', '{}' from subscribers`.execute(ledger.db);
  await saveAssets(
    ledger.db,
    [{ key: "a1", mediaType: "image/png", bytes: Buffer.from([0, 1, 255, 128]) }],
    1,
  );
  await scheduleTestSend(ledger);
  await startDue(ledger);
  return ledger;
}

/** Another process in the middle of a write to a ledger's file: not committed yet. Returns how to end it. */
function writingToFile(ledger: Ledger): () => Promise<void> {
  const other = new BetterSqlite(ledger.url.replace("sqlite:", ""));
  other.exec("begin immediate; update subscribers set updated_at = 5 where id = 1");
  return async () => void other.close();
}

/** The same on a server. */
async function writingToServer(ledger: Ledger): Promise<() => Promise<void>> {
  const release = Promise.withResolvers<void>();
  const wrote = Promise.withResolvers<void>();
  const writing = ledger.db.transaction().execute(async (db) => {
    await sql`update subscribers set updated_at = 5 where id = 1`.execute(db);
    wrote.resolve();
    await release.promise;
  });
  await wrote.promise;
  return async () => {
    release.resolve();
    await writing;
  };
}

async function emptyLedger(dialect: Ledger["dialect"]): Promise<Ledger> {
  return tempLedger({ dialect });
}

/** The same ledger, opened again, as a command would. */
async function reopened(ledger: Ledger): Promise<Ledger> {
  const again = await openLedger({
    url: ledger.url,
    root: "/",
    destination: "sandbox",
    suppressionKey: null,
    clock: CLOCK,
  });
  onTestFinished(() => again[Symbol.asyncDispose]());
  return again;
}

test("a move to PostgreSQL takes every row, the ids, the UUID, and goes on counting where it was", async () => {
  const from = await fullLedger("sqlite");
  const to = await emptyLedger("postgres");
  const copies = await moveLedger(from, to);
  expect(Object.fromEntries(copies.map(({ table, rows }) => [table, rows]))).toMatchObject({
    subscribers: 1249,
    list_members: 1249,
    consents: 1249,
    assets: 1,
    batches: 13,
    deliveries: 1249,
    sends: 1,
  });
  const moved = await reopened(to);
  expect(moved.database).toBe(from.database);
  const { attributes } = await moved.db
    .selectFrom("subscribers")
    .select("attributes")
    .where("id", "=", 7)
    .executeTakeFirstOrThrow();
  expect(JSON.parse(attributes)).toEqual({ first_name: "José \u0007 🎉" });
  const image = await moved.db.selectFrom("assets").selectAll().executeTakeFirstOrThrow();
  expect([...image.bytes]).toEqual([0, 1, 255, 128]);
  await addReaders(moved, 0);
  const { id } = await moved.db
    .insertInto("subscribers")
    .values({
      public_id: "new",
      address: "new@readers.example",
      address_key: "new",
      timezone: null,
      attributes: "{}",
      paused_until: null,
      created_at: 0,
      updated_at: 0,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  expect(id).toBe(1251);
});

test("every table whose ids PostgreSQL counts up is among those whose count is copied", async () => {
  const { db } = await emptyLedger("postgres");
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    where table_schema = current_schema() and (is_identity = 'YES' or column_default like 'nextval%')
    order by 1`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(NUMBERED.toSorted());
});

test("a ledger that was moved takes no writes, not even from a process that has it open, and cannot be opened", async () => {
  const from = await fullLedger("sqlite");
  const to = await emptyLedger("postgres");
  await moveLedger(from, to);
  await expect(sql`update sends set state = 'submitting'`.execute(from.db)).rejects.toThrow(/moved/);
  await expect(sql`delete from limiter`.execute(from.db)).resolves.toBeDefined();
  await expect(reopened(from)).rejects.toMatchObject({ code: "ledger/moved" });
});

test("a move into a ledger that has rows is refused, and both stay as they were", async () => {
  const from = await fullLedger("sqlite");
  const to = await emptyLedger("postgres");
  await addReaders(to, 1);
  await expect(moveLedger(from, to)).rejects.toMatchObject({ code: "ledger/not-empty" });
  await reopened(from);
  expect((await reopened(to)).database).not.toBe(from.database);
});

test("a move whose rows come out changed is found out, and nothing is left behind", async () => {
  const from = await fullLedger("sqlite");
  const to = await emptyLedger("postgres");
  await sql`create function spoil() returns trigger language plpgsql as $$ begin
    if new.id = 600 then new.address := 'somebody@else.example'; end if; return new; end $$`.execute(to.db);
  await sql`create trigger spoil before insert on subscribers for each row execute function spoil()`.execute(
    to.db,
  );
  await expect(moveLedger(from, to)).rejects.toMatchObject({
    code: "ledger/copy-differs",
    message: expect.stringContaining("subscribers"),
  });
  await reopened(from);
  expect((await sql`select 1 from subscribers`.execute(to.db)).rows).toEqual([]);
});

for (const dialect of DIALECTS) {
  test(`a backup is made in use, comes back whole, and what was under way waits (${dialect})`, async () => {
    const ledger = await fullLedger(dialect);
    const file = join(await tempFolder(), "letterpress.backup");
    const other = dialect === "sqlite" ? writingToFile(ledger) : await writingToServer(ledger);
    await backupLedger(ledger, file);
    await other();
    await expect(backupLedger(ledger, file)).rejects.toMatchObject({ code: "ledger/backup" });

    const url = dialect === "sqlite" ? `sqlite:${join(await tempFolder(), "back.db")}` : await tempDatabase();
    const waiting = await restoreLedger({
      file,
      url,
      root: "/",
      destination: "sandbox",
      suppressionKey: null,
      clock: CLOCK,
    });
    expect(waiting).toBe(1);
    const back = await openLedger({
      url,
      root: "/",
      destination: "sandbox",
      suppressionKey: null,
      clock: CLOCK,
    });
    onTestFinished(() => back[Symbol.asyncDispose]());
    expect(back.database).toBe(ledger.database);
    const send = await back.db.selectFrom("sends").selectAll().executeTakeFirstOrThrow();
    expect(send).toMatchObject({ state: "paused", reason: "restored", resume_at: null });
    expect((await back.db.selectFrom("deliveries").select("id").execute()).length).toBe(1249);
    const image = await back.db.selectFrom("assets").selectAll().executeTakeFirstOrThrow();
    expect([image.key, ...image.bytes]).toEqual(["a1", 0, 1, 255, 128]);
    const first = await back.db.selectFrom("subscribers").select("updated_at").where("id", "=", 1).execute();
    expect(first).toEqual([{ updated_at: 0 }]);
    const { id } = await back.db
      .insertInto("issues")
      .values({
        slug: "next",
        path: "x",
        first_seen_at: 0,
        file_send_at: null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(id).toBeGreaterThan(1_000_000_000);
  });
}

test("a batch that was in flight when the backup was made is uncertain after it, never posted again", async () => {
  const ledger = await fullLedger("sqlite");
  await sql`update batches set state = 'submitting', first_post_at = 1, lease_until = 1, lease_token = 'x', key = 'k'
    where n = 1`.execute(ledger.db);
  const file = join(await tempFolder(), "b");
  await backupLedger(ledger, file);
  const url = `sqlite:${join(await tempFolder(), "back.db")}`;
  await restoreLedger({ file, url, root: "/", destination: "sandbox", suppressionKey: null, clock: CLOCK });
  const back = await openLedger({
    url,
    root: "/",
    destination: "sandbox",
    suppressionKey: null,
    clock: CLOCK,
  });
  onTestFinished(() => back[Symbol.asyncDispose]());
  const states = await back.db.selectFrom("batches").select(["n", "state"]).orderBy("n").execute();
  expect(states.slice(0, 2)).toEqual([
    { n: 1, state: "uncertain" },
    { n: 2, state: "pending" },
  ]);
  const outcomes = await sql<{ outcome: string; n: number }>`select outcome, count(*) as n from deliveries
    group by outcome order by outcome`.execute(back.db);
  expect(outcomes.rows).toEqual([
    { outcome: "planned", n: 1149 },
    { outcome: "uncertain", n: 100 },
  ]);
});

test("what is no backup is refused, a ledger that is there is never overwritten, and nothing is left behind", async () => {
  const ledger = await fullLedger("sqlite");
  const folder = await tempFolder();
  const target = { root: folder, destination: "sandbox", suppressionKey: null, clock: CLOCK } as const;
  await writeFile(join(folder, "text"), "not a database, however long this sentence may become in the end");
  await expect(
    restoreLedger({ ...target, file: join(folder, "text"), url: "sqlite:new.db" }),
  ).rejects.toMatchObject({ code: "ledger/backup" });
  await expect(
    restoreLedger({ ...target, file: join(folder, "none"), url: "sqlite:new.db" }),
  ).rejects.toMatchObject({ code: "ledger/backup" });
  await backupLedger(ledger, join(folder, "good"));
  await expect(
    restoreLedger({ ...target, file: join(folder, "good"), url: ledger.url }),
  ).rejects.toMatchObject({ code: "ledger/not-empty" });
  await expect(
    restoreLedger({ ...target, destination: "resend", file: join(folder, "good"), url: "sqlite:new.db" }),
  ).rejects.toMatchObject({ code: "ledger/other-destination" });
  expect((await readdir(folder)).toSorted()).toEqual(["good", "text"]);
});

test("the backup itself is not changed by its restore, and nothing appears beside it", async () => {
  const [ledger, folder] = [await tempLedger(), await tempFolder()];
  const file = join(folder, "backup");
  await backupLedger(ledger, file);
  // A file by another tool has no log of its own.
  const other = new BetterSqlite(file);
  other.pragma("journal_mode = delete");
  other.close();
  const before = await readFile(file);
  const target = {
    root: await tempFolder(),
    destination: "sandbox",
    suppressionKey: null,
    clock: CLOCK,
  } as const;
  await restoreLedger({ ...target, file, url: "sqlite:back.db" });
  expect((await readFile(file)).equals(before)).toBe(true);
  expect(await readdir(folder)).toEqual(["backup"]);
  expect(await readdir(target.root)).toEqual(["back.db"]);
});

test("a ledger that was copied by hand comes back with the commits in its log, and both copies stay as they were", async () => {
  const [ledger, folder] = [await tempLedger(), await tempFolder()];
  await addReaders(ledger, 3);
  const file = join(folder, "copied.db");
  for (const end of ["", "-wal"])
    await copyFile(`${ledger.url.replace("sqlite:", "")}${end}`, `${file}${end}`);
  const target = { root: folder, destination: "sandbox", suppressionKey: null, clock: CLOCK } as const;
  await restoreLedger({ ...target, file, url: "sqlite:back.db" });
  const back = new BetterSqlite(join(folder, "back.db"), { readonly: true });
  expect(back.prepare("select count(*) as n from subscribers").get()).toEqual({ n: 3 });
  back.close();
  expect((await readdir(folder)).filter((name) => name.startsWith("copied"))).toEqual([
    "copied.db",
    "copied.db-wal",
  ]);
});

test("the log of a ledger whose file was moved away alone is not deleted: the restore names it and waits", async () => {
  const [ledger, folder] = [await tempLedger(), await tempFolder()];
  await backupLedger(ledger, join(folder, "good"));
  const log = join(folder, "ledger.db-wal");
  await writeFile(log, "the last commits");
  const target = { root: folder, destination: "sandbox", suppressionKey: null, clock: CLOCK } as const;
  const restore = () => restoreLedger({ ...target, file: join(folder, "good"), url: "sqlite:ledger.db" });
  await expect(restore()).rejects.toMatchObject({
    code: "ledger/not-empty",
    message: expect.stringContaining(log),
    hint: expect.stringContaining("move this file"),
  });
  expect((await readdir(folder)).toSorted()).toEqual(["good", "ledger.db-wal"]);
  await rm(log);
  await restore();
});

test("a ledger that somebody creates while a backup is being restored is not replaced", async () => {
  const [ledger, folder] = [await tempLedger(), await tempFolder()];
  await backupLedger(ledger, join(folder, "good"));
  const restored = restoreLedger({
    root: folder,
    destination: "sandbox",
    suppressionKey: null,
    clock: CLOCK,
    file: join(folder, "good"),
    url: "sqlite:ledger.db",
    before: async () => writeFile(join(folder, "ledger.db"), "another ledger"),
  });
  await expect(restored).rejects.toMatchObject({ code: "ledger/not-empty" });
  expect(await readFile(join(folder, "ledger.db"), "utf8")).toBe("another ledger");
  expect((await readdir(folder)).toSorted()).toEqual(["good", "ledger.db"]);
});
