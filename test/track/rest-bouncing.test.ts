import { expect, test } from "vitest";
import { liftAddress } from "#src/audience/lift-address.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { readersByZone } from "#src/store/audience/readers-by-zone.ts";
import { withdrawLeavers } from "#src/store/sends/deliveries.ts";
import { restBouncing } from "#src/track/rest-bouncing.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { newsletter } from "../web/helper.ts";
import {
  NOW,
  SUPPRESSION_KEY,
  type TestLedger,
  bounce,
  click,
  eventOf,
  seedSend,
  testLedger,
} from "./seed.ts";

const keys = { suppressionKey: SUPPRESSION_KEY };
const { bounces } = newsletter;
const ADDRESS = "reader-0@example.org";

type Word = "bounced" | "delivered" | "absent" | "clicked" | "nothing";

/** An issue on day `day`, and what came back of it for the first of two readers; the other one always receives it. */
async function issue(at: TestLedger, day: number, word: Word): Promise<(late: Word) => Promise<void>> {
  const { ledger, clock } = at;
  const startedAt = NOW + day * DAY_MS;
  clock.set(startedAt);
  const seeded = await seedSend(ledger, { slug: `day-${day}-${word}`, count: 2, startedAt });
  const take = (index: number, name: string, extra = {}) =>
    takeEvent(ledger, eventOf(ledger, seeded, index, name, { at: clock.now(), extra }), keys);
  const say = async (what: Word) => {
    if (what === "bounced" || what === "absent") await take(0, "email.bounced", bounce("Transient"));
    if (what === "delivered" || what === "absent") await take(0, "email.delivered");
    if (what === "clicked") {
      await take(0, "email.bounced", bounce("Transient"));
      await take(0, "email.clicked", click("https://example.org/a"));
    }
  };
  await say(word);
  await take(1, "email.delivered");
  return say;
}

/** Why the first reader would be left out of an issue now; null where they would get it. */
async function leftOut({ ledger, clock }: TestLedger): Promise<string | null> {
  const audience = { issueId: null, list: "weekly", segment: null, now: clock.now() };
  const { exclusions } = await previewAudience(ledger.db, audience);
  return Object.keys(exclusions)[0] ?? null;
}

const judge = ({ ledger }: TestLedger) => restBouncing(ledger, bounces);

test("rests an address after three bounces in a row over two weeks, tries it once, and suppresses it", async () => {
  await using at = await testLedger();
  await issue(at, 0, "bounced");
  await issue(at, 7, "bounced");
  expect(await judge(at)).toMatchObject({ resting: 0 });
  expect(await leftOut(at)).toBe(null);
  await issue(at, 14, "bounced");
  expect(await judge(at)).toEqual({ resting: 1, back: 0, suppressed: 0 });
  expect(await leftOut(at)).toBe("resting");
  // A send in the readers' own mornings counts the other one alone.
  const readers = () => readersByZone(at.ledger.db, "weekly", at.clock.now());
  expect(await readers()).toEqual([{ timezone: null, readers: 1 }]);
  at.clock.set(NOW + 43 * DAY_MS);
  expect(await leftOut(at)).toBe("resting");
  at.clock.set(NOW + 44 * DAY_MS);
  expect(await leftOut(at)).toBe(null);
  await issue(at, 49, "bounced");
  expect(await judge(at)).toEqual({ resting: 0, back: 0, suppressed: 1 });
  expect(await leftOut(at)).toBe("suppressed");
  const rows = await at.ledger.db.selectFrom("suppressions").select("reason").execute();
  expect(rows).toEqual([{ reason: "bounced_repeatedly" }]);
  expect(await judge(at)).toEqual({ resting: 0, back: 0, suppressed: 0 });
});

test("an address that receives its try is as good as any other, and three more bounces are needed", async () => {
  await using at = await testLedger();
  for (const day of [0, 7, 14]) await issue(at, day, "bounced");
  await judge(at);
  await issue(at, 49, "delivered");
  expect(await judge(at)).toMatchObject({ back: 1, suppressed: 0 });
  for (const day of [56, 63]) await issue(at, day, "bounced");
  expect(await judge(at)).toMatchObject({ resting: 0, suppressed: 0 });
  expect(await leftOut(at)).toBe(null);
  await issue(at, 70, "bounced");
  expect(await judge(at)).toMatchObject({ resting: 1 });
});

test("an issue of every day, and one of every week that leaves a little earlier each time, rest an address after two weeks", async () => {
  for (const [days, step] of [
    [14, 1],
    [14, 3.5],
    [13.96, 6.98],
  ] as const) {
    await using at = await testLedger();
    for (let day = 0; day < days - 0.5; day += step) await issue(at, day, "bounced");
    expect(await judge(at)).toMatchObject({ resting: 0 });
    await issue(at, days, "bounced");
    expect(await judge(at)).toMatchObject({ resting: 1 });
  }
});

