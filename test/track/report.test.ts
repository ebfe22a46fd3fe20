import { expect, test } from "vitest";
import { unsubscribe } from "#src/store/readers/memberships.ts";
import { brakeOf } from "#src/track/brake.ts";
import { reportText } from "#src/track/report-text.ts";
import { buildReport } from "#src/track/build-report.ts";
import { takeEvent } from "#src/track/take-event.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  HUMAN,
  NOW,
  SUPPRESSION_KEY,
  type Seeded,
  bounce,
  click,
  eventOf,
  seedSend,
  testLedger,
} from "./seed.ts";

const take = (ledger: Ledger, seeded: Seeded, index: number, name: string, extra = {}, at = NOW) =>
  takeEvent(ledger, eventOf(ledger, seeded, index, name, { extra, at }), { suppressionKey: SUPPRESSION_KEY });

test("accounts for every candidate and every recipient", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, {
    count: 12,
    excluded: 3,
    outcome: (index) => (index === 10 ? "refused" : index === 11 ? "uncertain" : "submitted"),
  });
  await ledger.db
    .updateTable("deliveries")
    .set({ reason: "Invalid `to` field." })
    .where("outcome", "=", "refused")
    .execute();
  for (const index of [0, 1, 2, 3, 4]) await take(ledger, seeded, index, "email.delivered");
  await take(ledger, seeded, 4, "email.complained");
  await take(ledger, seeded, 5, "email.bounced", bounce("Permanent"));
  await take(ledger, seeded, 6, "email.bounced", bounce("Undetermined"));
  await take(ledger, seeded, 7, "email.bounced", bounce("Transient"));
  await take(ledger, seeded, 8, "email.delivery_delayed");
  await take(ledger, seeded, 0, "email.bounced", bounce("Transient"));
  const report = await buildReport(ledger, "hello");
  expect(report.sends).toMatchObject([
    {
      candidates: 15,
      exclusions: { suppressed: 3 },
      recipients: 12,
      outcomes: { planned: 0, submitted: 10, refused: 1, withdrawn: 0, uncertain: 1 },
      reasons: [{ outcome: "refused", reason: "Invalid `to` field.", count: 1 }],
      balanced: true,
    },
  ]);
  expect(report.arrivals).toEqual({
    unknown: 1,
    delayed: 1,
    delivered: 4,
    failed: 0,
    dropped: 0,
    suppressed: 0,
    bounced: { permanent: 1, undetermined: 1, transient: 1 },
    complained: 1,
  });
  expect(report.imageLoads).toBeNull();
});

test("counts image loads as one number, a mail once, and lets them weigh nothing", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 3 });
  for (const index of [0, 0, 0, 1]) await take(ledger, seeded, index, "email.opened");
  const report = await buildReport(ledger, "hello");
  expect(report.imageLoads).toBe(2);
  expect(report.arrivals).toMatchObject({ unknown: 3, delivered: 0 });
  expect(report.shares.map(({ name }) => name)).not.toContain("opened");
  expect(reportText(report)).toMatch(/image loads +2/);
  expect(await brakeOf(ledger, seeded.sendId)).toBeNull();
});

test("judges clicks again when a delivery event or a third link comes later than they did", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 3 });
  const clicked = (index: number, path: string, ms: number) =>
    take(ledger, seeded, index, "email.clicked", click(`https://example.org/${path}`), NOW + ms);
  await clicked(0, "a", 0);
  await clicked(1, "a", 60_000);
  await clicked(1, "b", 60_900);
  await clicked(2, "a", 60_000);
  expect((await buildReport(ledger, "hello")).clicks).toMatchObject({ human: 4, machine: 0, readers: 3 });
  await clicked(1, "c", 61_500);
  await take(ledger, seeded, 0, "email.delivered", {}, NOW - 1000);
  await take(ledger, seeded, 2, "email.delivered", {}, NOW);
  // A complaint is no second delivery: what was a person's click stays one.
  await take(ledger, seeded, 2, "email.complained", {}, NOW + 70_000);
  expect((await buildReport(ledger, "hello")).clicks).toMatchObject({ human: 1, machine: 4, readers: 1 });
});

