import { expect, test } from "vitest";
import { pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { planSend } from "#src/send/plan-send.ts";
import { scheduleSend } from "#src/send/schedule/schedule-send.ts";
import { startDue } from "#src/send/start-due.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sendById, stepSend } from "#src/store/sends/sends.ts";
import {
  DIALECTS,
  addReaders,
  tempLedger,
  testClock,
  testEmail,
  testSettings,
} from "../helpers/temp-ledger.ts";

async function plan(ledger: Ledger, settings: Partial<SendSettings> = {}): Promise<number> {
  const now = ledger.clock.now();
  const issue = await seeIssue(ledger.db, { slug: "hello", path: "issues/hello.md", fileSendAt: null }, now);
  const { send } = await scheduleSend(ledger, {
    issue,
    email: testEmail(),
    assets: [],
    segment: null,
    dueAt: now,
    wallLocal: null,
    zone: "America/Lima",
    by: "file",
    fromFile: true,
    gitCommit: null,
    settings: testSettings(settings),
  });
  await stepSend(ledger.db, send.id, "scheduled", "planning", now);
  await planSend(ledger, send.id);
  return send.id;
}

for (const dialect of DIALECTS) {
  test(`a plan numbers batches of a hundred and freezes what the email reads (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 250);
    const id = await plan(ledger);
    const batches = await ledger.db
      .selectFrom("batches")
      .innerJoin("deliveries", "deliveries.batch_id", "batches.id")
      .select([
        "batches.n",
        (eb) => eb.fn.countAll<number>().as("size"),
        (eb) => eb.fn.max("position").as("last"),
      ])
      .where("batches.send_id", "=", id)
      .groupBy("batches.n")
      .orderBy("batches.n")
      .execute();
    expect(batches.map(({ n, size, last }) => [n, Number(size), last])).toEqual([
      [1, 100, 99],
      [2, 100, 99],
      [3, 50, 49],
    ]);
    const first = await ledger.db
      .selectFrom("deliveries")
      .selectAll()
      .orderBy("batch_id")
      .orderBy("position")
      .executeTakeFirstOrThrow();
    expect(first).toMatchObject({
      address: "reader1@readers.example",
      outcome: "planned",
      arrival: 0,
    });
    expect(JSON.parse(first.slot_values)).toEqual({ first_name: "Reader 1" });
  });

  test(`planning twice, or by two workers at once, plans once (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 30);
    const id = await plan(ledger);
    await Promise.all([planSend(ledger, id), planSend(ledger, id)]);
    const { n } = await ledger.db
      .selectFrom("deliveries")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(30);
  });

  test(`the ledger itself refuses to plan an issue for an address twice (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 1);
    await plan(ledger);
    const {
      id: _id,
      send_id: _,
      ...copy
    } = await ledger.db.selectFrom("deliveries").selectAll().executeTakeFirstOrThrow();
    const other = await ledger.db.selectFrom("sends").selectAll().executeTakeFirstOrThrow();
    const { id: __, ...columns } = {
      ...other,
      public_id: "other",
      kind: "test" as const,
      issue_id: null,
    };
    const second = await ledger.db
      .insertInto("sends")
      .values(columns)
      .returning("id")
      .executeTakeFirstOrThrow();
    await expect(
      ledger.db
        .insertInto("deliveries")
        .values({ ...copy, send_id: second.id })
        .execute(),
    ).rejects.toThrow(/unique/i);
  });

  test(`nine in the reader's own morning: batches by instant, in the order of the sun (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect, clock: testClock(Date.parse("2026-11-30T19:00:00Z")) });
    await addReaders(ledger, 6);
    const zones = [
      "Pacific/Kiritimati",
      "Asia/Kathmandu",
      "Europe/Madrid",
      "Europe/Madrid",
      null,
      "Pacific/Honolulu",
    ];
    for (const [index, timezone] of zones.entries()) {
      await ledger.db
        .updateTable("subscribers")
        .set({ timezone })
        .where("address", "=", `reader${index + 1}@readers.example`)
        .execute();
    }
    await plan(ledger, { local: { local: "2026-12-01T09:00", zone: "America/Lima" } });
    const rows = await ledger.db
      .selectFrom("deliveries")
      .innerJoin("batches", "batches.id", "deliveries.batch_id")
      .select(["deliveries.address", "batches.n", "batches.not_before"])
      .orderBy("batches.n")
      .orderBy("position")
      .execute();
    expect(
      rows.map(({ address, not_before: at, n }) => [
        n,
        address.replace("@readers.example", ""),
        new Date(at).toISOString(),
      ]),
    ).toEqual([
      [1, "reader1", "2026-11-30T19:00:00.000Z"],
      [2, "reader2", "2026-12-01T03:15:00.000Z"],
      [3, "reader3", "2026-12-01T08:00:00.000Z"],
      [3, "reader4", "2026-12-01T08:00:00.000Z"],
      [4, "reader5", "2026-12-01T14:00:00.000Z"],
      [5, "reader6", "2026-12-01T19:00:00.000Z"],
    ]);
  });

  test(`a first wave holds about its share and the editors; the rest waits (${dialect})`, async () => {
    const ledger = await tempLedger({ dialect });
    await addReaders(ledger, 2500);
    const editor = await ledger.db
      .selectFrom("subscribers")
      .selectAll()
      .where("id", "=", 1234)
      .executeTakeFirstOrThrow();
    await plan(ledger, {
      wave: { above: 2000, share: 0.02, minutes: 10, approve: false, editors: [editor.address_key] },
    });
    const rows = await ledger.db
      .selectFrom("deliveries")
      .innerJoin("batches", "batches.id", "deliveries.batch_id")
      .select(["batches.wave", "deliveries.outcome", "deliveries.address_key"])
      .execute();
    const first = rows.filter(({ wave }) => wave === 0);
    expect(first.length).toBeGreaterThan(20);
    expect(first.length).toBeLessThan(90);
    expect(first.map(({ address_key: key }) => key)).toContain(editor.address_key);
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(["planned"]));
    const [status] = await readStatus(ledger.db, "hello");
    expect(status?.waiting).toBe(2500 - first.length);
  });
}

