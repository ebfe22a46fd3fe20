import { setImmediate as turn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { releaseWaves } from "#src/send/release-waves.ts";
import { startDue } from "#src/send/start-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { type SendRow, liveSend, sendById, stepSend } from "#src/store/sends/sends.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { DIALECTS, addReaders, tempLedger, testClock } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;

/** What `act` does that has looked before `change` is committed, and can write only afterwards. */
async function overtaken<T>(
  ledger: Ledger,
  change: (db: Kysely<Database>) => Promise<unknown>,
  act: () => Promise<T>,
): Promise<PromiseSettledResult<T> | undefined> {
  const { acting } = await ledger.db.transaction().execute(async (db) => {
    await change(db);
    const acting = Promise.allSettled([act()]);
    await untilItWaits(ledger);
    return { acting };
  });
  return (await acting)[0];
}

async function untilItWaits({ db, dialect }: Ledger): Promise<void> {
  // SQLite answers at once: after a turn of the event loop a reader has read, and a writer waits.
  if (dialect === "sqlite") return turn();
  // On a connection of its own: inside a transaction the view stays as it was first read.
  for (let waiting = 0; waiting === 0;) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    waiting = Number(rows[0]?.n);
    await turn();
  }
}

function release(ledger: Ledger, send: SendRow): (db: Kysely<Database>) => Promise<unknown> {
  return (db) => stepSend(db, send.id, "paused", "submitting", ledger.clock.now(), { wave: send.wave + 1 });
}

describe.each(DIALECTS)("what somebody else decides at the same moment, on %s", (dialect) => {
  /** A planned send that paused after its first wave and goes on by itself in ten minutes. */
  async function afterWave(): Promise<{
    ledger: Ledger;
    send: SendRow;
    state: () => Promise<SendRow | undefined>;
    clock: ReturnType<typeof testClock>;
    times: () => Promise<number[]>;
  }> {
    const clock = testClock(Date.now());
    const ledger = await tempLedger({ dialect, clock });
    await addReaders(ledger, 300);
    const { send: scheduled } = await scheduleTestSend(ledger, {
      settings: { wave: { above: 100, share: 0.1, minutes: 10, approve: false, editors: [] }, perHour: 1000 },
    });
    await startDue(ledger);
    const now = ledger.clock.now();
    await ledger.db.updateTable("batches").set({ state: "submitted" }).where("wave", "=", 0).execute();
    await stepSend(ledger.db, scheduled.id, "submitting", "paused", now, {
      reason: "wave",
      resume_at: now + 10 * 60_000,
    });
    const state = () => sendById(ledger.db, scheduled.id);
    const send = await state();
    if (send === undefined) throw new Error("The send is gone.");
    const times = async () => {
      const pending = ledger.db.selectFrom("batches").select("not_before").where("state", "=", "pending");
      return (await pending.orderBy("n").execute()).map(({ not_before: at }) => at);
    };
    return { ledger, send, state, clock, times };
  }

  test("a pause that meets the release of a wave stops the send that continues", async () => {
    const { ledger, send, state } = await afterWave();
    const paused = await overtaken(ledger, release(ledger, send), () =>
      pauseSend(ledger, "hello", "person", "Wait."),
    );
    expect(paused?.status).toBe("fulfilled");
    expect(await state()).toMatchObject({
      state: "paused",
      reason: "person",
      note: "Wait.",
      resume_at: null,
    });
  });

  test("an approval that meets a cancel says that the send changed, and moves nothing", async () => {
    const { ledger, send, state, clock, times } = await afterWave();
    const before = await times();
    clock.advance(HOUR);
    const cancel = (db: Kysely<Database>) => stepSend(db, send.id, "paused", "canceled", clock.now());
    const resumed = await overtaken(ledger, cancel, () => resumeSend(ledger, "hello"));
    expect(resumed).toMatchObject({ status: "rejected", reason: { code: "send/wrong-state" } });
    expect((await state())?.state).toBe("canceled");
    expect(await times()).toEqual(before);
  });

  test("so does a resume after a person's pause", async () => {
    const { ledger, send, clock, times } = await afterWave();
    await ledger.db.updateTable("batches").set({ state: "pending", not_before: clock.now() }).execute();
    await ledger.db.updateTable("sends").set({ reason: "person", resume_at: null }).execute();
    const before = await times();
    clock.advance(HOUR);
    const cancel = (db: Kysely<Database>) => stepSend(db, send.id, "paused", "canceled", clock.now());
    const resumed = await overtaken(ledger, cancel, () => resumeSend(ledger, "hello"));
    expect(resumed).toMatchObject({ status: "rejected", reason: { code: "send/wrong-state" } });
    expect(await times()).toEqual(before);
  });

  test("an edit that meets the start of its send does not change it, and says so", async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 1);
    const { send } = await scheduleTestSend(ledger, { dueAt: ledger.clock.now() + HOUR });
    const start = (db: Kysely<Database>) =>
      stepSend(db, send.id, "scheduled", "planning", ledger.clock.now());
    const moved = await overtaken(ledger, start, () =>
      scheduleTestSend(ledger, { dueAt: ledger.clock.now() + 2 * HOUR }),
    );
    expect(moved).toMatchObject({ status: "fulfilled", value: { change: "started" } });
    expect(await sendById(ledger.db, send.id)).toMatchObject({ state: "planning", due_at: send.due_at });
  });

  test("an edit that meets a cancel is scheduled again", async () => {
    const ledger = await tempLedger({ dialect });
    const { send } = await scheduleTestSend(ledger, { dueAt: ledger.clock.now() + HOUR });
    const cancel = (db: Kysely<Database>) =>
      stepSend(db, send.id, "scheduled", "canceled", ledger.clock.now());
    await overtaken(ledger, cancel, () => scheduleTestSend(ledger, { dueAt: ledger.clock.now() + 2 * HOUR }));
    const live = await liveSend(ledger.db, send.issue_id ?? 0);
    expect(live).toMatchObject({ state: "scheduled" });
    expect(live?.id).not.toBe(send.id);
  });
});

describe("the wait after a first wave", () => {
  test.each([
    ["half of it is over", 5 * 60_000, "paused"],
    ["another machine's clock is a second behind", -1000, "paused"],
    ["it is over", 10 * 60_000, "submitting"],
    ["the clock was set back by an hour", -HOUR, "submitting"],
  ])("where %s", async (_when, passed, expected) => {
    const clock = testClock(Date.now());
    const ledger = await tempLedger({ clock });
    const { send } = await scheduleTestSend(ledger, {
      settings: { wave: { above: 1, share: 0.1, minutes: 10, approve: false, editors: [] } },
    });
    await ledger.db
      .updateTable("sends")
      .set({ state: "paused", reason: "wave", resume_at: clock.now() + 10 * 60_000 })
      .execute();
    clock.advance(passed);
    await releaseWaves(ledger);
    expect((await sendById(ledger.db, send.id))?.state).toBe(expected);
  });
});
