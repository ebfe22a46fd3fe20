import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { confirmAddress } from "#src/audience/subscribe/confirm-address.ts";
import { requestAddress } from "#src/audience/subscribe/request-address.ts";
import { unsubscribe } from "#src/store/readers/memberships.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { fingerprintOf } from "#src/resend/fingerprint.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { Composers } from "#src/send/composers.ts";
import { Flights } from "#src/send/flights.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { settleAndClaim } from "#src/send/settle-and-claim.ts";
import { startDue } from "#src/send/start-due.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { suppress } from "#src/store/readers/suppressions.ts";
import { endLeases } from "#src/store/sends/batches.ts";
import { readableSends } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, SUPPRESSION_KEY, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

/** Batch 1 goes alone; the second holds the others. */
const READERS = 120;
const newsletter = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});
const DEPS = { newsletter, suppressionKey: SUPPRESSION_KEY };
const ABOUT = { lang: "en", evidence: {} };
const keyOf = (address: string) => addressKey(address, SUPPRESSION_KEY);

async function bench(dialect: Ledger["dialect"]) {
  const ledger = await tempLedger({ dialect });
  const { db } = ledger;
  await addReaders(ledger, READERS);
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  const reader = async (address: string) =>
    db.selectFrom("subscribers").selectAll().where("address_key", "=", keyOf(address)).executeTakeFirst();
  const ask = async (from: string, to: string) => {
    const person = await reader(from);
    const request = { ...ABOUT, publicId: person?.public_id ?? "", address: to, network: null };
    const kind = await requestAddress(ledger, request, DEPS);
    if (kind !== "asked") return { kind };
    const { public_id: change } = await db
      .selectFrom("address_changes")
      .select("public_id")
      .where("address", "=", to)
      .where("kind", "=", "asked")
      .where("done_at", "is", null)
      .executeTakeFirstOrThrow();
    return { kind, change };
  };
  const press = async (change: string) => (await confirmAddress(ledger, { ...ABOUT, change }, DEPS)).kind;
  /** Ask for another address and press the button in the mail to it. */
  const move = async (from: string, to: string) => {
    const asked = await ask(from, to);
    return "change" in asked ? press(asked.change) : asked.kind;
  };
  const plan = async (slug = "hello") => {
    await scheduleTestSend(ledger, { slug });
    await startDue(ledger);
  };
  const work = () =>
    runWorker(ledger, {
      client,
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
    });
  /** The first batch is posted, and its worker dies before it hears of it. */
  const postOneAndDie = async () => {
    const [send] = await readableSends(ledger, ["submitting"]);
    if (send === undefined) throw new Error("Nothing is being sent.");
    const settings = settingsOf(send);
    const compose = await new Composers(ledger, KEYS).of(send, settings);
    if (compose === null) throw new Error("It cannot be composed.");
    const token = `dead:1:${newId()}`;
    const sends = [{ send, settings, compose }];
    const { claimed } = await settleAndClaim(ledger, [], {
      sends,
      room: 1,
      token,
      apiKey: fingerprintOf(client),
    });
    const flights = new Flights(client, ledger.clock);
    for (const posting of claimed) flights.start(posting);
    await flights.ended();
    await endLeases(db, (name) => name === token);
  };
  /** Addresses of the batch with this number, as they were planned. */
  const addressesOf = async (n: number) =>
    (
      await db
        .selectFrom("deliveries")
        .innerJoin("batches", "batches.id", "deliveries.batch_id")
        .select("deliveries.address")
        .where("batches.n", "=", n)
        .orderBy("deliveries.position")
        .execute()
    ).map(({ address }) => address);
  const copies = (...addresses: readonly string[]) => {
    const counts = sandbox.inbox.countsByAddress();
    return addresses.map((address) => counts.get(address) ?? 0);
  };
  const books = async () => {
    const [status] = await readStatus(db, "hello");
    const { candidates, recipients } = status?.send ?? {};
    const { planned = 0, submitted = 0, withdrawn = 0, refused = 0, uncertain = 0 } = status?.outcomes ?? {};
    return {
      candidates,
      recipients,
      sum: planned + submitted + withdrawn + refused + uncertain,
      planned,
      withdrawn,
      uncertain,
    };
  };
  const audience = async () => {
    const { id } = await db
      .selectFrom("issues")
      .select("id")
      .where("slug", "=", "hello")
      .executeTakeFirstOrThrow();
    return previewAudience(db, { issueId: id, list: "weekly", segment: null, now: ledger.clock.now() });
  };
  return {
    ledger,
    db,
    sandbox,
    reader,
    ask,
    press,
    move,
    plan,
    work,
    postOneAndDie,
    addressesOf,
    copies,
    books,
    audience,
  };
}

