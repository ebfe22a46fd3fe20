import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { tempFolder, tempLedger } from "../helpers/temp-ledger.ts";

/** Another process that has the write lock until `release`, and has changed `meta` in its transaction. */
async function lockElsewhere(folder: string): Promise<{ release: () => Promise<void> }> {
  const script = `
    const database = new (require("better-sqlite3"))(process.argv[1]);
    database.exec("begin immediate; insert into meta (name, value) values ('elsewhere', 'yes')");
    process.stdout.write("locked");
    process.stdin.once("data", () => { database.exec("commit"); database.close(); process.exit(0); });`;
  const child = spawn(process.execPath, ["-e", script, join(folder, "ledger.db")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  await once(child.stdout, "data");
  return {
    release: async () => {
      child.stdin.write("go");
      await once(child, "exit");
    },
  };
}

function note(ledger: Ledger, name: string): Promise<unknown> {
  return ledger.db.insertInto("meta").values({ name, value: "here" }).execute();
}

async function names(ledger: Ledger): Promise<string[]> {
  const rows = await ledger.db.selectFrom("meta").select("name").orderBy("name").execute();
  return rows.map(({ name }) => name).filter((name) => name !== "database" && name !== "destination");
}

test("while another process has the lock, timers fire and readers get answers; the writers get their turn after it, in order", async () => {
  const folder = await tempFolder();
  const ledger = await tempLedger({ folder });
  const { release } = await lockElsewhere(folder);
  const done: string[] = [];
  const writers = [
    note(ledger, "single").then(() => done.push("single")),
    ledger.db
      .transaction()
      .execute(async (db) => {
        await db.insertInto("meta").values({ name: "transaction", value: "here" }).execute();
        return db.selectFrom("meta").selectAll().where("name", "=", "single").executeTakeFirst();
      })
      .then((seen) => done.push(`transaction after ${seen?.name}`)),
    note(ledger, "last").then(() => done.push("last")),
  ];
  for (let tick = 0; tick < 50; tick += 1) {
    await wait(1);
    // As of the last commit: neither the other process's change nor ours is there.
    expect(await names(ledger)).toEqual([]);
  }
  expect(done).toEqual([]);
  await release();
  await Promise.all(writers);
  expect(done).toEqual(["single", "transaction after single", "last"]);
  expect(await names(ledger)).toEqual(["elsewhere", "last", "single", "transaction"]);
});

test("a writer that has waited too long says which ledger is locked, and so do those behind it; reading goes on", async () => {
  const folder = await tempFolder();
  await tempLedger({ folder });
  const clock = { now: Date.now };
  const options = {
    url: "sqlite:ledger.db",
    root: folder,
    destination: "sandbox",
    suppressionKey: null,
    clock,
  } as const;
  await using ledger = await openLedger({ ...options, patienceMs: 100 });
  const { release } = await lockElsewhere(folder);
  const tries = await Promise.allSettled([
    note(ledger, "one"),
    ledger.db.transaction().execute((db) => db.selectFrom("meta").selectAll().execute()),
    note(ledger, "three"),
  ]);
  for (const outcome of tries) {
    expect(outcome).toMatchObject({
      status: "rejected",
      reason: {
        code: "ledger/locked",
        exit: 3,
        message: "The ledger sqlite:ledger.db stayed locked for 0.1 s.",
      },
    });
  }
  expect(await names(ledger)).toEqual([]);
  // A ledger that is there can be opened meanwhile.
  await using second = await openLedger(options);
  expect(await names(second)).toEqual([]);
  await release();
  await note(ledger, "one");
  expect(await names(ledger)).toEqual(["elsewhere", "one"]);
});

test("a reader beside a transaction sees the last commit, one inside it its own writes; a failed one leaves nothing", async () => {
  const ledger = await tempLedger();
  const boom = ledger.db.transaction().execute(async (db) => {
    await db.insertInto("meta").values({ name: "half", value: "" }).execute();
    expect(await names(ledger)).toEqual([]);
    expect(await names({ ...ledger, db })).toEqual(["half"]);
    throw new Error("boom");
  });
  const behind = note(ledger, "behind");
  await expect(boom).rejects.toThrow("boom");
  await behind;
  expect(await names(ledger)).toEqual(["behind"]);
});

test("temporary tables stay with the connection that made them, until it is given back", async () => {
  const ledger = await tempLedger();
  const found = await ledger.db.connection().execute(async (db) => {
    await sql`create temporary table mine (n integer)`.execute(db);
    await sql`insert into mine values (1), (2)`.execute(db);
    await db.transaction().execute((trx) => sql`insert into mine values (3)`.execute(trx));
    const { rows } = await sql<{ n: number }>`select n from mine order by n`.execute(db);
    expect(await names(ledger)).toEqual([]);
    await sql`drop table mine`.execute(db);
    return rows.map(({ n }) => n);
  });
  expect(found).toEqual([1, 2, 3]);
  await note(ledger, "after");
});

test("a statement that reads and writes at once is a writer: `with … insert … returning`", async () => {
  const ledger = await tempLedger();
  const { rows } = await sql<{ name: string }>`with n (name) as (select 'made')
    insert into meta (name, value) select name, 'here' from n returning name`.execute(ledger.db);
  expect(rows).toEqual([{ name: "made" }]);
  expect(await names(ledger)).toEqual(["made"]);
});

test("a ledger in memory is one connection, and its transactions are kept apart all the same", async () => {
  const clock = { now: Date.now };
  await using ledger = await openLedger({
    url: "sqlite::memory:",
    root: "/",
    destination: "sandbox",
    suppressionKey: null,
    clock,
    create: true,
  });
  const transaction = ledger.db.transaction().execute(async (db) => {
    await db.insertInto("meta").values({ name: "half", value: "" }).execute();
    await db.deleteFrom("meta").where("name", "=", "half").execute();
  });
  expect(await names(ledger)).toEqual([]);
  await transaction;
});

test("long statements that were asked for at once let the event loop have its turn between them", async () => {
  const { db } = await tempLedger();
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  // Each of them takes longer than a turn may be waited for, on any machine.
  const long = sql`with recursive numbers (i) as (select 1 union all select i + 1 from numbers where i < 500000)
    select count(*) as n from numbers`;
  await Promise.all(Array.from({ length: 6 }, () => long.execute(db)));
  counting = false;
  expect(turns).toBeGreaterThanOrEqual(5);
});
