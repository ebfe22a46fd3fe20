import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import type { Clock } from "#src/model/clock.ts";
import { newId } from "#src/model/ids.ts";
import { fingerprintOf } from "#src/resend/fingerprint.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { Composers } from "#src/send/composers.ts";
import { Flights } from "#src/send/flights.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { type Posting, settleAndClaim } from "#src/send/settle-and-claim.ts";
import { startDue } from "#src/send/start-due.ts";
import { sendsIn } from "#src/store/sends/sends.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { KEYS, addReaders, tempLedger, testClock, testSettings } from "../helpers/temp-ledger.ts";

/** A planned send to `readers`, a sandbox, and a worker between them. */
async function planned(readers: number) {
  const clock = testClock();
  const since = Date.now();
  const moving: Clock = { now: () => clock.now() + Date.now() - since };
  const ledger = await tempLedger({ clock: moving });
  await addReaders(ledger, readers);
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  await scheduleTestSend(ledger);
  await startDue(ledger);
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  const work = () =>
    runWorker(ledger, {
      client,
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
    });
  const status = async () => {
    const [first] = await readStatus(ledger.db, "hello");
    if (first === undefined) throw new Error("There is no send.");
    return first;
  };
  return { ledger, sandbox, client, clock, work, status };
}

test("a suppressed and a paused reader are withdrawn when they became so between plan and post", async () => {
  const { ledger, sandbox, work, status } = await planned(4);
  const readers = await ledger.db.selectFrom("subscribers").selectAll().orderBy("id").execute();
  await ledger.db
    .insertInto("suppressions")
    .values({ address_key: readers[0]?.address_key ?? "", reason: "complained", at: 0, source: "test" })
    .execute();
  await ledger.db
    .updateTable("subscribers")
    .set({ paused_until: ledger.clock.now() + 86_400_000 })
    .where("id", "=", readers[1]?.id ?? 0)
    .execute();
  await work();
  expect([...sandbox.inbox.countsByAddress().keys()].toSorted()).toEqual([
    "reader3@readers.example",
    "reader4@readers.example",
  ]);
  expect((await status()).outcomes).toMatchObject({ submitted: 2, withdrawn: 2, planned: 0 });
});

test("a reader who left this list between plan and post is withdrawn, though they are on another", async () => {
  const { ledger, sandbox, work, status } = await planned(2);
  const { db } = ledger;
  const { id } = await db.selectFrom("subscribers").select("id").orderBy("id").executeTakeFirstOrThrow();
  await db
    .insertInto("list_members")
    .values({ list: "monthly", subscriber_id: id, state: "active", at: 0 })
    .execute();
  await db
    .updateTable("list_members")
    .set({ state: "unsubscribed" })
    .where("subscriber_id", "=", id)
    .where("list", "=", "weekly")
    .execute();
  await work();
  expect([...sandbox.inbox.countsByAddress().keys()]).toEqual(["reader2@readers.example"]);
  expect((await status()).outcomes).toMatchObject({ submitted: 1, withdrawn: 1, planned: 0 });
});

test("an acceptance that comes after its batch was given up as uncertain still counts", async () => {
  const { sandbox, clock, work, status } = await planned(3);
  const [arrived, givenUp] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  using _posted = sandbox.on("request", async () => {
    arrived.resolve();
    await givenUp.promise;
  });
  const first = work();
  await arrived.promise;
  // Its lease has run out, and its key is too old for a repeat.
  clock.advance(13 * 3_600_000);
  await work();
  expect((await status()).outcomes).toMatchObject({ uncertain: 3, submitted: 0 });
  givenUp.resolve();
  await first;
  expect((await status()).outcomes).toMatchObject({ uncertain: 0, submitted: 3 });
});

test.each([1, 3])(
  "a refusal does not settle a batch of %s that came to be in doubt while the same attempt was under way",
  async (readers) => {
    const { ledger, sandbox, work, status } = await planned(readers);
    sandbox.switches.body_limit = 1;
    using _posted = sandbox.on("request", async () => {
      await ledger.db.updateTable("batches").set({ ambiguous_at: ledger.clock.now() }).execute();
    });
    await work();
    const after = await status();
    expect(after.outcomes).toMatchObject({ planned: readers, refused: 0 });
    expect(after.batches).toMatchObject({ submitting: 1, split: 0, refused: 0, pending: 0 });
  },
);

test("a body that may still be on its way is not written over by the next batch; one that has arrived is", async () => {
  const { ledger, sandbox, client } = await planned(250);
  const composers = new Composers(ledger, KEYS);
  const flights = new Flights(client, ledger.clock);
  const used: Buffer[] = [];
  const watched = (posting: Posting): Posting => {
    const { composed } = posting.claimed;
    const body: typeof composed.body = (buffers) => {
      const made = composed.body(buffers);
      used.push(made.buffer);
      return made;
    };
    return { ...posting, claimed: { ...posting.claimed, composed: { ...composed, body } } };
  };
  const post = async (): Promise<string> => {
    const [send] = await sendsIn(ledger.db, ["submitting"]);
    const compose = send && (await composers.of(send, testSettings()));
    if (!compose) throw new Error("There is no send under way.");
    const answered = flights.answered;
    const claimed = await settleAndClaim(ledger, answered, {
      token: `test:1:${newId()}`,
      apiKey: fingerprintOf(client),
      sends: [{ send, settings: testSettings(), compose }],
      room: 1,
    });
    flights.forget(answered.length);
    const [posting] = claimed.claimed;
    if (posting === undefined) throw new Error("Nothing could be claimed.");
    flights.start(watched(posting));
    await flights.landed();
    return flights.answered[0]?.result.outcome ?? "none";
  };
  expect(await post()).toBe("accepted");
  sandbox.switches.faults = [{ kind: "reset", when: "before", times: 1 }];
  expect(await post()).toBe("ambiguous");
  expect(await post()).toBe("accepted");
  expect(used[1]).toBe(used[0]);
  expect(used[2]).not.toBe(used[1]);
});
