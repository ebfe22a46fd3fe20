import { expect, test } from "vitest";
import type { Ledger } from "#src/store/database/ledger.ts";
import { compareReport } from "#src/track/build-report.ts";
import { readCurve } from "#src/track/read-curve.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { NOW, SUPPRESSION_KEY, type Seeded, click, eventOf, seedSend, testLedger } from "./seed.ts";

const take = (ledger: Ledger, seeded: Seeded, index: number, name: string, at: number, extra = {}) =>
  takeEvent(ledger, eventOf(ledger, seeded, index, name, { extra, at }), { suppressionKey: SUPPRESSION_KEY });
const MINUTE = 60_000;

test("tells when mail arrived and was clicked, with people and machines apart and every step in between", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 4 });
  expect(await readCurve(ledger, "hello")).toEqual({ stepMs: MINUTE, points: [] });
  await take(ledger, seeded, 0, "email.delivered", NOW + 10_000);
  await take(ledger, seeded, 1, "email.delivered", NOW + 50_000);
  await take(ledger, seeded, 2, "email.bounced", NOW + 2 * MINUTE, { bounce: { type: "Permanent" } });
  await take(ledger, seeded, 0, "email.clicked", NOW + 3 * MINUTE, click("https://example.org/"));
  await take(ledger, seeded, 1, "email.clicked", NOW + 51_000, click("https://example.org/"));
  const none = { delivered: 0, bounced: 0, complained: 0, human: 0, machine: 0 };
  expect((await readCurve(ledger, "hello")).points).toEqual([
    { ...none, at: NOW, delivered: 2, machine: 1 },
    { ...none, at: NOW + MINUTE },
    { ...none, at: NOW + 2 * MINUTE, bounced: 1 },
    { ...none, at: NOW + 3 * MINUTE, human: 1 },
  ]);
  // A click of the next day: steps grow, so that the page can show all of them.
  await take(ledger, seeded, 1, "email.clicked", NOW + 24 * 60 * MINUTE, click("https://example.org/"));
  const { stepMs, points } = await readCurve(ledger, "hello");
  expect(stepMs).toBe(60 * MINUTE);
  expect(points).toHaveLength(25);
  expect(points.at(-1)).toMatchObject({ human: 1 });
});

test("gives the shares of each issue before, the latest first, and their median", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  for (const [days, slug, delivered] of [
    [0, "first", 1],
    [7, "second", 3],
    [14, "third", 2],
  ] as const) {
    const startedAt = NOW + days * 24 * 60 * MINUTE;
    const seeded = await seedSend(ledger, { slug, count: 4, startedAt });
    for (let index = 0; index < delivered; index += 1)
      await take(ledger, seeded, index, "email.delivered", startedAt + MINUTE);
  }
  const { report, earlier } = await compareReport(ledger, "third");
  const delivered = (shares: (typeof report)["shares"]) => shares.find(({ name }) => name === "delivered");
  expect(earlier.map(({ slug, shares }) => [slug, delivered(shares)?.value])).toEqual([
    ["second", 0.75],
    ["first", 0.25],
  ]);
  expect(delivered(report.shares)).toMatchObject({ value: 0.5, median: 0.5 });
});
