import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { addressKey } from "#src/model/ids.ts";
import type { DeliveryEvent } from "#src/model/event.ts";
import { ARRIVALS } from "#src/model/states.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { matchWaiting, takeEvent } from "#src/track/take-event.ts";
import { NOW, SUPPRESSION_KEY, bounce, click, eventOf, payloadOf, seedSend, testLedger } from "./seed.ts";

const keys = { suppressionKey: SUPPRESSION_KEY };

async function arrivals(ledger: Ledger): Promise<(string | null)[]> {
  const rows = await ledger.db.selectFrom("deliveries").select("arrival").orderBy("id").execute();
  return rows.map(({ arrival }) => ARRIVALS[arrival - 1] ?? null);
}

const suppressions = (ledger: Ledger) =>
  ledger.db
    .selectFrom("suppressions")
    .select(["address_key", "reason", "at"])
    .orderBy("address_key")
    .execute();
const keyOf = (address: string) => addressKey(address, SUPPRESSION_KEY);

test("raises an arrival and never lowers it", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 3 });
  const take = (index: number, name: string, extra = {}) =>
    takeEvent(ledger, eventOf(ledger, seeded, index, name, { extra }), keys);
  expect(await take(0, "email.delivered")).toEqual({ result: "applied", sendId: seeded.sendId });
  await take(0, "email.delivery_delayed");
  await take(1, "email.complained");
  await take(1, "email.delivered");
  await take(2, "email.failed", { failed: { reason: "reached_daily_quota" } });
  expect(await arrivals(ledger)).toEqual(["delivered", "complained", "dropped"]);
});

test("takes a permanent bounce as the end of an address, a transient one as a delay", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 3 });
  for (const [index, type] of (["Permanent", "Transient", "Undetermined"] as const).entries()) {
    await takeEvent(ledger, eventOf(ledger, seeded, index, "email.bounced", { extra: bounce(type) }), keys);
  }
  expect(await arrivals(ledger)).toEqual(["bounced", "delayed", "bounced"]);
  expect(await suppressions(ledger)).toEqual([
    { address_key: keyOf("reader-0@example.org"), reason: "bounced", at: NOW },
  ]);
  expect(await ledger.db.selectFrom("consents").select(["act", "subscriber_id"]).execute()).toEqual([
    { act: "bounced", subscriber_id: seeded.deliveries[0]?.subscriberId },
  ]);
});

test("takes a reader who complains off every list and never mails them again", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 2 });
  const [complainer] = seeded.deliveries;
  await ledger.db
    .insertInto("list_members")
    .values({ list: "other", subscriber_id: complainer?.subscriberId ?? 0, state: "pending", at: NOW })
    .execute();
  await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.bounced", { extra: bounce("Permanent") }), keys);
  await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.complained"), keys);
  await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.suppressed"), keys);
  const states = await ledger.db
    .selectFrom("list_members")
    .select(["list", "state"])
    .where("subscriber_id", "=", complainer?.subscriberId ?? 0)
    .orderBy("list")
    .execute();
  expect(states).toEqual([
    { list: "other", state: "unsubscribed" },
    { list: "weekly", state: "unsubscribed" },
  ]);
  expect(await suppressions(ledger)).toMatchObject([{ reason: "complained" }]);
});

test("takes the same event once, however often it comes", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 1 });
  const event = eventOf(ledger, seeded, 0, "email.complained");
  const results = await Promise.all(Array.from({ length: 5 }, () => takeEvent(ledger, event, keys)));
  expect(results.map(({ result }) => result).toSorted()).toEqual([
    "applied",
    ...Array<string>(4).fill("repeated"),
  ]);
  expect(await ledger.db.selectFrom("consents").selectAll().execute()).toHaveLength(1);
});

