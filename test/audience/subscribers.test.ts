import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { importSuppressions } from "#src/audience/import/import-suppressions.ts";
import { scrubErased } from "#src/audience/scrub-erased.ts";
import type { ExportTarget } from "#src/audience/export/export-formats.ts";
import { type ExportOptions, exportSubscribers } from "#src/audience/export/export-subscribers.ts";
import { exportSuppressions } from "#src/audience/export/export-suppressions.ts";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { removeSubscriber } from "#src/audience/remove-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { savePreferences } from "#src/audience/subscribe/save-preferences.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { bindKey } from "#src/store/guard/bind-key.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";
import { findSuppression, liftSuppression, suppress } from "#src/store/readers/suppressions.ts";
import {
  DIALECTS,
  KEY,
  NOW,
  type World,
  createWorld,
  importText,
  keyOf,
  newsletter,
  statesOn,
} from "./audience.ts";

const TARGETS: readonly ExportTarget[] = ["ghost", "mailchimp", "kit", "resend", "listmonk"];

const by = { suppressionKey: KEY, source: "cli:test" };
const weekly = { newsletter, list: "weekly", ...by };

test.each(DIALECTS)("adds a person once, and says what the second time did (%s)", async (dialect) => {
  await using world = await createWorld(dialect);
  const add = (address: string, more = {}) => addSubscriber(world.ledger, address, { ...weekly, ...more });
  expect(await add("ana@x.example.org", { state: "pending" })).toMatchObject({
    result: "added",
    state: "pending",
  });
  expect(await add("Ana@X.example.org")).toMatchObject({ result: "updated", state: "active" });
  expect(await add("ana@x.example.org", { state: "pending" })).toMatchObject({
    result: "unchanged",
    state: "active",
  });
  expect(
    await add("ana@x.example.org", { attributes: { issues_read: "7" }, timezone: "America/Lima" }),
  ).toMatchObject({
    result: "updated",
  });
  expect(await add("ana@nowhere")).toMatchObject({ result: "refused" });
  await removeSubscriber(world.ledger, "ana@x.example.org", { list: "weekly", ...by });
  expect(await add("ana@x.example.org")).toMatchObject({ result: "unsubscribed" });
  expect(await add("ana@x.example.org", { resubscribe: true })).toMatchObject({
    result: "updated",
    state: "active",
  });
  await suppress(world.ledger.db, {
    addressKey: keyOf("ana@x.example.org"),
    reason: "complained",
    at: NOW,
    source: "t",
  });
  expect(await add("ana@x.example.org", { resubscribe: true })).toMatchObject({
    result: "suppressed",
    reason: "complained",
  });
  await expect(add("b@x.example.org", { list: "daily" })).rejects.toMatchObject({
    code: "audience/unknown-list",
  });
  for (const wrong of [
    { attributes: { shoe: "38" } },
    { attributes: { issues_read: "x" } },
    { timezone: "Mars" },
  ]) {
    await expect(add("b@x.example.org", wrong)).rejects.toMatchObject({ code: "usage/invalid" });
  }
});

test.each(DIALECTS)(
  "keeps the worst reason of a suppression, and never lifts an erasure (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const { db } = world.ledger;
    const key = keyOf("ana@x.example.org");
    const reasons = ["manual", "bounced", "suppressed", "complained", "bounced"] as const;
    const kept: (string | undefined)[] = [];
    for (const reason of reasons) {
      await suppress(db, { addressKey: key, reason, at: NOW, source: "test" });
      kept.push((await findSuppression(db, key))?.reason);
    }
    expect(kept).toEqual(["manual", "bounced", "bounced", "complained", "complained"]);
    expect(await liftSuppression(db, key)).toBe(true);
    await suppress(db, { addressKey: key, reason: "erased", at: NOW, source: "test" });
    await suppress(db, { addressKey: key, reason: "complained", at: NOW, source: "test" });
    expect(await liftSuppression(db, key)).toBe(false);
    expect((await findSuppression(db, key))?.reason).toBe("erased");
  },
);

