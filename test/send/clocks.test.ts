import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { newId } from "#src/model/ids.ts";
import { fingerprintOf } from "#src/resend/fingerprint.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { Composers } from "#src/send/composers.ts";
import { Flights } from "#src/send/flights.ts";
import { planSend } from "#src/send/plan-send.ts";
import { type WorkerOptions, runWorker } from "#src/send/run-worker.ts";
import { settleAndClaim } from "#src/send/settle-and-claim.ts";
import { startDue } from "#src/send/start-due.ts";
import { endLeases } from "#src/store/sends/batches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { takeTurn } from "#src/store/database/limiter.ts";
import { readableSends, sendById, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** A send to three readers that is planned, its clock, and a worker that mails them through the sandbox. */
async function planned(dialect: Ledger["dialect"] = "sqlite", before?: (ledger: Ledger) => Promise<unknown>) {
  const clock = testClock();
  const since = Date.now();
  const ledger = await tempLedger({ dialect, clock: { now: () => clock.now() + Date.now() - since } });
  await addReaders(ledger, 3);
  await before?.(ledger);
  const sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  await scheduleTestSend(ledger);
  await startDue(ledger);
  const work = (options: Partial<WorkerOptions> = {}) =>
    runWorker(ledger, {
      client,
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
      ...options,
    });
  /** Accepted, and the answer is lost. */
  const doubt = async () => {
    sandbox.switches.faults = [{ kind: "reset", when: "after", times: 1 }];
    const stop = new AbortController();
    await work({ signal: stop.signal, onSettled: () => stop.abort() });
  };
  const outcomes = async () => (await readStatus(ledger.db, "hello"))[0]?.outcomes;
  const batch = () => ledger.db.selectFrom("batches").selectAll().executeTakeFirstOrThrow();
  return { ledger, sandbox, client, clock, work, doubt, outcomes, batch };
}

/** One step of a worker that claims what it can. */
async function claim(ledger: Ledger, client: Resend, answered: Parameters<typeof settleAndClaim>[1] = []) {
  const composers = new Composers(ledger, KEYS);
  const token = `test:1:${newId()}`;
  const sends = [];
  for (const send of await readableSends(ledger, ["submitting"])) {
    const settings = settingsOf(send);
    const compose = await composers.of(send, settings);
    if (compose !== null) sends.push({ send, settings, compose });
  }
  const open = { sends, room: 1, token, apiKey: fingerprintOf(client) };
  const { claimed } = await settleAndClaim(ledger, answered, open);
  return { claimed, die: () => endLeases(ledger.db, (name) => name === token) };
}

describe.each(DIALECTS)("on %s", (dialect) => {
  test("a clock that was a year ahead once makes no later doubt old", async () => {
    const { sandbox, clock, work, doubt, outcomes } = await planned(dialect, (ledger) =>
      ledger.db.transaction().execute((db) => takeTurn(db, dialect, "default", ledger.clock.now() + YEAR)),
    );
    await doubt();
    clock.advance(HOUR);
    await work();
    expect(await outcomes()).toMatchObject({ submitted: 3 });
    expect(sandbox.inbox.count).toBe(3);
  });

  test("nor does its mark keep one young: twelve hours by the clock are enough", async () => {
    const { sandbox, clock, work, doubt, outcomes } = await planned(dialect, (ledger) =>
      ledger.db.transaction().execute((db) => takeTurn(db, dialect, "default", ledger.clock.now() + YEAR)),
    );
    await doubt();
    clock.advance(13 * HOUR);
    await work();
    expect(await outcomes()).toMatchObject({ uncertain: 3 });
    expect(sandbox.inbox.count).toBe(3);
  });

  test.each([
    { back: 5, outcome: "submitted" },
    { back: 7, outcome: "uncertain" },
    { back: 24 * 365, outcome: "uncertain" },
  ])("the clock $back h before the first post of a batch in doubt: $outcome", async ({ back, outcome }) => {
    const { sandbox, clock, work, doubt, outcomes } = await planned(dialect);
    await doubt();
    clock.advance(-back * HOUR);
    await work();
    expect(await outcomes()).toMatchObject({ [outcome]: 3 });
    expect(sandbox.inbox.count).toBe(3);
  });
});

test("a machine that sleeps between claim and POST posts nothing when it wakes before it has looked again", async () => {
  const { ledger, sandbox, client, clock, work, outcomes, batch } = await planned();
  const requests: (string | null)[] = [];
  using _request = sandbox.on("request", ({ idempotencyKey }) => void requests.push(idempotencyKey));
  const { claimed } = await claim(ledger, client);
  expect(claimed).toHaveLength(1);
  clock.advance(2 * HOUR);
  await ledger.db
    .updateTable("list_members")
    .set({ state: "unsubscribed" })
    .where("subscriber_id", "=", 2)
    .execute();
  const flights = new Flights(client, ledger.clock);
  for (const posting of claimed) flights.start(posting);
  await flights.ended();
  expect(requests).toEqual([]);
  await settleAndClaim(ledger, flights.answered, { sends: [], room: 0, token: "", apiKey: "" });
  expect(await batch()).toMatchObject({ state: "pending", first_post_at: null, ambiguous_at: null });
  await work();
  expect(await outcomes()).toMatchObject({ submitted: 2, withdrawn: 1 });
  expect(requests).toHaveLength(1);
});

test("a machine that sleeps over its plan does not begin to mail when it wakes", async () => {
  const clock = testClock();
  const ledger = await tempLedger({ clock });
  await addReaders(ledger, 3);
  const { send } = await scheduleTestSend(ledger);
  await stepSend(ledger.db, send.id, "scheduled", "planning", clock.now());
  const due = clock.now();
  const times = [due];
  await planSend({ ...ledger, clock: { now: () => times.shift() ?? due + 2 * HOUR } }, send.id);
  expect(await sendById(ledger.db, send.id)).toMatchObject({
    state: "paused",
    reason: "late",
    planned_at: null,
  });
  expect(await ledger.db.selectFrom("deliveries").select("id").execute()).toEqual([]);
});

test("waits grow with answers and not with deaths, and are as long as Resend asks", async () => {
  const { ledger, clock, batch } = await planned();
  const asked: (string | null)[] = [null, "120", "9000"];
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const seconds = asked.shift() ?? null;
    outgoing.writeHead(503, seconds === null ? {} : { "retry-after": seconds }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const client = new Resend("re_test_key", {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const waits: number[] = [];
  for (const deaths of [3, 0, 0]) {
    for (let n = 0; n < deaths; n += 1) {
      const { claimed, die } = await claim(ledger, client);
      expect(claimed).toHaveLength(1);
      await die();
      clock.advance(10_000);
    }
    const { claimed } = await claim(ledger, client);
    const flights = new Flights(client, ledger.clock);
    for (const posting of claimed) flights.start(posting);
    await flights.ended();
    const at = ledger.clock.now();
    await settleAndClaim(ledger, flights.answered, { sends: [], room: 0, token: "", apiKey: "" });
    const { not_before: until } = await batch();
    // Real time passes between the two.
    waits.push(Math.floor((until - at) / 1000));
    clock.advance(until - at);
  }
  expect(waits).toEqual([1, 120, 300]);
  expect(await batch()).toMatchObject({ attempts: 6, waits: 3, state: "submitting" });
});