test("takes the median of issues, not of sends: one offered again to some is one", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const send = async (slug: string, day: number, delivered: number, count: number, options = {}) => {
    const startedAt = NOW + day * 86_400_000;
    const seeded = await seedSend(ledger, { slug, count, startedAt, ...options });
    for (let index = 0; index < count; index += 1)
      await take(
        ledger,
        seeded,
        index,
        index < delivered ? "email.delivered" : "email.bounced",
        index < delivered ? {} : bounce("Permanent"),
        startedAt,
      );
  };
  await send("one", 0, 10, 10);
  await send("two", 1, 8, 10);
  await ledger.db.updateTable("deliveries").set({ issue_id: null }).execute();
  // Again to ten more of issue two: its share is 9 of 20, and it is one issue.
  await send("two", 2, 1, 10, { providerIds: false });
  await send("three", 3, 1, 1);
  const shares = (await buildReport(ledger, "three")).shares;
  expect(shares.find(({ name }) => name === "delivered")?.median).toBeCloseTo((1 + 9 / 20) / 2);
});

test("says so when the books do not balance", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  await seedSend(ledger, { count: 3 });
  await ledger.db.deleteFrom("deliveries").where("position", "=", 2).execute();
  const report = await buildReport(ledger, "hello");
  expect(report.sends[0]?.balanced).toBe(false);
  expect(reportText(report)).toMatch(/the books balance +NO/);
});

test("tells people's clicks from machines': scanners by name, without a name, in bursts and before delivery", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 6 });
  const minute = NOW + 60_000;
  for (let index = 0; index < 6; index += 1) await take(ledger, seeded, index, "email.delivered");
  const a = "https://example.org/a";
  await take(ledger, seeded, 0, "email.clicked", click(a), minute);
  await take(ledger, seeded, 0, "email.clicked", click(a), minute + 9000);
  await take(ledger, seeded, 1, "email.clicked", click(a, "Barracuda Sentinel (EE)"), minute);
  await take(ledger, seeded, 1, "email.clicked", click(a, ""), minute);
  await take(
    ledger,
    seeded,
    2,
    "email.clicked",
    click(a, "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)"),
    minute,
  );
  for (const path of ["a", "b", "c"]) {
    await take(ledger, seeded, 3, "email.clicked", click(`https://example.org/${path}`), minute + 500);
  }
  await take(ledger, seeded, 3, "email.clicked", click(a), minute + 60_000);
  await take(ledger, seeded, 4, "email.clicked", click(a), NOW + 4000);
  await take(
    ledger,
    seeded,
    5,
    "email.clicked",
    click("https://news.example.org/u/v1.k1.somebody.weekly.tag", HUMAN),
    minute,
  );
  const { clicks } = await buildReport(ledger, "hello");
  expect(clicks).toMatchObject({ human: 4, machine: 7, readers: 3 });
  expect(clicks.links).toEqual([
    { url: a, line: 12, human: 3, machine: 5, readers: 2 },
    { url: "https://news.example.org/u/…", line: null, human: 1, machine: 0, readers: 1 },
    { url: "https://example.org/b", line: null, human: 0, machine: 1, readers: 0 },
    { url: "https://example.org/c", line: null, human: 0, machine: 1, readers: 0 },
  ]);
});

test("counts who left between this issue and the next, and compares with the median of the issues before", async () => {
  await using at = await testLedger();
  const { ledger, clock } = at;
  const day = 86_400_000;
  for (let issue = 0; issue < 10; issue += 1) {
    const startedAt = NOW + issue * day;
    const seeded = await seedSend(ledger, { slug: `issue-${issue}`, count: 10, startedAt });
    // One bounce more with each issue.
    for (let index = 0; index < 10; index += 1) {
      const name = index < issue ? "email.bounced" : "email.delivered";
      await take(ledger, seeded, index, name, index < issue ? bounce("Permanent") : {}, startedAt);
    }
    clock.set(startedAt + 1000);
    await unsubscribe(ledger, seeded.deliveries[issue]?.publicId ?? "", "weekly", { source: "one-click" });
  }
  const report = await buildReport(ledger, "issue-9");
  expect(report.unsubscribed).toBe(1);
  const bounced = report.shares.find(({ name }) => name === "bounced");
  // Issues 1 to 8 came before, with 10 % to 80 %.
  expect(bounced).toEqual({ name: "bounced", value: 0.9, median: 0.45 });
  expect((await buildReport(ledger, "issue-0")).shares.every(({ median }) => median === null)).toBe(true);
  expect((await buildReport(ledger, "issue-0")).unsubscribed).toBe(1);
});

test("counts an issue that was canceled and scheduled again as one", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const first = await seedSend(ledger, { count: 2 });
  await ledger.db.updateTable("sends").set({ state: "canceled" }).execute();
  await ledger.db
    .updateTable("deliveries")
    .set({ outcome: "withdrawn", not_received: 1 })
    .where("position", "=", 1)
    .execute();
  await ledger.db.updateTable("deliveries").set({ issue_id: null }).execute();
  const second = await seedSend(ledger, { count: 1, startedAt: NOW + 5000, providerIds: false });
  await take(ledger, first, 0, "email.delivered");
  await take(ledger, second, 0, "email.delivered");
  const report = await buildReport(ledger, "hello");
  expect(report.sends.map(({ state, balanced }) => [state, balanced])).toEqual([
    ["canceled", true],
    ["submitted", true],
  ]);
  expect(report.arrivals.delivered).toBe(2);
  expect(report.startedAt).toBe(NOW);
});

