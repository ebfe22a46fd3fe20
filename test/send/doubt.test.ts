import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { LetterpressError } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import { fingerprintOf } from "#src/resend/fingerprint.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { Composers } from "#src/send/composers.ts";
import { cancelSend } from "#src/send/decide-send.ts";
import { decideUncertain, finishSends } from "#src/send/finish-sends.ts";
import { Flights } from "#src/send/flights.ts";
import { reconcileSends } from "#src/send/reconcile-sends.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { countMissed, scheduleAgain } from "#src/send/send-again.ts";
import { settleAndClaim } from "#src/send/settle-and-claim.ts";
import { startDue } from "#src/send/start-due.ts";
import { endLeases } from "#src/store/sends/batches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { measure } from "#src/store/database/measure.ts";
import { sendsInDoubt } from "#src/store/sends/reconcile.ts";
import { latestSend, readableSends } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type SendStatus, needsPerson, readStatus } from "#src/store/sends/status.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, KEYS, addReaders, tempLedger } from "../helpers/temp-ledger.ts";

/** Batch 1 goes alone, and is the one in doubt; the second is withdrawn by a cancel. */
const READERS = 120;

/** A ledger with readers, a sandbox, and a newsletter's person at the terminal. */
async function bench(dialect: Ledger["dialect"]) {
  const ledger = await tempLedger({ dialect });
  await addReaders(ledger, READERS);
  const sandbox: Sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  onTestFinished(() => sandbox.close());
  const client = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  const work = async () => {
    await startDue(ledger);
    await runWorker(ledger, {
      client,
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
    });
  };
  /** A worker that dies with one batch in flight: before its first byte has left, or when Resend has accepted it. */
  const die = async (slug: string, accepted: boolean) => {
    await startDue(ledger);
    const composers = new Composers(ledger, KEYS);
    const send = await latest(slug);
    const [live] = (await readableSends(ledger, ["submitting"])).filter(({ id }) => id === send.id);
    if (live === undefined) throw new Error(`${slug} is ${send.state}.`);
    const settings = settingsOf(live);
    const compose = await composers.of(live, settings);
    if (compose === null) throw new Error("It cannot be composed.");
    const token = `dead:1:${newId()}`;
    const apiKey = fingerprintOf(client);
    const sends = [{ send: live, settings, compose }];
    const { claimed } = await settleAndClaim(ledger, [], { sends, room: 1, token, apiKey });
    expect(claimed).toHaveLength(1);
    if (accepted) {
      const flights = new Flights(client, ledger.clock);
      for (const posting of claimed) flights.start(posting);
      await flights.ended();
    }
    await endLeases(ledger.db, (name) => name === token);
  };
  const latest = async (slug: string) => {
    const { id } = await ledger.db
      .selectFrom("issues")
      .select("id")
      .where("slug", "=", slug)
      .executeTakeFirstOrThrow();
    const send = await latestSend(ledger.db, id);
    if (send === undefined) throw new Error(`${slug} was never scheduled.`);
    return send;
  };
  const statuses = (slug: string) => readStatus(ledger.db, slug);
  return { ledger, sandbox, client, work, die, latest, statuses };
}

type Bench = Awaited<ReturnType<typeof bench>>;

/** What a person may do after the kill; a step that the ledger refuses leaves everything as it was. */
const STEPS = {
  cancel: ({ ledger }: Bench, slug: string) => cancelSend(ledger, slug),
  /** Only a canceled issue is sent again, as `letterpress send` sees to. */
  send: async (its: Bench, slug: string) => {
    if ((await its.latest(slug)).state !== "canceled") return;
    await scheduleTestSend(its.ledger, { slug });
    await its.work();
  },
  /** The truth, as Resend's dashboard shows it. */
  approve: async (its: Bench, slug: string, accepted: boolean) => {
    await decideUncertain(its.ledger, await its.latest(slug), accepted ? "submitted" : "refused");
    await finishSends(its.ledger);
  },
  refused: async (its: Bench, slug: string) => {
    if ((await countMissed(its.ledger, slug, "refused")) === 0) return;
    await scheduleAgain(its.ledger, slug, { missed: "refused", person: "cli:test" });
    await its.work();
  },
  tick: (its: Bench) => its.work(),
};
type Step = keyof typeof STEPS;