test.each(DIALECTS)("shows everything that is known about a person (%s)", async (dialect) => {
  await using world = await createWorld(dialect);
  await importText(world.ledger, "email,first_name,city\nana@x.example.org,Ana,Lima\n");
  await removeSubscriber(world.ledger, "ana@x.example.org", { list: "all", ...by });
  expect(await showSubscriber(world.ledger, "Ana@X.example.org ", by)).toMatchObject({
    address: "ana@x.example.org",
    subscriber: {
      attributes: { first_name: "Ana", city: "Lima" },
      created_at: expect.stringMatching(/^20.*Z$/),
    },
    lists: [{ list: "weekly", state: "unsubscribed" }],
    suppression: null,
    consents: [
      { act: "imported", list: "weekly", evidence: { file: "readers.csv", line: 2 } },
      { act: "removed", source: "cli:test" },
    ],
    sent: [],
  });
  expect(await showSubscriber(world.ledger, "nobody@x.example.org", by)).toBeNull();
});

test("shows what Resend said about an address, and nothing about another that ends like it", async () => {
  await using world = await createWorld();
  const { ledger } = world;
  await importText(ledger, "email\nana@x.example.org\njoana@x.example.org\nana@x.example.org.pe\n");
  const bodies = ["ana@x.example.org", "joana@x.example.org", "ana@x.example.org.pe", "ANA@x.example.org"];
  for (const [n, email] of bodies.entries()) {
    const payload = JSON.stringify({ type: "suppression.added", data: { email: `Ana <${email}>` } });
    await ledger.db
      .insertInto("events")
      .values({
        provider_event_id: `e${n}`,
        name: "suppression.added",
        delivery_id: null,
        send_id: null,
        provider_id: null,
        at: NOW,
        received_at: NOW,
        // As Go writes it.
        payload: payload.replaceAll("<", "\\u003c"),
        state: 1,
      })
      .execute();
  }
  const known = await showSubscriber(ledger, "ana@x.example.org", by);
  expect(known?.events).toEqual(
    ["ana@x.example.org", "ANA@x.example.org"].map((email) => ({
      type: "suppression.added",
      data: { email: `Ana <${email}>` },
    })),
  );
  // Also of somebody who is nobody's reader here.
  await ledger.db.deleteFrom("subscribers").where("address", "=", "ana@x.example.org.pe").execute();
  await ledger.db.deleteFrom("consents").execute();
  expect((await showSubscriber(ledger, "ana@x.example.org.pe", by))?.events).toHaveLength(1);
  await eraseSubscriber(ledger, "ana@x.example.org", by);
  const kept = await ledger.db.selectFrom("events").select("payload").orderBy("id").execute();
  expect(kept.map(({ payload }) => payload.includes("email"))).toEqual([false, true, true, false]);
});

test.each(DIALECTS)(
  "erases an address however JSON may write it, and no longer one that ends like it (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const { ledger } = world;
    const typed = "a/na_b@münchen.example";
    await importText(ledger, `email\n${typed}\n`);
    const bodies = [
      String.raw`"550\na/na_b@münchen.example"`,
      String.raw`"550\ta/na_b@xn--mnchen-3ya.example\n"`,
      String.raw`"\u0061/na_b@m\u00fcnchen.example"`,
      String.raw`"A\/NA\u005Fb@xn--mnchen-3ya.example"`,
      '"A/NA_B@MÜNCHEN.example"',
      '{"a/na_b@münchen.example":1}',
      String.raw`"550\nja/na_b@münchen.example"`,
      String.raw`"\u006aa/na_b@münchen.example"`,
      '"a/na-b@münchen.example"',
    ];
    for (const [n, text] of bodies.entries())
      await ledger.db
        .insertInto("events")
        .values({
          provider_event_id: `e${n}`,
          name: "email.bounced",
          delivery_id: null,
          send_id: null,
          provider_id: null,
          at: NOW,
          received_at: NOW,
          payload: `{"type":"email.bounced","data":{"bounce":{"message":${text}}}}`,
          state: 1,
        })
        .execute();
    expect((await showSubscriber(ledger, typed, by))?.events).toHaveLength(6);
    await eraseSubscriber(ledger, typed, by);
    const rows = await ledger.db.selectFrom("events").select("payload").orderBy("id").execute();
    expect(rows.map(({ payload }) => payload.includes("message"))).toEqual(bodies.map((_, n) => n >= 6));
  },
);

