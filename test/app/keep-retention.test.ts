import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { keepRetention } from "#src/app/job/keep-retention.ts";
import { runJob } from "#src/app/job/run-job.ts";
import { tick } from "#src/app/job/tick.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { addressKey } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { countMissed } from "#src/send/send-again.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { waitingEvents } from "#src/store/events/events.ts";
import { saveEmail } from "#src/store/issues/emails.ts";
import { findSuppression } from "#src/store/readers/suppressions.ts";
import { insertPlanned } from "#src/store/sends/insert-planned.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { buildReport } from "#src/track/build-report.ts";
import { matchWaiting, takeEvent } from "#src/track/take-event.ts";
import { desk, issueText } from "../helpers/desk.ts";
import { DIALECTS, tempLedger, testClock, testEmail, testSettings } from "../helpers/temp-ledger.ts";
import { NOW, SUPPRESSION_KEY, bounce, click, eventOf, payloadOf, seedSend } from "../track/seed.ts";
import { newsletter } from "../web/helper.ts";

const keys = { suppressionKey: SUPPRESSION_KEY };
const { retention } = newsletter;

async function retain(
  ledger: Ledger,
  changes: Partial<typeof retention> = {},
): Promise<Record<string, unknown>> {
  const logged: Record<string, unknown>[] = [];
  const log = (_: string, facts: Record<string, unknown> = {}) => void logged.push(facts);
  const { signal } = new AbortController();
  await keepRetention({ ledger, config: keys, log }, { retention: { ...retention, ...changes } }, signal);
  return logged[0] ?? {};
}

const addressesOf = async (ledger: Ledger, sendId: number) =>
  (
    await ledger.db
      .selectFrom("deliveries")
      .select(["address", "slot_values"])
      .where("send_id", "=", sendId)
      .orderBy("id")
      .execute()
  ).map(({ address, slot_values: values }) => `${address} ${values}`);

/** A mail of a trigger to the first reader of a seeded send, accepted and over. */
async function triggerMail(ledger: Ledger, reader: { id: number; publicId: string; address: string }) {
  const { db } = ledger;
  const now = ledger.clock.now();
  await saveEmail(db, testEmail(), now);
  const send = await insertPlanned(
    db,
    {
      kind: "trigger",
      cause: `confirm:${reader.id}-${now}`,
      email_digest: testEmail().digest,
      list: "weekly",
      zone: "UTC",
      scheduled_by: "form",
      settings: testSettings(),
    },
    [
      {
        subscriber_id: reader.id,
        subscriber_public_id: reader.publicId,
        address: reader.address,
        address_key: addressKey(reader.address, SUPPRESSION_KEY),
        slot_values: "{}",
      },
    ],
    now,
  );
  await db
    .updateTable("batches")
    .set({ state: "submitted", accepted_at: now })
    .where("send_id", "=", send.id)
    .execute();
  await db
    .updateTable("deliveries")
    .set({ outcome: "submitted", provider_id: `id-trigger-${send.id}` })
    .where("send_id", "=", send.id)
    .execute();
  await stepSend(db, send.id, "submitting", "settling", now);
  await stepSend(db, send.id, "settling", "submitted", now, { finished_at: now });
  const delivery = await db
    .selectFrom("deliveries")
    .select(["id", "batch_id"])
    .where("send_id", "=", send.id)
    .executeTakeFirstOrThrow();
  const event = (id: string, type: string, more: object = {}) => {
    const tags = { lp_batch: `${ledger.database}_${delivery.batch_id}_1`, lp_delivery: String(delivery.id) };
    const data = { email_id: `id-trigger-${send.id}`, to: [reader.address], tags, ...more };
    const parsed = parseEvent(JSON.stringify({ type, created_at: new Date(now).toISOString(), data }), {
      id,
      receivedAt: now,
    });
    if (parsed === null) throw new Error("not an event");
    return parsed;
  };
  return { sendId: send.id, event };
}