function* ordersOf(steps: readonly Step[]): Generator<readonly Step[]> {
  if (steps.length === 0) yield [];
  for (const step of steps)
    for (const rest of ordersOf(steps.filter((other) => other !== step))) yield [step, ...rest];
}

async function take(step: Step, its: Bench, slug: string, accepted: boolean): Promise<void> {
  try {
    await STEPS[step](its, slug, accepted);
  } catch (error) {
    if (!(error instanceof LetterpressError && error.code === "send/wrong-state")) throw error;
  }
}

/** As `status` says: decide about those in doubt, then offer it again as that command prints. */
async function settle(its: Bench, slug: string, accepted: boolean): Promise<void> {
  await its.work();
  if ((await its.statuses(slug)).some(needsPerson)) await take("approve", its, slug, accepted);
  await take((await its.latest(slug)).state === "canceled" ? "send" : "refused", its, slug, accepted);
}

function expectBalanced(statuses: readonly SendStatus[]): void {
  for (const { send, outcomes, exclusions } of statuses) {
    if (send.recipients === null) continue;
    expect(send.candidates).toBe(send.recipients + (send.excluded ?? 0));
    expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(send.recipients);
    expect(Object.values(exclusions).reduce((sum, n) => sum + n, 0)).toBe(send.excluded);
  }
}

