import { expect, onTestFinished, test } from "vitest";
import { findAddresses } from "#src/store/readers/find-addresses.ts";
import { findPeople } from "#src/store/readers/find-people.ts";
import { listGrowth } from "#src/store/readers/list-growth.ts";
import { DIALECTS, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

const DAY = 86_400_000;

test.each(DIALECTS)("finds people by a part of their address, in any case (%s)", async (dialect) => {
  const ledger = await tempLedger({ dialect });
  onTestFinished(() => ledger[Symbol.asyncDispose]());
  await addReaders(ledger, 30);
  const find = async (text: string, limit = 20) =>
    (await findPeople(ledger, text, limit)).map(({ address }) => address);
  expect(await find("READER30@")).toEqual(["reader30@readers.example"]);
  expect(await find("readers.example")).toHaveLength(20);
  expect(await find("nobody")).toEqual([]);
  // Signs of a pattern are letters like others.
  expect(await find("reader_@")).toEqual([]);
  expect(await find("%")).toEqual([]);
});

test.each(DIALECTS)("finds an address by a part with the signs of a pattern in it (%s)", async (dialect) => {
  const ledger = await tempLedger({ dialect });
  await addReaders(ledger, 3);
  for (const [id, address] of ["first_last@a.example", "first-last@a.example", "50%off@a.example"].entries())
    await ledger.db
      .updateTable("subscribers")
      .set({ address })
      .where("id", "=", id + 1)
      .execute();
  const searches: ((text: string) => Promise<{ readonly address: string }[]>)[] = [
    async (text) => findAddresses(ledger.db, text, 20),
    async (text) => findPeople(ledger, text, 20),
  ];
  for (const search of searches) {
    const found = async (text: string) => (await search(text)).map(({ address }) => address);
    expect(await found("FIRST_LAST")).toEqual(["first_last@a.example"]);
    expect(await found("%")).toEqual(["50%off@a.example"]);
    expect(await found("\\")).toEqual([]);
  }
});

test.each(DIALECTS)("tells on which day members came and left (%s)", async (dialect) => {
  const ledger = await tempLedger({ dialect });
  onTestFinished(() => ledger[Symbol.asyncDispose]());
  await addReaders(ledger, 3);
  const [first] = await findPeople(ledger, "reader1@", 1);
  expect(first).toBeDefined();
  const member = ledger.db
    .updateTable("list_members")
    .where("subscriber_id", "=", (eb) =>
      eb.selectFrom("subscribers").select("id").where("address", "=", "reader1@readers.example"),
    );
  await member.set({ state: "unsubscribed", at: 20 * DAY + 5 }).execute();
  expect(await listGrowth(ledger)).toEqual(
    expect.arrayContaining([
      { list: "weekly", day: 0, state: "active", n: 2 },
      { list: "weekly", day: 20 * DAY, state: "unsubscribed", n: 1 },
    ]),
  );
});