test("names an issue it knows nothing about", async () => {
  await using at = await testLedger();
  await expect(buildReport(at.ledger, "nothing")).rejects.toMatchObject({ code: "project/no-issue" });
});

test("prints the same numbers as aligned text, Markdown and CSV", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const seeded = await seedSend(ledger, { count: 1200, excluded: 1 });
  await take(ledger, seeded, 0, "email.delivered");
  await take(ledger, seeded, 0, "email.clicked", click("https://example.org/?a=1|2,3"), NOW + 60_000);
  const report = await buildReport(ledger, "hello");
  const text = reportText(report).split("\n");
  expect(text[0]).toBe("Issue hello");
  const candidates = text.find((line) => line.includes("candidates"));
  const excluded = text.find((line) => line.includes("excluded, suppressed"));
  expect(candidates).toMatch(/^ {2}candidates +1,201$/);
  expect(excluded?.length).toBe(candidates?.length);
  expect(reportText(report, "markdown")).toContain("| https://example.org/?a=1\\|2,3 |");
  expect(reportText(report, "csv")).toContain("candidates,recipients,1201\n");
  expect(reportText(report, "csv")).toContain('"https://example.org/?a=1|2,3",people,1\n');
});

type Counted = "delivered" | "complained" | "bounced" | "transient" | "undetermined";

test.each([
  ["4 complaints of few readers", { delivered: 50, complained: 4 }, false],
  ["5 complaints of few readers", { delivered: 50, complained: 5 }, true],
  ["19 bounces of some readers", { delivered: 300, bounced: 19 }, false],
  ["20 bounces of some readers", { delivered: 300, bounced: 20 }, true],
  ["4 bounces of a first wave of 10", { delivered: 6, bounced: 4 }, false],
  ["8 bounces of a first wave of 40", { delivered: 32, bounced: 8 }, true],
  ["7 bounces of a first wave of 40", { delivered: 33, bounced: 7 }, false],
  ["20 transient bounces", { delivered: 50, transient: 20 }, false],
  ["20 bounces nobody knows the kind of", { delivered: 50, undetermined: 20 }, false],
  ["a complaint in 500", { delivered: 499, complained: 1 }, true],
  ["no trouble in 500", { delivered: 500 }, false],
  ["3.9 % bounces", { delivered: 640, bounced: 26 }, false],
  ["4 % bounces", { delivered: 600, bounced: 25 }, true],
] satisfies [string, Partial<Record<Counted, number>>, boolean][])(
  "brakes or not on %s",
  async (_, wanted: Partial<Record<Counted, number>>, pause) => {
    await using at = await testLedger();
    const { ledger } = at;
    const { delivered = 0, complained = 0, bounced = 0, transient = 0, undetermined = 0 } = wanted;
    const count = delivered + complained + bounced + transient + undetermined;
    const seeded = await seedSend(ledger, { count });
    let index = 0;
    const next = async (count: number, name: string, extra = {}) => {
      for (let n = 0; n < count; n += 1) await take(ledger, seeded, index++, name, extra);
    };
    await next(delivered, "email.delivered");
    await next(complained, "email.complained");
    await next(bounced, "email.bounced", bounce("Permanent"));
    await next(transient, "email.bounced", bounce("Transient"));
    await next(undetermined, "email.bounced", bounce("Undetermined"));
    expect((await brakeOf(ledger, seeded.sendId)) !== null).toBe(pause);
  },
);

test("brakes at the limits the send was scheduled with, and says why", async () => {
  await using at = await testLedger();
  const { ledger } = at;
  const settings = { brake: { bounces: 0.5, complaints: 0.01 } };
  const seeded = await seedSend(ledger, { count: 510, settings });
  for (let index = 0; index < 504; index += 1) await take(ledger, seeded, index, "email.delivered");
  await take(ledger, seeded, 0, "email.complained");
  expect(await brakeOf(ledger, seeded.sendId)).toBeNull();
  for (const index of [1, 2, 3, 4, 5]) await take(ledger, seeded, index, "email.complained");
  expect(await brakeOf(ledger, seeded.sendId)).toBe(
    "6 of 504 readers reported it as spam: 1.19 %, the limit is 1 %.",
  );
});