test("fills in the id of a delivery whose answer was lost, and leaves its outcome alone", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 2, providerIds: false, outcome: () => "uncertain" });
  await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.sent"), keys);
  const rows = await ledger.db
    .selectFrom("deliveries")
    .select(["provider_id", "outcome"])
    .orderBy("id")
    .execute();
  expect(rows).toEqual([
    { provider_id: "id-hello-0", outcome: "uncertain" },
    { provider_id: null, outcome: "uncertain" },
  ]);
});

test("lets an event without tags wait for its delivery's id", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 1, providerIds: false });
  const event = eventOf(ledger, seeded, 0, "email.bounced", { extra: bounce("Permanent"), tagged: false });
  expect(await takeEvent(ledger, event, keys)).toMatchObject({ result: "waiting" });
  expect(await matchWaiting(ledger)).toBe(0);
  await ledger.db.updateTable("deliveries").set({ provider_id: "id-hello-0" }).execute();
  expect(await matchWaiting(ledger)).toBe(1);
  expect(await matchWaiting(ledger)).toBe(0);
  expect(await arrivals(ledger)).toEqual(["bounced"]);
  expect(await suppressions(ledger)).toHaveLength(1);
  expect(await takeEvent(ledger, event, keys)).toMatchObject({ result: "repeated" });
});

test("ignores what another ledger or another program sent, even under the number of one of our deliveries", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 1 });
  const foreign = JSON.parse(payloadOf(ledger, seeded, 0, "email.complained")) as {
    data: { email_id: string; tags: Record<string, string> };
  };
  foreign.data.email_id = "of somebody else";
  foreign.data.tags["lp_batch"] = "another_ledger_1_1";
  const event = parseEvent(JSON.stringify(foreign), { id: "msg_foreign", receivedAt: NOW });
  expect(await takeEvent(ledger, event as DeliveryEvent, keys)).toEqual({ result: "ignored", sendId: null });
  const contact = parseEvent('{"type":"contact.created","data":{"email":"x@example.org"}}', {
    id: "msg_contact",
    receivedAt: NOW,
  });
  expect(await takeEvent(ledger, contact as DeliveryEvent, keys)).toMatchObject({ result: "ignored" });
  expect(await arrivals(ledger)).toEqual([null]);
  expect(await suppressions(ledger)).toEqual([]);
});

test("mirrors Resend's suppressions in whatever order they come, and lifts only what was mirrored", async () => {
  const suppression = (id: string, name: string, email: string, minute: number) =>
    parseEvent(
      JSON.stringify({
        type: name,
        created_at: new Date(NOW + minute * 60_000).toISOString(),
        data: { email },
      }),
      { id, receivedAt: NOW },
    ) as DeliveryEvent;
  const events = [
    suppression("1", "suppression.added", "a@example.org", 1),
    suppression("2", "suppression.removed", "A@example.org", 2),
    suppression("3", "suppression.added", "a@example.org", 3),
    suppression("4", "suppression.added", "b@example.org", 1),
    suppression("5", "suppression.removed", "b@example.org", 2),
    suppression("6", "suppression.removed", "reader-0@example.org", 9),
    suppression("7", "suppression.added", "c@example.org", 1),
    suppression("8", "suppression.removed", "c@example.org", 2),
  ];
  for (const order of [
    [0, 1, 2, 3, 4, 5],
    [5, 4, 3, 2, 1, 0],
    [2, 4, 0, 5, 3, 1],
    [1, 0, 2, 3, 5, 4],
    [0, 2, 1, 3, 4, 5],
  ]) {
    await using at = await testLedger();
    const { ledger } = at;
    const seeded = await seedSend(ledger, { count: 1 });
    await takeEvent(
      ledger,
      eventOf(ledger, seeded, 0, "email.bounced", { extra: bounce("Permanent") }),
      keys,
    );
    // A person's word, which Resend neither takes over nor takes back.
    await ledger.db
      .insertInto("suppressions")
      .values({ address_key: keyOf("c@example.org"), reason: "manual", at: NOW, source: "cli:ana" })
      .execute();
    for (const index of [...order, 6, 7]) await takeEvent(ledger, events[index] as DeliveryEvent, keys);
    expect(await suppressions(ledger)).toEqual(
      [
        { address_key: keyOf("a@example.org"), reason: "suppressed", at: NOW + 3 * 60_000 },
        { address_key: keyOf("reader-0@example.org"), reason: "bounced", at: NOW },
        { address_key: keyOf("c@example.org"), reason: "manual", at: NOW },
      ].toSorted((x, y) => (x.address_key < y.address_key ? -1 : 1)),
    );
  }
});