describe.each(DIALECTS)("on %s", (dialect) => {
  test.each([false, true])(
    "killed in flight (accepted: %s), then cancel, send again, approve and --refused in every order: once each",
    async (accepted) => {
      const its = await bench(dialect);
      let n = 0;
      for (const order of ordersOf(["cancel", "send", "approve", "refused"])) {
        const slug = `order-${(n += 1)}`;
        await scheduleTestSend(its.ledger, { slug });
        await its.die(slug, accepted);
        for (const step of order) await take(step, its, slug, accepted);
        await settle(its, slug, accepted);
        const statuses = await its.statuses(slug);
        expectBalanced(statuses);
        expect([order, statuses.filter(needsPerson)]).toEqual([order, []]);
        const copies = its.sandbox.inbox.countsByAddress();
        expect([order, copies.size]).toEqual([order, READERS]);
        expect([order, new Set(copies.values())]).toEqual([order, new Set([n])]);
      }
      expect(n).toBe(24);
    },
  );

  test("readers in doubt after a cancel are left out as uncertain, found by every command, and offered again", async () => {
    const its = await bench(dialect);
    const { ledger, sandbox, work, die, latest, statuses } = its;
    await scheduleTestSend(ledger);
    await die("hello", false);
    await cancelSend(ledger, "hello");
    expect((await statuses("hello"))[0]?.outcomes).toMatchObject({ uncertain: 100, withdrawn: 20 });
    await scheduleTestSend(ledger);
    await work();
    const [again, canceled] = await statuses("hello");
    expect(again).toMatchObject({ send: { state: "submitted" }, exclusions: { uncertain: 100 } });
    expect(canceled?.send.state).toBe("canceled");
    // What status and tick end with 4 for, the monitor sees, and reconciliation looks for.
    expect((await readStatus(ledger.db, null, 0)).filter(needsPerson)).toMatchObject([
      { send: { id: canceled?.send.id }, outcomes: { uncertain: 100 } },
    ]);
    expect((await measure(ledger.db)).emails).toContainEqual({ outcome: "uncertain", n: 100 });
    const client = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
    const signal = new AbortController().signal;
    expect(await reconcileSends(ledger, { client, signal, everyMs: 0 })).toMatchObject({
      found: 0,
      left: 100,
    });
    expect(await countMissed(ledger, "hello", "refused")).toBe(0);
    expect(await decideUncertain(ledger, await latest("hello"), "refused")).toBe(100);
    expect((await readStatus(ledger.db, null, 0)).filter(needsPerson)).toEqual([]);
    expect(await countMissed(ledger, "hello", "refused")).toBe(100);
    await take("refused", its, "hello", false);
    expect(sandbox.inbox.countsByAddress().size).toBe(READERS);
    expect(new Set(sandbox.inbox.countsByAddress().values())).toEqual(new Set([1]));
  });

  test("an event proves readers of a canceled send, and one that comes after a person's refusal keeps them from a second copy", async () => {
    const { ledger, work, die, latest, statuses } = await bench(dialect);
    await scheduleTestSend(ledger);
    await die("hello", true);
    await cancelSend(ledger, "hello");
    const prove = (where: "<=" | ">") =>
      ledger.db
        .updateTable("deliveries")
        .set((eb) => ({ provider_id: eb.cast<string>(eb.ref("id"), "text") }))
        .where("subscriber_id", where, 50)
        .execute();
    await prove("<=");
    await work();
    expect((await statuses("hello"))[0]?.outcomes).toMatchObject({ submitted: 50, uncertain: 50 });
    expect(await decideUncertain(ledger, await latest("hello"), "refused")).toBe(50);
    await ledger.db.updateTable("sends").set({ state: "submitted_with_failures" }).execute();
    expect(await countMissed(ledger, "hello", "refused")).toBe(50);
    await prove(">");
    expect(await countMissed(ledger, "hello", "refused")).toBe(0);
    expect(await sendsInDoubt(ledger.db)).toEqual([]);
  });

  test("a send waits while a canceled one of its issue has a batch in flight: it may come back as not accepted", async () => {
    const { ledger, sandbox, client, work, statuses } = await bench(dialect);
    await scheduleTestSend(ledger);
    await startDue(ledger);
    sandbox.switches.faults = [{ kind: "rate_limit", times: 1 }];
    let whileInFlight: readonly string[] = [];
    using _posted = sandbox.on("request", async () => {
      if (whileInFlight.length > 0) return;
      await cancelSend(ledger, "hello");
      await scheduleTestSend(ledger);
      await startDue(ledger);
      whileInFlight = (await statuses("hello")).map(({ send }) => send.state);
    });
    await runWorker(ledger, {
      client,
      keys: KEYS,
      token: `test:1:${newId()}`,
      signal: new AbortController().signal,
      untilIdle: true,
    });
    expect(whileInFlight).toEqual(["scheduled", "canceled"]);
    await work();
    const copies = sandbox.inbox.countsByAddress();
    expect(copies.size).toBe(READERS);
    expect(new Set(copies.values())).toEqual(new Set([1]));
  });
});

describe("a refusal", () => {
  test.each([0, 1])("that hides an acceptance of batch %i costs nobody a second copy", async (skip) => {
    const { ledger, sandbox, work, statuses } = await bench("sqlite");
    sandbox.switches.faults = [{ kind: "error", status: 429, when: "after", skip, times: 1 }];
    await scheduleTestSend(ledger);
    await work();
    expect((await statuses("hello"))[0]?.outcomes).toMatchObject({ submitted: READERS });
    const copies = sandbox.inbox.countsByAddress();
    expect(copies.size).toBe(READERS);
    expect(new Set(copies.values())).toEqual(new Set([1]));
  });

  test.each([0, 1])("that Resend remembers under the key of batch %i keeps no send waiting", async (skip) => {
    const { ledger, sandbox, work, statuses } = await bench("sqlite");
    sandbox.switches.idempotency_remembers = "accepted_and_4xx";
    sandbox.switches.faults = [{ kind: "rate_limit", retry_after: 0, skip, times: 1 }];
    const keys = new Set<string | null>();
    using _request = sandbox.on("request", ({ method, idempotencyKey }) => {
      if (method === "POST") keys.add(idempotencyKey);
    });
    await scheduleTestSend(ledger);
    await work();
    expect((await statuses("hello"))[0]?.outcomes).toMatchObject({ submitted: READERS });
    expect(new Set(sandbox.inbox.countsByAddress().values())).toEqual(new Set([1]));
    expect(keys.size).toBe(3);
  });
});