for (const dialect of DIALECTS) {
  /** Hours from `start` at which each batch may leave, in their order. */
  const hoursFrom = async (ledger: Ledger, start: number) => {
    const rows = await ledger.db.selectFrom("batches").select("not_before").orderBy("n").execute();
    // Plus nothing, which makes of -0 what is expected.
    return rows.map(({ not_before: at }) => Math.round((at - start) / (HOUR / 10)) / 10 + 0);
  };
  /** The minute that runs, as readers of Greenwich have it on their walls. */
  const wallNow = (ledger: Ledger) => ({
    local: new Date(ledger.clock.now()).toISOString().slice(0, 16),
    zone: "UTC",
  });

  test(`a ramp spreads batches over days, and a send that stood still keeps it (${dialect})`, async () => {
    const clock = testClock();
    const ledger = await tempLedger({ clock, dialect });
    await addReaders(ledger, 450);
    const steps = [
      { perDay: 100, perHour: null },
      { perDay: 200, perHour: 50 },
    ];
    const start = ledger.clock.now();
    const id = await plan(ledger, { ramp: { steps, by: "person", recipients: 450 } });
    expect(await hoursFrom(ledger, start)).toEqual([0, 24, 26, 48, 50]);

    await pauseSend(ledger, "hello", "person", "A look.");
    clock.advance(5 * HOUR);
    await resumeSend(ledger, "hello");
    expect(await hoursFrom(ledger, start)).toEqual([5, 29, 31, 53, 55]);
    // Nothing ran for a while; half an hour is nothing to make good for.
    clock.advance(20 * 60_000);
    await startDue(ledger);
    expect(await hoursFrom(ledger, start)).toEqual([5, 29, 31, 53, 55]);
    clock.advance(4 * HOUR + 40 * 60_000);
    await startDue(ledger);
    expect(await hoursFrom(ledger, start)).toEqual([9.5, 33.5, 35.5, 57.5, 59.5]);
    expect((await sendById(ledger.db, id))?.state).toBe("submitting");
  });

  test(`a ramp to own mornings that stood still goes on on a morning (${dialect})`, async () => {
    const clock = testClock();
    const ledger = await tempLedger({ clock, dialect });
    await addReaders(ledger, 300);
    const steps = [{ perDay: 100, perHour: null }];
    const start = ledger.clock.now();
    await plan(ledger, { local: wallNow(ledger), ramp: { steps, by: "person", recipients: 300 } });
    await pauseSend(ledger, "hello", "person", "A look.");
    clock.advance(5 * HOUR);
    await resumeSend(ledger, "hello");
    expect(await hoursFrom(ledger, start)).toEqual([0, 24, 48]);
    await pauseSend(ledger, "hello", "person", "Another look.");
    clock.advance(12 * HOUR);
    await resumeSend(ledger, "hello");
    expect(await hoursFrom(ledger, start)).toEqual([24, 48, 72]);
  });

  test(`own mornings at a pace: only what is late is spread again (${dialect})`, async () => {
    const clock = testClock();
    const ledger = await tempLedger({ clock, dialect });
    await addReaders(ledger, 400);
    const west = ledger.db.updateTable("subscribers").set({ timezone: "Etc/GMT+10" });
    await west.where("id", ">", 300).execute();
    const start = ledger.clock.now();
    await plan(ledger, { local: wallNow(ledger), perHour: 100 });
    await pauseSend(ledger, "hello", "person", "A look.");
    clock.advance(5 * HOUR);
    await resumeSend(ledger, "hello");
    expect(await hoursFrom(ledger, start)).toEqual([5, 6, 7, 10]);
  });
}