test("leaves no trace of an erased person in the database's files, and keeps everybody else", async () => {
  await using world = await createWorld();
  const { ledger } = world;
  await importText(ledger, "email,first_name\nforgetme@trace.example.org,Zebedeo\nother@x.example.org,Ana\n");
  const batches = await deliver(world, "Forgetme@trace.example.org", "forgetme@trace.example.org");
  expect(await filesWith(world, "forgetme", "Zebedeo")).not.toEqual([]);

  const first = await eraseSubscriber(ledger, "forgetme@trace.example.org", by);
  expect(first.known).toBe(true);
  // The settled one is scrubbed, the one that may be posted again is left and named.
  expect(first.pendingBatches).toEqual([
    { batchId: batches.open, sendId: 1, n: 2, state: "submitting", issue: null },
  ]);
  expect(await scrubErased(ledger)).toBe(0);
  expect(await filesWith(world, "forgetme")).not.toEqual([]);

  await ledger.db.updateTable("batches").set({ state: "submitted" }).where("id", "=", batches.open).execute();
  await ledger.db.updateTable("deliveries").set({ outcome: "submitted" }).execute();
  expect(await scrubErased(ledger)).toBe(1);
  expect(await filesWith(world, "forgetme", "FORGETME", "Zebedeo", "203.0.113.77")).toEqual([]);
  expect(await statesOn(ledger)).toEqual({ "other@x.example.org": "active" });
  expect(await showSubscriber(ledger, "forgetme@trace.example.org", by)).toMatchObject({
    subscriber: null,
    suppression: { reason: "erased" },
  });
  // What a report counts is still there.
  const events = await ledger.db.selectFrom("events").select("payload").orderBy("id").execute();
  expect(JSON.parse(events[0]?.payload ?? "")).toEqual({
    type: "email.clicked",
    created_at: "2026-11-24T12:00:00.000Z",
    data: { email_id: "m1", click: { link: "https://x.example.org/", userAgent: "Firefox" } },
  });
  const again = await importText(ledger, "email\nforgetme@trace.example.org\n");
  expect(again).toMatchObject({ new: 0, suppressed: 1 });
  expect(await statesOn(ledger)).toEqual({ "other@x.example.org": "active" });
});

test("an erased person is in no export, and in no message that was merged with their values for somebody else", async () => {
  await using world = await createWorld();
  const { ledger } = world;
  await importText(ledger, "email,first_name\nforgetme@trace.example.org,Zebedeo\nother@x.example.org,Ana\n");
  await deliver(world, "forgetme@trace.example.org", "forgetme@trace.example.org");
  // A test to a colleague, as Zebedeo would get it.
  await ledger.db.updateTable("batches").set({ state: "submitted" }).execute();
  await ledger.db
    .updateTable("deliveries")
    .set({
      subscriber_id: null,
      subscriber_public_id: null,
      address: "desk@x.example.org",
      address_key: "desk",
      outcome: "submitted",
    })
    .where("send_id", "=", 2)
    .execute();
  const erased = await eraseSubscriber(ledger, "forgetme@trace.example.org", by);
  expect(erased).toMatchObject({ pendingBatches: [], compacted: true });
  expect(await filesWith(world, "forgetme", "FORGETME", "Zebedeo", "203.0.113.77")).toEqual([]);
  const suppressions = join(world.folder, "suppressions.csv");
  await exportSuppressions(ledger, createWriteStream(suppressions));
  const exports = [await readFile(suppressions, "utf8"), await exported(world, { newsletter })];
  for (const target of TARGETS) exports.push(await exported(world, { newsletter, for: target }));
  expect(exports.filter((text) => /forgetme|zebedeo/i.test(text))).toEqual([]);
  expect(exports).toHaveLength(7);
});