for (const dialect of DIALECTS) {
  test(`the addresses of a send go 30 days after it was over, and everything that is known of it stays (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const seeded = await seedSend(ledger, {
      count: 5,
      excluded: 2,
      outcome: (index) => (index === 1 ? "refused" : "submitted"),
      providerIds: false,
    });
    await ledger.db.updateTable("deliveries").set({ slot_values: '{"first_name":"Ana"}' }).execute();
    await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.delivered", { at: NOW }), keys);
    await takeEvent(
      ledger,
      eventOf(ledger, seeded, 0, "email.clicked", {
        at: NOW + HOUR_MS,
        extra: click("https://example.org/a"),
      }),
      keys,
    );
    const { issue_id: issueId } = await ledger.db
      .selectFrom("sends")
      .select("issue_id")
      .executeTakeFirstOrThrow();
    const facts = async () => ({
      report: await buildReport(ledger, "hello"),
      again: await previewAudience(ledger.db, { issueId, list: "weekly", segment: null, now: clock.now() }),
      refused: await countMissed(ledger, "hello", "refused"),
      clicked: await readersIn(ledger, { kind: "clicked", withinMs: 60 * DAY_MS }),
      received: await readersIn(ledger, { kind: "received", slug: "hello" }),
    });
    const before = await facts();
    expect(before).toMatchObject({ refused: 1, clicked: 1, received: 4 });

    clock.advance(30 * DAY_MS);
    expect(await retain(ledger)).toEqual({});
    expect(await addressesOf(ledger, seeded.sendId)).toContain('reader-0@example.org {"first_name":"Ana"}');
    clock.advance(2000);
    await retain(ledger);
    expect(await addressesOf(ledger, seeded.sendId)).toEqual(Array(5).fill(" {}"));
    expect(await facts()).toEqual(before);
    expect(await retain(ledger)).toEqual({});

    const shown = await showSubscriber(ledger, "reader-0@example.org", keys);
    expect(shown?.sent).toMatchObject([{ issue: "hello", address: null, values: {}, outcome: "submitted" }]);
    // What comes late still counts, and is kept whole: its reader is not erased.
    const late = eventOf(ledger, seeded, 2, "email.complained", { at: clock.now() });
    expect(await takeEvent(ledger, late, keys)).toMatchObject({ result: "applied" });
    expect(
      await findSuppression(ledger.db, addressKey("reader-2@example.org", SUPPRESSION_KEY)),
    ).toMatchObject({
      reason: "complained",
    });
    const { payload } = await ledger.db
      .selectFrom("events")
      .select("payload")
      .where("provider_event_id", "=", late.id)
      .executeTakeFirstOrThrow();
    expect(payload).toBe(late.payload);
    // An erased reader's is not: an empty address alone no longer tells them apart.
    await eraseSubscriber(ledger, "reader-3@example.org", { ...keys, source: "test" });
    await takeEvent(ledger, eventOf(ledger, seeded, 3, "email.delivered", { at: clock.now() }), keys);
    const kept = await ledger.db.selectFrom("events").select("payload").execute();
    for (const row of kept) expect(row.payload).not.toContain("reader-3");
  });

  test(`nothing is emptied while a send is not over or its batch uncertain (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const { db } = ledger;
    const paused = await seedSend(ledger, { slug: "paused", count: 1, startedAt: NOW });
    await db
      .updateTable("sends")
      .set({ state: "paused", finished_at: null })
      .where("id", "=", paused.sendId)
      .execute();
    const doubtful = await seedSend(ledger, {
      slug: "doubtful",
      count: 2,
      outcome: () => "uncertain",
      providerIds: false,
    });
    await db.updateTable("sends").set({ state: "canceled" }).where("id", "=", doubtful.sendId).execute();
    await db.updateTable("batches").set({ state: "uncertain" }).where("id", "=", doubtful.batchId).execute();
    clock.advance(365 * DAY_MS);
    await retain(ledger);
    for (const { sendId } of [paused, doubtful])
      expect((await addressesOf(ledger, sendId))[0]).toBe("reader-0@example.org {}");
    // A person decides: the doubt is over, and with it the reason to keep them.
    await db
      .updateTable("deliveries")
      .set({ outcome: "refused", not_received: 1 })
      .where("send_id", "=", doubtful.sendId)
      .execute();
    await db.updateTable("batches").set({ state: "refused" }).where("id", "=", doubtful.batchId).execute();
    await retain(ledger);
    expect(await addressesOf(ledger, doubtful.sendId)).toEqual([" {}", " {}"]);
    expect(
      await countMissed({ ...ledger, db: await finish(ledger, doubtful.sendId) }, "doubtful", "refused"),
    ).toBe(2);
  });

  test(`what is killed between two steps is finished by the next pass (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const sends: number[] = [];
    for (let n = 0; n < 45; n += 1)
      sends.push((await seedSend(ledger, { slug: `issue-${n}`, count: 1 })).sendId);
    clock.advance(31 * DAY_MS);
    // As a process that is killed after its first step: triggers and other mail have none.
    let looks = 0;
    const killed = {
      get aborted() {
        return (looks += 1) > 3;
      },
    } as AbortSignal;
    await keepRetention({ ledger, config: keys, log: () => undefined }, { retention }, killed);
    const left = async () => {
      const all = await Promise.all(sends.map((id) => addressesOf(ledger, id)));
      return all.flat().filter((address) => address !== " {}").length;
    };
    expect(await left()).toBe(35);
    await retain(ledger);
    expect(await left()).toBe(0);
    expect(
      await ledger.db.selectFrom("sends").select("id").where("emptied_at", "is", null).execute(),
    ).toEqual([]);
  });

  test(`payloads are reduced after 90 days, and no report and no judgement changes (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const seeded = await seedSend(ledger, { count: 4 });
    const own = "https://news.example.org/u/v1.k1.abc.def";
    const story: [number, string, number, object][] = [
      [0, "email.delivered", 0, {}],
      [0, "email.clicked", HOUR_MS, click("https://example.org/a")],
      [0, "email.clicked", 2 * HOUR_MS, click(own)],
      [1, "email.delivered", 0, {}],
      [1, "email.clicked", HOUR_MS, click("https://example.org/a", "curl/8.0")],
      [1, "email.opened", HOUR_MS, {}],
      [2, "email.bounced", 0, bounce("Permanent")],
      [3, "email.bounced", 0, bounce("Transient")],
    ];
    for (const [index, name, after, extra] of story)
      await takeEvent(ledger, eventOf(ledger, seeded, index, name, { at: NOW + after, extra }), keys);
    const before = await buildReport(ledger, "hello");
    expect(before.clicks).toMatchObject({ human: 2, machine: 1 });

    clock.advance(90 * DAY_MS - 1);
    await retain(ledger);
    expect(
      await ledger.db.selectFrom("events").select("id").where("scrubbed_at", "is not", null).execute(),
    ).toEqual([]);
    clock.advance(1);
    await retain(ledger);
    const rows = await ledger.db
      .selectFrom("events")
      .select(["payload", "scrubbed_at"])
      .orderBy("id")
      .execute();
    expect(rows.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([
      {},
      { type: "email.clicked", data: { click: { link: "https://example.org/a" } } },
      { type: "email.clicked", data: { click: { link: "https://news.example.org/u/…" } } },
      {},
      { type: "email.clicked", data: { click: { link: "https://example.org/a" } } },
      {},
      { type: "email.bounced", data: { bounce: { type: "permanent", subType: "General" } } },
      { type: "email.bounced", data: { bounce: { type: "transient", subType: "General" } } },
    ]);
    expect(rows.every(({ scrubbed_at: at }) => at !== null)).toBe(true);
    expect(await buildReport(ledger, "hello")).toEqual(before);
    // A late click is judged, and with it nobody's who can no longer be known.
    const late = eventOf(ledger, seeded, 0, "email.clicked", {
      at: clock.now(),
      extra: click("https://example.org/b"),
    });
    await takeEvent(ledger, late, keys);
    expect((await buildReport(ledger, "hello")).clicks).toMatchObject({ human: 3, machine: 1 });
    const shown = await showSubscriber(ledger, "reader-2@example.org", keys);
    expect(shown?.events).toEqual([
      {
        type: "email.bounced",
        created_at: new Date(NOW).toISOString(),
        data: { bounce: { type: "permanent", subType: "General" } },
      },
    ]);
    expect(await retain(ledger, { payload_days: false, address_days: false })).toEqual({});
  });

  test(`what Resend says of its own suppressions is reduced and still undoes what came before it (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const suppression = (id: string, type: string, at: number) => {
      const event = parseEvent(
        JSON.stringify({ type, created_at: new Date(at).toISOString(), data: { email: "a@example.org" } }),
        { id, receivedAt: at },
      );
      if (event === null) throw new Error("not an event");
      return takeEvent(ledger, event, keys);
    };
    await suppression("1", "suppression.removed", NOW + 2000);
    // As a ledger holds it that was written before the key was kept beside the payload.
    await ledger.db.updateTable("events").set({ address_key: null }).execute();
    clock.advance(100 * DAY_MS);
    await retain(ledger);
    const rows = await ledger.db.selectFrom("events").select(["name", "payload", "address_key"]).execute();
    expect(rows).toEqual([
      {
        name: "suppression.removed",
        payload: "{}",
        address_key: addressKey("a@example.org", SUPPRESSION_KEY),
      },
    ]);
    await suppression("2", "suppression.added", NOW + 1000);
    expect(await findSuppression(ledger.db, addressKey("a@example.org", SUPPRESSION_KEY))).toBeUndefined();
    await suppression("3", "suppression.added", NOW + 3000);
    expect(await findSuppression(ledger.db, addressKey("a@example.org", SUPPRESSION_KEY))).toMatchObject({
      reason: "suppressed",
    });
  });

  test(`events of other mail go after 72 hours and are not looked at until then (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const seeded = await seedSend(ledger, { count: 2 });
    const other = (id: string, to: string, data: object = {}) => {
      const event = parseEvent(
        JSON.stringify({ type: "email.delivered", data: { email_id: `other-${id}`, to: [to], ...data } }),
        { id, receivedAt: NOW },
      );
      if (event === null) throw new Error("not an event");
      return takeEvent(ledger, event, keys);
    };
    // To a stranger, to a reader of ours, and of another ledger's newsletter.
    expect(await other("1", "stranger@example.org")).toMatchObject({ result: "ignored" });
    expect(await other("2", "reader-0@example.org")).toMatchObject({ result: "ignored" });
    expect(
      await other("3", "reader-0@example.org", { tags: { lp_batch: "another_1_1", lp_delivery: "1" } }),
    ).toMatchObject({ result: "ignored" });
    await takeEvent(ledger, eventOf(ledger, seeded, 1, "email.delivered"), keys);
    // One that waits for the answer to a batch, which never brings its id.
    await ledger.db
      .updateTable("deliveries")
      .set({ provider_id: null, outcome: "uncertain" })
      .where("id", "=", seeded.deliveries[0]?.id ?? 0)
      .execute();
    expect(await other("4", "reader-0@example.org")).toMatchObject({ result: "waiting" });
    // And one of an older Letterpress, to which every event without a delivery waited.
    await ledger.db.updateTable("events").set({ state: 0 }).where("provider_event_id", "=", "1").execute();
    expect(await matchWaiting(ledger)).toBe(0);
    expect((await waitingEvents(ledger, 0, 10)).map((event) => event.provider_event_id)).toEqual(["4"]);
    // Of ours, to a delivery that this ledger does not have: a backup was restored.
    const lost = payloadOf(ledger, seeded, 0, "email.delivered").replace(
      /"lp_delivery":"\d+"/,
      '"lp_delivery":"987654"',
    );
    const event = parseEvent(lost, { id: "lost", receivedAt: NOW });
    if (event === null) throw new Error("not an event");
    await ledger.db.updateTable("subscribers").set({ paused_until: null }).execute();
    await takeEvent(ledger, { ...event, providerId: "id-lost" }, keys);

    clock.advance(72 * HOUR_MS - 1);
    await retain(ledger);
    const ids = async () =>
      (await ledger.db.selectFrom("events").select("provider_event_id as id").orderBy("id").execute()).map(
        ({ id }) => id,
      );
    expect(await ids()).toHaveLength(6);
    clock.advance(1);
    await retain(ledger);
    expect((await ids()).filter((id) => id !== "lost")).toHaveLength(1);
    expect(await ids()).toContain("lost");
    expect(await retain(ledger)).toEqual({});
  });

  test(`the mail of a trigger goes after 30 days; a complaint about it still suppresses its reader (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const seeded = await seedSend(ledger, { count: 3 });
    const readers = seeded.deliveries.map(({ subscriberId: id, ...reader }) => ({ ...reader, id }));
    const [first, second, third] = readers as [(typeof readers)[0], (typeof readers)[0], (typeof readers)[0]];
    const mail = await triggerMail(ledger, first);
    const bounced = await triggerMail(ledger, second);
    await takeEvent(ledger, mail.event("t1", "email.delivered"), keys);
    clock.advance(10 * DAY_MS);
    const young = await triggerMail(ledger, third);
    clock.advance(20 * DAY_MS);
    expect(await retain(ledger, { address_days: false })).toEqual({ triggers: 2 });
    const sends = async () =>
      (await ledger.db.selectFrom("sends").select("id").orderBy("id").execute()).map(({ id }) => id);
    expect(await sends()).toEqual([seeded.sendId, young.sendId]);
    const { n } = await ledger.db
      .selectFrom("events")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(0);
    expect((await buildReport(ledger, "hello")).sends[0]).toMatchObject({ balanced: true, recipients: 3 });

    expect(
      await takeEvent(ledger, mail.event("t2", "email.clicked", click("https://example.org/a")), keys),
    ).toEqual({ result: "ignored", sendId: null });
    expect(await takeEvent(ledger, mail.event("t3", "email.complained"), keys)).toEqual({
      result: "applied",
      sendId: null,
    });
    await takeEvent(ledger, bounced.event("t4", "email.bounced", bounce("Transient")), keys);
    expect(await findSuppression(ledger.db, addressKey(second.address, SUPPRESSION_KEY))).toBeUndefined();
    await takeEvent(ledger, bounced.event("t5", "email.bounced", bounce("Permanent")), keys);
    expect(await findSuppression(ledger.db, addressKey(first.address, SUPPRESSION_KEY))).toMatchObject({
      reason: "complained",
    });
    expect(await findSuppression(ledger.db, addressKey(second.address, SUPPRESSION_KEY))).toMatchObject({
      reason: "bounced",
    });
    const members = await ledger.db
      .selectFrom("list_members")
      .select(["subscriber_id", "state"])
      .orderBy("subscriber_id")
      .execute();
    expect(members.map(({ state }) => state)).toEqual(["unsubscribed", "active", "active"]);
    const acts = await ledger.db
      .selectFrom("consents")
      .select(["act", "subscriber_id"])
      .orderBy("id")
      .execute();
    expect(acts).toEqual([
      { act: "complained", subscriber_id: first.id },
      { act: "bounced", subscriber_id: second.id },
    ]);
    // With our tags it is ours: reduced in time, never dropped.
    clock.advance(4 * DAY_MS);
    await retain(ledger);
    const left = await ledger.db
      .selectFrom("events")
      .select("provider_event_id as id")
      .orderBy("id")
      .execute();
    expect(left.map(({ id }) => id).toSorted()).toEqual(["t2", "t3", "t4", "t5"]);
  });

  test(`a mail of a trigger whose fate is not known stays (${dialect})`, async () => {
    const clock = testClock(NOW);
    const ledger = { ...(await tempLedger({ dialect })), clock };
    const seeded = await seedSend(ledger, { count: 1 });
    const [reader] = seeded.deliveries;
    if (reader === undefined) throw new Error("no reader");
    const mail = await triggerMail(ledger, { ...reader, id: reader.subscriberId });
    await ledger.db
      .updateTable("batches")
      .set({ state: "uncertain" })
      .where("send_id", "=", mail.sendId)
      .execute();
    clock.advance(400 * DAY_MS);
    await retain(ledger);
    expect(
      await ledger.db.selectFrom("sends").select("id").where("id", "=", mail.sendId).execute(),
    ).toHaveLength(1);
    expect((await addressesOf(ledger, mail.sendId))[0]).toContain("reader-0@example.org");
  });
}

test("a tick and the job of serve keep it, as the config says, or as it last said where it cannot be read", async () => {
  const { app, clock, root } = await desk(issueText({ draft: "true" }), { retention: { address_days: 60 } });
  const { signal } = new AbortController();
  const seed = (slug: string) => seedSend(app.ledger, { slug, count: 1, startedAt: clock.now() });
  const { sendId } = await seed("first");
  clock.advance(59 * DAY_MS);
  await tick(app, signal);
  expect(await addressesOf(app.ledger, sendId)).toEqual(["reader-0@example.org {}"]);
  await writeFile(join(root, "newsletter.config.ts"), "export default {");
  clock.advance(2 * DAY_MS);
  await tick(app, signal);
  expect(await addressesOf(app.ledger, sendId)).toEqual([" {}"]);

  const second = await seed("second");
  clock.advance(61 * DAY_MS);
  const stop = new AbortController();
  const job = runJob(app, { signal: stop.signal, pattern: "0 0 1 1 *", onError: () => undefined });
  await expect.poll(() => addressesOf(app.ledger, second.sendId)).toEqual([" {}"]);
  stop.abort();
  await job;
});

/** How many readers are in a segment now. */
async function readersIn(ledger: Ledger, segment: Parameters<typeof segmentWhere>[0]): Promise<number> {
  const where = segmentWhere(segment, ledger.dialect, ledger.clock.now());
  const { rows } = await sql<{ n: number }>`select count(*) as n from subscribers s where ${where}`.execute(
    ledger.db,
  );
  return Number(rows[0]?.n);
}

/** A canceled send of which nothing is in doubt, as if it had come to its end. */
async function finish(ledger: Ledger, sendId: number): Promise<Ledger["db"]> {
  await ledger.db
    .updateTable("sends")
    .set({ state: "submitted_with_failures" })
    .where("id", "=", sendId)
    .execute();
  return ledger.db;
}