const HOUR = 3_600_000;

test("the rest keeps its pace however long the first wave was looked at", async () => {
  const clock = testClock();
  const ledger = await tempLedger({ clock });
  await addReaders(ledger, 250);
  const wave = { above: 200, share: 0.3, minutes: 10, approve: true, editors: [] };
  const start = clock.now();
  const id = await plan(ledger, { wave, perHour: 100 });
  await ledger.db.updateTable("batches").set({ state: "submitted" }).where("wave", "=", 0).execute();
  await stepSend(ledger.db, id, "submitting", "paused", start, { reason: "wave" });
  clock.advance(5 * HOUR);
  await resumeSend(ledger, "hello");
  const rest = ledger.db.selectFrom("batches").select("not_before").where("wave", "=", 1).orderBy("n");
  const hours = (await rest.execute()).map(({ not_before: at }) => (at - start) / HOUR);
  expect(hours).toEqual([5, 6]);
});

test("mornings hours apart have no first wave to wait for; one morning has", async () => {
  const wave = { above: 200, share: 0.3, minutes: 10, approve: false, editors: [] };
  const local = { local: "2026-12-01T09:00", zone: "America/Lima" };
  const waiting = async (timezone: string | null) => {
    const ledger = await tempLedger({ clock: testClock(Date.parse("2026-11-30T19:00:00Z")) });
    await addReaders(ledger, 250);
    await ledger.db.updateTable("subscribers").set({ timezone }).where("id", ">", 100).execute();
    await plan(ledger, { local, wave });
    return (await readStatus(ledger.db, "hello"))[0]?.waiting;
  };
  expect(await waiting("Asia/Tokyo")).toBe(0);
  // Another name of the same time.
  expect(await waiting("America/Bogota")).toBeGreaterThan(100);
});

test("a ramp of the config that a send does not need leaves no trace in it", async () => {
  const ledger = await tempLedger({ clock: testClock() });
  await addReaders(ledger, 250);
  const steps = [{ perDay: 100, perHour: null }];
  const id = await plan(ledger, { ramp: { steps, by: "file" } });
  const rows = await ledger.db.selectFrom("batches").select("not_before").distinct().execute();
  expect(rows).toHaveLength(1);
  const { settings } = (await sendById(ledger.db, id)) ?? { settings: "{}" };
  expect((JSON.parse(settings) as SendSettings).ramp).toEqual({ steps: null, by: "file" });
});

test("with a pace, batches start no closer than it allows", async () => {
  const ledger = await tempLedger({ clock: testClock() });
  await addReaders(ledger, 250);
  await plan(ledger, { perHour: 1000 });
  const rows = await ledger.db.selectFrom("batches").select("not_before").orderBy("n").execute();
  const start = rows[0]?.not_before ?? 0;
  expect(rows.map(({ not_before: at }) => (at - start) / 60_000)).toEqual([0, 6, 12]);
});