describe.each(DIALECTS)("a reader who changes their address (%s)", (dialect) => {
  test("between plan and post gets the issue at the new one, once", async () => {
    const { move, plan, work, copies, books, audience, reader } = await bench(dialect);
    await plan();
    const before = await reader("reader7@readers.example");
    expect(await move("reader7@readers.example", "new7@readers.example")).toBe("changed");
    expect(await reader("reader7@readers.example")).toBeUndefined();
    expect(await reader("new7@readers.example")).toMatchObject({
      id: before?.id,
      public_id: before?.public_id,
    });
    await work();
    expect(copies("reader7@readers.example", "new7@readers.example")).toEqual([0, 1]);
    expect(await books()).toEqual({
      candidates: READERS,
      recipients: READERS,
      sum: READERS,
      planned: 0,
      withdrawn: 0,
      uncertain: 0,
    });
    expect(await audience()).toMatchObject({ recipients: 0, exclusions: { received: READERS } });
  });

  test("while their copy is in doubt: the repeat has the same bytes, and the new address gets none", async () => {
    const { move, plan, work, postOneAndDie, addressesOf, copies, books, audience } = await bench(dialect);
    await plan();
    const [old = ""] = await addressesOf(1);
    await postOneAndDie();
    expect(await move(old, "new@readers.example")).toBe("changed");
    await work();
    expect(copies(old, "new@readers.example")).toEqual([1, 0]);
    expect(await books()).toMatchObject({ sum: READERS, planned: 0, withdrawn: 0, uncertain: 0 });
    // What they got at the old address they have got.
    expect(await audience()).toMatchObject({ recipients: 0, exclusions: { received: READERS } });
  });

  test("and back again gets the issue where they are at last", async () => {
    const { move, plan, work, copies, books, db } = await bench(dialect);
    await plan();
    await move("reader7@readers.example", "new7@readers.example");
    expect(await move("new7@readers.example", "reader7@readers.example")).toBe("changed");
    await work();
    expect(copies("reader7@readers.example", "new7@readers.example")).toEqual([1, 0]);
    expect(await books()).toMatchObject({ sum: READERS, planned: 0, withdrawn: 0 });
    expect(await db.selectFrom("former_addresses").select("address_key").execute()).toEqual([
      { address_key: keyOf("new7@readers.example") },
    ]);
  });

  test("to an address that gets the issue, too, is one reader and gets one copy; links of both still lead to them", async () => {
    const { move, plan, work, copies, books, audience, reader, ledger } = await bench(dialect);
    await plan();
    const [old, there] = [await reader("reader7@readers.example"), await reader("reader9@readers.example")];
    expect(await move("reader7@readers.example", "reader9@readers.example")).toBe("changed");
    await work();
    expect(copies("reader7@readers.example", "reader9@readers.example")).toEqual([0, 1]);
    expect(await books()).toMatchObject({ recipients: READERS, sum: READERS, planned: 0, withdrawn: 1 });
    expect(await audience()).toMatchObject({ recipients: 0, exclusions: { received: READERS - 1 } });
    expect(await unsubscribe(ledger, old?.public_id ?? "", "weekly", { source: "one-click" })).toBe(
      "unsubscribed",
    );
    expect(await unsubscribe(ledger, there?.public_id ?? "", "weekly", { source: "one-click" })).toBe(
      "already",
    );
  });

  test("to one whose copy was refused gets their own there", async () => {
    const { move, plan, work, copies, books, db, audience } = await bench(dialect);
    await plan();
    await db
      .updateTable("deliveries")
      .set({ outcome: "refused", not_received: 1, reason: "validation_error" })
      .where("address", "=", "reader9@readers.example")
      .execute();
    expect(await move("reader7@readers.example", "reader9@readers.example")).toBe("changed");
    await work();
    expect(copies("reader7@readers.example", "reader9@readers.example")).toEqual([0, 1]);
    expect(await books()).toMatchObject({ recipients: READERS, sum: READERS, planned: 0, withdrawn: 0 });
    expect(await audience()).toMatchObject({ recipients: 0, exclusions: { received: READERS - 1 } });
  });

  test("to one that waits for its copy, after their own was posted, does not get it twice", async () => {
    const { move, plan, work, postOneAndDie, addressesOf, copies, books } = await bench(dialect);
    await plan();
    const [old = ""] = await addressesOf(1);
    const [there = ""] = await addressesOf(2);
    await postOneAndDie();
    expect(await move(old, there)).toBe("changed");
    await work();
    expect(copies(old, there)).toEqual([1, 0]);
    expect(await books()).toMatchObject({ sum: READERS, planned: 0, withdrawn: 1, uncertain: 0 });
  });

  test("to one that is no reader of this list takes the copy along", async () => {
    const { move, plan, work, copies, books, db, reader } = await bench(dialect);
    const there = await reader("reader9@readers.example");
    await db
      .deleteFrom("list_members")
      .where("subscriber_id", "=", there?.id ?? 0)
      .execute();
    await plan();
    expect(await move("reader7@readers.example", "reader9@readers.example")).toBe("changed");
    await work();
    expect(copies("reader7@readers.example", "reader9@readers.example")).toEqual([0, 1]);
    expect(await books()).toMatchObject({ sum: READERS - 1, planned: 0, withdrawn: 0 });
  });

  test("to one that has got the issue as somebody else gets no second copy there", async () => {
    const { move, plan, work, copies, db, reader, ledger } = await bench(dialect);
    await plan();
    await work();
    const gone = await reader("reader9@readers.example");
    await db
      .deleteFrom("subscribers")
      .where("id", "=", gone?.id ?? 0)
      .execute();
    const late = {
      public_id: newId(),
      address: "late@readers.example",
      address_key: keyOf("late@readers.example"),
      attributes: "{}",
      timezone: null,
      created_at: 0,
      updated_at: 0,
    };
    const { id } = await db.insertInto("subscribers").values(late).returning("id").executeTakeFirstOrThrow();
    await db
      .insertInto("list_members")
      .values({ list: "weekly", subscriber_id: id, state: "active", at: 0 })
      .execute();
    // Planned as another send of the same issue would be, for the one who came late.
    const [first] = await db.selectFrom("deliveries").selectAll().orderBy("id").execute();
    const { id: batch } = await db
      .insertInto("batches")
      .values({ send_id: first?.send_id ?? 0, n: 99, state: "pending", wave: 0, not_before: 0 })
      .returning("id")
      .executeTakeFirstOrThrow();
    const { id: _id, ...row } = first ?? ({} as never);
    await db
      .insertInto("deliveries")
      .values({
        ...row,
        subscriber_id: id,
        subscriber_public_id: late.public_id,
        address: late.address,
        address_key: late.address_key,
        batch_id: batch,
        outcome: "planned",
        provider_id: null,
        arrival: 0,
        arrival_at: null,
      })
      .execute();
    await db.updateTable("sends").set({ state: "submitting", finished_at: null }).execute();
    expect(await move("late@readers.example", "reader9@readers.example")).toBe("changed");
    await work();
    expect(copies("late@readers.example", "reader9@readers.example")).toEqual([0, 1]);
    expect(ledger.dialect).toBe(dialect);
  });

  test("to a suppressed one is refused, in the mail and at its button, and the old address keeps what is said of it", async () => {
    const { move, db, ledger, reader } = await bench(dialect);
    const said = { reason: "complained", at: 0, source: "test" } as const;
    await suppress(db, { ...said, addressKey: keyOf("never@readers.example") });
    expect(await move("reader7@readers.example", "never@readers.example")).toBe("suppressed");
    expect(await db.selectFrom("trigger_queue").select("id").execute()).toEqual([]);
    const person = await reader("reader7@readers.example");
    const request = {
      ...ABOUT,
      publicId: person?.public_id ?? "",
      address: "soon@readers.example",
      network: null,
    };
    expect(await requestAddress(ledger, request, DEPS)).toBe("asked");
    await suppress(db, { ...said, addressKey: keyOf("soon@readers.example") });
    const { public_id: change } = await db
      .selectFrom("address_changes")
      .select("public_id")
      .executeTakeFirstOrThrow();
    expect(await confirmAddress(ledger, { ...ABOUT, change }, DEPS)).toMatchObject({ kind: "suppressed" });
    expect((await reader("reader7@readers.example"))?.id).toBe(person?.id);

    await suppress(db, { ...said, addressKey: keyOf("reader8@readers.example") });
    expect(await move("reader8@readers.example", "new8@readers.example")).toBe("changed");
    expect(
      await db
        .selectFrom("suppressions")
        .select("reason")
        .where("address_key", "=", keyOf("reader8@readers.example"))
        .execute(),
    ).toEqual([{ reason: "complained" }]);
    expect(await move("new8@readers.example", "reader8@readers.example")).toBe("suppressed");
  });

  test("and another who takes theirs at the same moment are one reader, who gets one copy", async () => {
    const { ask, press, plan, work, copies, books, reader, db } = await bench(dialect);
    await plan();
    const [one, two] = ["reader7@readers.example", "reader9@readers.example"];
    const asked = [await ask(one, two), await ask(two, one)].map((answer) =>
      "change" in answer ? answer.change : "",
    );
    const answers = await Promise.all(asked.map(press));
    expect(answers).toEqual(["changed", "changed"]);
    const left = [await reader(one), await reader(two)].filter((person) => person !== undefined);
    expect(left).toHaveLength(1);
    await work();
    const [first = 0, second = 0] = copies(one, two);
    expect(first + second).toBe(1);
    expect(await books()).toMatchObject({ sum: READERS, planned: 0, withdrawn: 1 });
    const active = await db
      .selectFrom("list_members")
      .select("state")
      .where("subscriber_id", "=", left[0]?.id ?? 0)
      .execute();
    expect(active).toEqual([{ state: "active" }]);
  });

  test("to one that another reader takes at the same moment is one reader with them", async () => {
    const { ask, press, plan, work, copies, db, reader, ledger } = await bench(dialect);
    const asked = [];
    for (const from of ["reader7@readers.example", "reader9@readers.example"]) {
      asked.push(await ask(from, "new@readers.example"));
      // A stranger's mailbox gets one such mail a day.
      await db.deleteFrom("counters").execute();
    }
    const changes = await db.selectFrom("address_changes").select("public_id").execute();
    expect(asked.map(({ kind }) => kind)).toEqual(["asked", "asked"]);
    expect(await Promise.all(changes.map(({ public_id }) => press(public_id)))).toEqual([
      "changed",
      "changed",
    ]);
    expect(await reader("new@readers.example")).toBeDefined();
    await plan();
    await work();
    expect(copies("reader7@readers.example", "reader9@readers.example", "new@readers.example")).toEqual([
      0, 0, 1,
    ]);
    expect(ledger.dialect).toBe(dialect);
  });

  test("by five presses of one button changes it once, and tells the old address once", async () => {
    const { ask, press, db, reader } = await bench(dialect);
    const asked = await ask("reader7@readers.example", "new7@readers.example");
    const change = "change" in asked ? asked.change : "";
    expect(new Set(await Promise.all(Array.from({ length: 5 }, () => press(change))))).toEqual(
      new Set(["changed"]),
    );
    expect(await reader("new7@readers.example")).toBeDefined();
    const told = await db.selectFrom("trigger_queue").select("name").where("name", "=", "changed").execute();
    expect(told).toHaveLength(1);
  });

  test("after they left gets nothing at either address, and is on no list by it", async () => {
    const { ask, press, plan, work, copies, reader, ledger, db } = await bench(dialect);
    const asked = await ask("reader7@readers.example", "new7@readers.example");
    const person = await reader("reader7@readers.example");
    await unsubscribe(ledger, person?.public_id ?? "", "all", { source: "test" });
    expect(await press("change" in asked ? asked.change : "")).toBe("changed");
    const lists = await db
      .selectFrom("list_members")
      .select("state")
      .where("subscriber_id", "=", person?.id ?? 0)
      .execute();
    expect(lists).toEqual([{ state: "unsubscribed" }]);
    await plan();
    await work();
    expect(copies("reader7@readers.example", "new7@readers.example")).toEqual([0, 0]);
  });

  test("to the same one in other capitals changes nothing; to another’s in other capitals is that reader", async () => {
    const { ask, move, plan, work, copies, reader } = await bench(dialect);
    expect((await ask("reader7@readers.example", "Reader7@READERS.example")).kind).toBe("same");
    const there = await reader("reader9@readers.example");
    expect(await move("reader7@readers.example", "READER9@Readers.Example")).toBe("changed");
    expect(await reader("reader7@readers.example")).toBeUndefined();
    expect((await reader("reader9@readers.example"))?.id).toBe(there?.id);
    await plan();
    await work();
    expect(copies("reader7@readers.example", "reader9@readers.example")).toEqual([0, 1]);
  });

  test("twice before their copy is posted gets it where they are at last", async () => {
    const { move, plan, work, copies, books } = await bench(dialect);
    await plan();
    expect(await move("reader7@readers.example", "new7@readers.example")).toBe("changed");
    expect(await move("new7@readers.example", "newer7@readers.example")).toBe("changed");
    await work();
    expect(copies("reader7@readers.example", "new7@readers.example", "newer7@readers.example")).toEqual([
      0, 0, 1,
    ]);
    expect(await books()).toMatchObject({ sum: READERS, planned: 0, withdrawn: 0 });
  });

  test.each([
    { old: ["unsubscribed", 20], there: ["active", 10], is: "unsubscribed" },
    { old: ["unsubscribed", 20], there: ["active", 20], is: "unsubscribed" },
    { old: ["unsubscribed", 10], there: ["active", 20], is: "active" },
    { old: ["unsubscribed", 10], there: ["pending", 20], is: "unsubscribed" },
    { old: ["pending", 20], there: ["unsubscribed", 10], is: "unsubscribed" },
    // The page before the button named this list.
    { old: ["active", 10], there: ["unsubscribed", 20], is: "active" },
  ] as const)(
    "to one whose list was $there, from one where it was $old, makes it $is",
    async ({ old, there, is }) => {
      const { move, db, reader, plan, work, copies } = await bench(dialect);
      for (const [name, [state, at]] of [
        ["reader7@readers.example", old],
        ["reader9@readers.example", there],
      ] as const) {
        const member = db.updateTable("list_members").set({ state, at });
        await member.where("subscriber_id", "=", (await reader(name))?.id ?? 0).execute();
      }
      expect(await move("reader7@readers.example", "reader9@readers.example")).toBe("changed");
      const lists = db.selectFrom("list_members").select("state");
      const { id } = (await reader("reader9@readers.example")) ?? { id: 0 };
      expect(await lists.where("subscriber_id", "=", id).execute()).toEqual([{ state: is }]);
      await plan();
      await work();
      expect(copies("reader7@readers.example", "reader9@readers.example")).toEqual([
        0,
        is === "active" ? 1 : 0,
      ]);
    },
  );

  test("waits where an audience is being frozen step by step", async () => {
    const { move, plan, db, reader } = await bench(dialect);
    await plan();
    await db.updateTable("sends").set({ planner: "somebody" }).execute();
    expect(await move("reader7@readers.example", "new7@readers.example")).toBe("busy");
    expect(await reader("reader7@readers.example")).toBeDefined();
    await db.updateTable("sends").set({ planner: null }).execute();
    expect(await move("reader7@readers.example", "other7@readers.example")).toBe("changed");
  });

  test("has one delivery of an issue, whatever the address: the database itself refuses a second", async () => {
    const { plan, db } = await bench(dialect);
    await plan();
    const [first] = await db.selectFrom("deliveries").selectAll().orderBy("id").execute();
    const { id: _id, ...row } = first ?? ({} as never);
    const { id: send_id } = await db
      .insertInto("sends")
      .columns([
        "public_id",
        "kind",
        "email_digest",
        "list",
        "zone",
        "due_at",
        "scheduled_by",
        "state",
        "settings",
        "scheduled_at",
        "updated_at",
      ])
      .expression((eb) =>
        eb
          .selectFrom("sends")
          .select([
            "zone as public_id",
            "kind",
            "email_digest",
            "list",
            "zone",
            "due_at",
            "scheduled_by",
            "state",
            "settings",
            "scheduled_at",
            "updated_at",
          ]),
      )
      .returning("id")
      .executeTakeFirstOrThrow();
    const second = { ...row, send_id, address: "x@y.example", address_key: "another" };
    await expect(db.insertInto("deliveries").values(second).execute()).rejects.toThrow(/unique/i);
    const free = { ...second, subscriber_id: null };
    await db.insertInto("deliveries").values(free).execute();
  });
});