/** Everything that events change, less the ids of their rows. */
async function stateOf(ledger: Ledger): Promise<unknown> {
  const { db } = ledger;
  return {
    deliveries: await db
      .selectFrom("deliveries")
      .select(["id", "arrival", "arrival_at", "provider_id", "outcome"])
      .orderBy("id")
      .execute(),
    suppressions: await suppressions(ledger),
    members: await db
      .selectFrom("list_members")
      .select(["list", "subscriber_id", "state"])
      .orderBy("subscriber_id")
      .execute(),
    consents: await db
      .selectFrom("consents")
      .select(["act", "address_key", "at"])
      .orderBy("address_key")
      .orderBy("act")
      .orderBy("at")
      .execute(),
    events: await db
      .selectFrom("events")
      .select(["provider_event_id", "state", "delivery_id", "kind"])
      .orderBy("provider_event_id")
      .execute(),
  };
}

test("ends in the same state whatever the order of events, and however often each comes", async () => {
  const states: unknown[] = [];
  for (const seed of [0, 1, 2]) {
    await using at = await testLedger();
    const { ledger } = at;
    const seeded = await seedSend(ledger, { count: 100, providerIds: false });
    let events: DeliveryEvent[] = [];
    for (let index = 0; index < 100; index += 1) {
      const story: [string, object][] = [
        ["email.sent", {}],
        ["email.delivery_delayed", {}],
      ];
      if (index % 10 === 0) story.push(["email.bounced", bounce("Transient")]);
      if (index % 9 === 0) {
        story.push(["email.bounced", bounce("Permanent")], ["email.bounced", bounce("Permanent")]);
      } else story.push(["email.delivered", {}], ["email.delivered", {}]);
      if (index % 7 === 0) story.push(["email.complained", {}]);
      if (index % 5 === 0) story.push(["email.clicked", click("https://example.org/a")]);
      if (index % 11 === 0)
        story.push(["email.suppressed", { suppressed: { message: "no", type: "Suppressed" } }]);
      for (const [step, [name, extra]] of story.entries()) {
        const payload = payloadOf(ledger, seeded, index, name, {
          at: NOW + step * 1000,
          extra,
          tagged: index % 4 !== 0 || step === 0,
        });
        const event = parseEvent(payload.replaceAll(ledger.database, "DB"), {
          id: `${index}-${step}`,
          receivedAt: NOW,
        });
        events.push({
          ...(event as DeliveryEvent),
          batch: event?.batch?.replace("DB", ledger.database) ?? null,
        });
      }
    }
    if (seed > 0) events = shuffle([...events, ...events], seed);
    for (const [count, event] of events.entries()) {
      await takeEvent(ledger, event, keys);
      if (count % 50 === 0) await matchWaiting(ledger);
    }
    await matchWaiting(ledger);
    states.push(await stateOf(ledger));
  }
  expect(states[1]).toEqual(states[0]);
  expect(states[2]).toEqual(states[0]);
});

function shuffle<T>(items: T[], seed: number): T[] {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

test("has an event on disk for every other process once it has answered", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 1 });
  await takeEvent(ledger, eventOf(ledger, seeded, 0, "email.delivered"), keys);
  const script = `const D = require("better-sqlite3"); console.log(new D(process.argv[1], { readonly: true }).prepare("select count(*) n from events").get().n)`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, `${at.root}/test.db`]);
  expect(stdout.trim()).toBe("1");
});