test("reports that another process still reads the old file, and rewrites it once that is done", async () => {
  await using world = await createWorld();
  const { ledger } = world;
  await importText(ledger, "email,first_name\nforgetme@trace.example.org,Zebedeo\n");
  await sql`pragma wal_checkpoint(truncate)`.execute(ledger.db);
  await sql`pragma busy_timeout = 100`.execute(ledger.db);
  const reader = new Database(world.path, { readonly: true });
  reader.exec("begin");
  reader.prepare("select count(*) from subscribers").get();
  const { known, compacted } = await eraseSubscriber(ledger, "forgetme@trace.example.org", by);
  expect({ known, compacted }).toEqual({ known: true, compacted: false });
  expect(await filesWith(world, "forgetme")).not.toEqual([]);
  reader.exec("commit");
  reader.close();
  // Not at every look: trying keeps everybody waiting.
  await scrubErased(ledger);
  expect(await filesWith(world, "forgetme")).not.toEqual([]);
  world.setTime(NOW + 3_600_000);
  await scrubErased(ledger);
  expect(await filesWith(world, "forgetme", "Zebedeo")).toEqual([]);
});

test.each(DIALECTS)(
  "exports what a spreadsheet would compute as text, and imports it back as it was (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const names = [
      "=HYPERLINK(1)",
      "+1",
      "-1",
      "@x",
      "＝1+1",
      "'=1",
      "''-x",
      "'quoted'",
      "O’Brien",
      'a "b", c',
    ];
    for (const [n, name] of names.entries()) {
      await addSubscriber(world.ledger, `r${n}@x.example.org`, {
        ...weekly,
        attributes: { first_name: name },
      });
    }
    await addSubscriber(world.ledger, "-r@x.example.org", weekly);
    await addSubscriber(world.ledger, "r0@x.example.org", { ...weekly, list: "interviews" });
    await removeSubscriber(world.ledger, "r1@x.example.org", { list: "weekly", ...by });
    await suppress(world.ledger.db, {
      addressKey: keyOf("r2@x.example.org"),
      reason: "bounced",
      at: NOW,
      source: "t",
    });
    const csv = await exported(world, { newsletter });
    for (const cell of (parse(csv) as string[][]).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);

    await using other = await createWorld();
    const summary = await importText(other.ledger, csv, { list: "interviews" });
    expect(summary).toMatchObject({ from: "letterpress", new: 12, refused: 0, ignoredColumns: [] });
    for (const list of ["weekly", "interviews"]) {
      const states = await statesOn(world.ledger, list);
      if (list === "weekly") states["r2@x.example.org"] = "unsubscribed (bounced)";
      expect(await statesOn(other.ledger, list)).toEqual(states);
    }
    const people = await other.ledger.db
      .selectFrom("subscribers")
      .select(["address", "attributes"])
      .execute();
    const nameOf = new Map(
      people.map(({ address, attributes }) => [address, JSON.parse(attributes) as object]),
    );
    expect(names.map((_, n) => nameOf.get(`r${n}@x.example.org`))).toEqual(
      names.map((name) => ({ first_name: name })),
    );
  },
);

test("attributes with the names of our own columns come back with their own values", async () => {
  await using world = await createWorld();
  const names = [
    "list",
    "status",
    "since",
    "paused_until",
    "created_at",
    "updated_at",
    "public_id",
    "suppressed",
    "suppressed_at",
  ];
  const values = Object.fromEntries(names.map((name) => [name, `the reader's ${name}`]));
  const attributes = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const named = { ...newsletter, attributes };
  await addSubscriber(world.ledger, "ana@x.example.org", {
    ...weekly,
    newsletter: named,
    attributes: values,
  });
  const csv = await exported(world, { newsletter: named });

  await using other = await createWorld();
  const summary = await importText(other.ledger, csv, { newsletter: named });
  expect(summary).toMatchObject({ from: "letterpress", new: 1, ignoredColumns: [] });
  const ana = await findSubscriber(other.ledger.db, keyOf("ana@x.example.org"));
  expect(JSON.parse(ana?.attributes ?? "")).toEqual(values);
});

