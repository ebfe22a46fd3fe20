import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addressKey, newId } from "#src/model/ids.ts";
import { backupLedger } from "#src/store/copies/backup-ledger.ts";
import { moveLedger } from "#src/store/copies/move-ledger.ts";
import { restoreLedger } from "#src/store/copies/restore-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import {
  DIALECTS,
  SUPPRESSION_KEY,
  addReaders,
  tempDatabase,
  tempFolder,
  tempLedger,
} from "../helpers/temp-ledger.ts";

const OTHER = "another suppression key of the tests";
const refused = { code: "ledger/other-key", exit: 3 };
const common = { root: "/", destination: "sandbox", clock: { now: Date.now } } as const;

async function open(url: string, suppressionKey: string, more: { create?: boolean; moved?: boolean } = {}) {
  const ledger = await openLedger({ ...common, url, suppressionKey, ...more });
  onTestFinished(() => ledger[Symbol.asyncDispose]());
  return ledger;
}

async function bindingOf({ db }: Ledger): Promise<string | undefined> {
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("name", "=", "suppression_key")
    .executeTakeFirst();
  return row?.value;
}

async function addStranger({ db }: Ledger, address: string): Promise<void> {
  const key = addressKey(address, OTHER);
  await db
    .insertInto("subscribers")
    .values({ public_id: newId(), address, address_key: key, attributes: "{}", created_at: 0, updated_at: 0 })
    .execute();
}

for (const dialect of DIALECTS) {
  test(`a fresh ledger is bound at once, to the first key alone, and says which (${dialect})`, async () => {
    const { url } = await tempLedger({ dialect });
    const ledger = await open(url, SUPPRESSION_KEY);
    const binding = (await bindingOf(ledger)) ?? "";
    expect(binding).toMatch(/^[0-9a-f]{64}$/);
    const error: unknown = await open(url, OTHER).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(refused);
    expect(String(error)).toContain(`was made with the SUPPRESSION_KEY ${binding.slice(0, 12)}, not with `);
    for (const secret of [SUPPRESSION_KEY, OTHER, binding]) expect(String(error)).not.toContain(secret);
    await open(url, SUPPRESSION_KEY);
    expect(await bindingOf(ledger)).toBe(binding);
  });

  test(`two processes that open a fresh ledger under two keys: one of them is refused (${dialect})`, async () => {
    const { url } = await tempLedger({ dialect });
    const both = await Promise.allSettled([open(url, SUPPRESSION_KEY), open(url, OTHER)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: refused });
  });

  test(`a ledger from before is bound after its addresses agree, and to no key under which they do not (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 40);
    await expect(open(ledger.url, OTHER)).rejects.toMatchObject(refused);
    expect(await bindingOf(ledger)).toBeUndefined();
    await open(ledger.url, SUPPRESSION_KEY);
    expect(await bindingOf(ledger)).toMatch(/^[0-9a-f]{64}$/);
    await expect(open(ledger.url, OTHER)).rejects.toMatchObject(refused);
  });

  test(`a ledger whose readers were imported under two keys opens with its first one, and is not bound (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 6);
    for (let n = 1; n <= 5; n += 1) await addStranger(ledger, `reader${n}@readers.example`);
    await expect(open(ledger.url, OTHER)).rejects.toMatchObject(refused);
    await open(ledger.url, SUPPRESSION_KEY);
    expect(await bindingOf(ledger)).toBeUndefined();
    await ledger.db.deleteFrom("subscribers").where("id", ">", 6).execute();
    await open(ledger.url, SUPPRESSION_KEY);
    expect(await bindingOf(ledger)).toMatch(/^[0-9a-f]{64}$/);
  });

  test(`twenty addresses are computed again, those that come first by their keys (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 20);
    let n = 0;
    // Behind all others in the order of either database.
    while (!addressKey(`stranger${n}@readers.example`, OTHER).startsWith("zz")) n += 1;
    await addStranger(ledger, `stranger${n}@readers.example`);
    await open(ledger.url, SUPPRESSION_KEY);
    expect(await bindingOf(ledger)).toMatch(/^[0-9a-f]{64}$/);
  });
}

test("a backup is restored and a ledger is moved under its own key alone, and both stay bound", async () => {
  const folder = await tempFolder();
  const url = `sqlite:${join(folder, "ledger.db")}`;
  const ledger = await open(url, SUPPRESSION_KEY, { create: true });
  await addReaders(ledger, 3);
  const binding = await bindingOf(ledger);
  const file = join(folder, "backup.db");
  await backupLedger(ledger, file);
  for (const target of [`sqlite:${join(folder, "back.db")}`, await tempDatabase()]) {
    const to = { ...common, file, url: target };
    await expect(restoreLedger({ ...to, suppressionKey: OTHER })).rejects.toMatchObject(refused);
    await restoreLedger({ ...to, suppressionKey: SUPPRESSION_KEY });
    await expect(open(target, OTHER)).rejects.toMatchObject(refused);
    expect(await bindingOf(await open(target, SUPPRESSION_KEY))).toBe(binding);
  }
  const moved = await tempDatabase();
  await moveLedger(ledger, await open(moved, SUPPRESSION_KEY, { create: true }));
  await expect(open(moved, OTHER)).rejects.toMatchObject(refused);
  expect(await bindingOf(await open(moved, SUPPRESSION_KEY))).toBe(binding);
});

test("a ledger that was moved before it was bound can be moved again, under its key alone", async () => {
  const from = await tempLedger();
  await addReaders(from, 3);
  await moveLedger(from, await tempLedger({ dialect: "postgres" }));
  await expect(open(from.url, OTHER, { moved: true })).rejects.toMatchObject(refused);
  const again = await open(from.url, SUPPRESSION_KEY, { moved: true });
  expect(await bindingOf(again)).toBeUndefined();
});