test("bounces of every day are no longer in a row once one issue was delivered", async () => {
  await using at = await testLedger();
  for (let day = 0; day <= 16; day += 1) await issue(at, day, day === 3 ? "delivered" : "bounced");
  expect(await judge(at)).toMatchObject({ resting: 0 });
  await issue(at, 18, "bounced");
  expect(await judge(at)).toMatchObject({ resting: 1 });
});

test("a reader whose rest is over gets one issue, and no other until something is heard of it, or some days have passed", async () => {
  for (const late of ["delivered", "nothing"] as const) {
    await using at = await testLedger();
    for (const day of [0, 7, 14]) await issue(at, day, "bounced");
    await judge(at);
    at.clock.set(NOW + 44 * DAY_MS);
    expect(await leftOut(at)).toBe(null);
    const say = await issue(at, 45, "nothing");
    at.clock.set(NOW + 46 * DAY_MS);
    expect(await judge(at)).toMatchObject({ back: 0, suppressed: 0 });
    expect(await leftOut(at)).toBe("resting");
    if (late === "nothing") at.clock.set(NOW + 51 * DAY_MS);
    await say(late);
    expect(await leftOut(at)).toBe(null);
    expect(await judge(at)).toMatchObject({ back: late === "nothing" ? 0 : 1 });
  }
});

test("what is heard late of an issue that had bounced ends the rest", async () => {
  for (const late of ["delivered", "clicked"] as const) {
    await using at = await testLedger();
    for (const day of [0, 7]) await issue(at, day, "bounced");
    const say = await issue(at, 14, "bounced");
    expect(await judge(at)).toMatchObject({ resting: 1 });
    at.clock.set(NOW + 16 * DAY_MS);
    await say(late);
    expect(await judge(at)).toEqual({ resting: 0, back: 1, suppressed: 0 });
    expect(await leftOut(at)).toBe(null);
  }
});

test.each<[string, [number, Word][]]>([
  [
    "within two weeks",
    [
      [0, "bounced"],
      [5, "bounced"],
      [10, "bounced"],
    ],
  ],
  [
    "with an issue delivered between them",
    [
      [0, "bounced"],
      [7, "bounced"],
      [14, "delivered"],
      [21, "bounced"],
    ],
  ],
  [
    "with a click",
    [
      [0, "bounced"],
      [7, "clicked"],
      [14, "bounced"],
    ],
  ],
  [
    "that are absence notes",
    [
      [0, "absent"],
      [7, "absent"],
      [14, "absent"],
    ],
  ],
  [
    "with an issue of which nothing is known",
    [
      [0, "bounced"],
      [7, "nothing"],
      [14, "bounced"],
    ],
  ],
])("three bounces %s rest nobody", async (_name, history) => {
  await using at = await testLedger();
  for (const [day, word] of history) {
    await issue(at, day, word);
    await judge(at);
  }
  expect(await leftOut(at)).toBe(null);
});

test("a bounce that comes late is judged with those that came before it", async () => {
  await using at = await testLedger();
  for (const day of [0, 7, 14]) await issue(at, day, "bounced");
  await issue(at, 15, "nothing");
  expect(await judge(at)).toMatchObject({ resting: 1 });
});

test("a person lifts a rest or a suppression, and earlier bounces no longer count", async () => {
  await using at = await testLedger();
  for (const day of [0, 7, 14]) await issue(at, day, "bounced");
  await judge(at);
  expect(await liftAddress(at.ledger, ADDRESS, keys)).toEqual({ result: "rested", reason: null });
  expect(await leftOut(at)).toBe(null);
  await issue(at, 21, "bounced");
  expect(await judge(at)).toMatchObject({ resting: 0 });
  for (const day of [28, 35]) await issue(at, day, "bounced");
  await judge(at);
  await issue(at, 70, "bounced");
  expect(await judge(at)).toMatchObject({ suppressed: 1 });
  expect(await liftAddress(at.ledger, ADDRESS, keys)).toEqual({
    result: "lifted",
    reason: "bounced_repeatedly",
  });
  await issue(at, 77, "bounced");
  await judge(at);
  expect(await leftOut(at)).toBe(null);
});

test("a reader whose rest begins between plan and post is not mailed", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  for (const day of [0, 7, 14]) await issue(at, day, "bounced");
  const planned = await seedSend(ledger, { slug: "planned", count: 2, outcome: () => "planned" });
  await judge(at);
  const send = { list: "weekly", kind: "issue", cause: null } as const;
  expect(await withdrawLeavers(ledger.db, planned.batchId, send, at.clock.now())).toBe(1);
  const rows = await ledger.db
    .selectFrom("deliveries")
    .select(["address", "reason"])
    .where("outcome", "=", "withdrawn")
    .execute();
  expect(rows).toEqual([{ address: ADDRESS, reason: "resting" }]);
});