test.each(DIALECTS)(
  "a reader who paused is still paused after an export and an import, unless they have ended it there (%s)",
  async (dialect) => {
    await using world = await createWorld();
    await using other = await createWorld(dialect);
    const addresses = ["ana@x.example.org", "bo@x.example.org", "cy@x.example.org"] as const;
    const [ana, bo, cy] = addresses;
    for (const address of addresses) await addSubscriber(world.ledger, address, weekly);
    const until = NOW + 30 * DAY_MS;
    const pause = async ({ ledger }: World, address: string, pausedUntil: number | null) => {
      const person = await findSubscriber(ledger.db, keyOf(address));
      await savePreferences(ledger, person?.public_id ?? "", { lists: {}, attributes: {}, pausedUntil });
    };
    const pauses = async () => {
      const rows = await other.ledger.db
        .selectFrom("subscribers")
        .select("paused_until")
        .orderBy("address")
        .execute();
      return rows.map(({ paused_until: at }) => (at === null ? null : Number(at)));
    };
    await pause(world, ana, until);
    await pause(world, bo, NOW - 1);
    // Somebody whom the other ledger knows already.
    await addSubscriber(other.ledger, cy, weekly);
    await pause(world, cy, until);
    const csv = await exported(world, { newsletter });

    expect(await importText(other.ledger, csv, { dryRun: true })).toMatchObject({ new: 2, updated: 1 });
    expect(await importText(other.ledger, csv)).toMatchObject({ new: 2, updated: 1, ignoredColumns: [] });
    expect(await pauses()).toEqual([until, null, until]);
    expect(await importText(other.ledger, csv)).toMatchObject({ unchanged: 3 });

    // Their own word here is newer than the file. An empty cell changes nothing.
    await pause(other, ana, null);
    await pause(world, cy, null);
    expect(await importText(other.ledger, csv)).toMatchObject({ unchanged: 3 });
    expect(await importText(other.ledger, await exported(world, { newsletter }))).toMatchObject({
      unchanged: 3,
    });
    expect(await pauses()).toEqual([null, null, until]);
  },
);

test("keys without addresses are refused under another SUPPRESSION_KEY, and named where nothing shows which it was", async () => {
  await using world = await createWorld();
  const { db } = world.ledger;
  await suppress(db, { addressKey: keyOf("gone@x.example.org"), reason: "erased", at: NOW, source: "t" });
  await bindKey({ db, shown: "ledger.db", isMoved: false }, KEY);
  const file = join(world.folder, "suppressions.csv");
  await exportSuppressions(world.ledger, createWriteStream(file));
  const taken = async (path: string, suppressionKey: string) => {
    await using other = await createWorld();
    const { added, refused, unproven } = await importSuppressions(other.ledger, path, {
      suppressionKey,
      source: "t",
    });
    return { added, refused, unproven };
  };
  expect(await taken(file, KEY)).toEqual({ added: 1, refused: 0, unproven: 0 });
  expect(await taken(file, "another key of the same length...")).toEqual({
    added: 0,
    refused: 1,
    unproven: 0,
  });

  // As an earlier version wrote it.
  const old = join(world.folder, "old.csv");
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  await writeFile(old, lines.map((line) => line.slice(0, line.lastIndexOf(","))).join("\n"));
  expect(await taken(old, KEY)).toEqual({ added: 1, refused: 0, unproven: 1 });
});

test.each(TARGETS)("exports for %s so that nobody who left is mailed there", async (target) => {
  await using world = await createWorld();
  const { ledger } = world;
  await importText(
    ledger,
    "email,status,first_name\non@x.example.org,active,Ana\noff@x.example.org,unsubscribed,B\nnot@x.example.org,pending,C\nhard@x.example.org,bounced,D\nspam@x.example.org,complained,E\n",
  );
  const csv = await exported(world, { newsletter, for: target });
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  const mailed = rows.filter(
    (row) =>
      [row["subscribed_to_emails"], row["Status"], row["status"]].some((word) =>
        ["true", "subscribed", "active", "enabled"].includes(word ?? ""),
      ) || row["unsubscribed"] === "false",
  );
  expect(rows).toHaveLength(5);
  expect(mailed.map((row) => row["email"] ?? row["Email Address"])).toEqual(["on@x.example.org"]);
  if (target === "mailchimp") return;
  // And what we wrote for them, we recognise as theirs.
  await using other = await createWorld();
  const summary = await importText(other.ledger, csv, { unstated: "active" });
  expect(summary.from).toBe(target);
  const active = Object.entries(await statesOn(other.ledger)).filter(([, state]) => state === "active");
  expect(active).toEqual([["on@x.example.org", "active"]]);
});

test("refuses a file of subscribers in the repository unless git ignores it", async () => {
  await using world = await createWorld();
  const root = join(world.folder, "project");
  await mkdir(join(root, "private"), { recursive: true });
  for (const name of ["readers.csv", "..readers.csv", "private/readers.csv", "private/kept.csv"])
    await writeFile(join(root, name), "");
  await writeFile(join(world.folder, "outside.csv"), "");
  const git = (...args: string[]) => execFileSync("git", ["-C", root, ...args], { stdio: "pipe" });
  await refuseTrackedCsv(join(root, "readers.csv"), root);
  git("init", "--quiet");
  await writeFile(join(root, ".gitignore"), "private/\n");
  git("add", "--force", "private/kept.csv");
  await refuseTrackedCsv(join(root, "private/readers.csv"), root);
  await refuseTrackedCsv(join(world.folder, "outside.csv"), root);
  for (const name of ["readers.csv", "..readers.csv", "private/kept.csv"]) {
    await expect(refuseTrackedCsv(join(root, name), root)).rejects.toMatchObject({
      code: "audience/in-repository",
    });
  }
});

async function exported(world: World, options: ExportOptions): Promise<string> {
  const path = join(world.folder, "export.csv");
  await exportSubscribers(world.ledger, createWriteStream(path), options);
  return readFile(path, "utf8");
}

/** Which of the ledger's files hold one of these texts. */
async function filesWith({ folder }: World, ...texts: string[]): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("ledger.db"));
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })),
  );
  return files.filter(({ bytes }) => texts.some((text) => bytes.includes(text))).map(({ name }) => name);
}

/** A test's send to somebody: one batch settled, with an event, and one that may be posted again. */
async function deliver({ ledger: { db } }: World, typed: string, address: string): Promise<{ open: number }> {
  await db.insertInto("emails").values({ digest: "d", body: "{}", created_at: NOW }).execute();
  const person = await db
    .selectFrom("subscribers")
    .selectAll()
    .where("address", "=", address)
    .executeTakeFirstOrThrow();
  const ids: number[] = [];
  for (const n of [1, 2]) {
    await db
      .insertInto("sends")
      .values({
        public_id: `s${n}`,
        kind: "test",
        issue_id: null,
        cause: null,
        email_digest: "d",
        list: "weekly",
        segment: null,
        wall_local: null,
        zone: "UTC",
        due_at: NOW,
        scheduled_by: "cli:test",
        git_commit: null,
        state: "submitting",
        reason: null,
        note: null,
        settings: "{}",
        scheduled_at: NOW,
        planned_at: NOW,
        started_at: NOW,
        finished_at: null,
        updated_at: NOW,
      })
      .execute();
    const batch = await db
      .insertInto("batches")
      .values({
        send_id: 1,
        n,
        state: n === 1 ? "submitted" : "submitting",
        key: `k${n}`,
        sha256: null,
        composer: 1,
        wave: 0,
        not_before: NOW,
        lease_token: null,
        lease_until: null,
        first_post_at: NOW,
        ambiguous_at: null,
        accepted_at: null,
        last_error: null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    ids.push(batch.id);
    const delivery = await db
      .insertInto("deliveries")
      .values({
        send_id: n,
        subscriber_id: person.id,
        subscriber_public_id: person.public_id,
        issue_id: null,
        address,
        address_key: person.address_key,
        batch_id: batch.id,
        position: 0,
        slot_values: '{"first_name":"Zebedeo"}',
        provider_id: `m${n}`,
        outcome: n === 1 ? "submitted" : "planned",
        reason: null,
        arrival: 0,
        arrival_at: null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const click = { link: "https://x.example.org/", userAgent: "Firefox", ipAddress: "203.0.113.77" };
    await db
      .insertInto("events")
      .values({
        provider_event_id: `e${n}`,
        name: "email.clicked",
        // The second matched nothing: its body alone says whom it is about.
        delivery_id: n === 1 ? delivery.id : null,
        send_id: n === 1 ? n : null,
        provider_id: `m${n}`,
        at: NOW,
        received_at: NOW,
        payload: JSON.stringify({
          type: "email.clicked",
          created_at: "2026-11-24T12:00:00.000Z",
          data: { email_id: `m${n}`, to: [typed.toUpperCase()], subject: "Zebedeo, hello", click },
        }),
        state: n === 1 ? 1 : 0,
      })
      .execute();
  }
  return { open: ids[1] ?? 0 };
}
