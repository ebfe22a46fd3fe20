import { expect, test } from "vitest";
import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { cancelSend, pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { planSend } from "#src/send/plan-send.ts";
import { startDue } from "#src/send/start-due.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { measure } from "#src/store/database/measure.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { unsubscribe } from "#src/store/readers/memberships.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { buildReport } from "#src/track/build-report.ts";
import { SUPPRESSION_KEY } from "../helpers/sample-send.ts";
import { scheduleTestSend } from "../helpers/schedule-test-send.ts";
import { type CrashBench, crashBench, finish } from "./crash-bench.ts";
import { type Moment, killPlanner, meanwhile, moments } from "./plan-apart.ts";
import { readBooks } from "./read-books.ts";

/** Two steps of deliveries: the first takes 500. */
const READERS = 700;
const SUPPRESSED = 3;
/** The commit after which the first 500 are written and the others are not. */
const HALFWAY: Moment = { commit: 6, when: "after" };
const newsletter = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});

test("a planner killed at each of its commits: nothing it wrote counts, and everybody gets the issue once", async () => {
  await using bench = await planning();
  const { id } = (await bench.status()).send;
  let kills = 0;
  let halves = 0;
  // `npm run crash` kills it before and after each of them; here by turns, to be quick.
  for (const moment of moments()) {
    if ((moment.commit % 2 === 0) !== (moment.when === "after")) continue;
    if (!(await killPlanner(bench.ledger, id, moment))) break;
    kills += 1;
    if ((await bench.status()).send.planned_at !== null) continue;
    expect(await counted(bench)).toEqual(NOTHING);
    if ((await rowsOf(bench.ledger)) > 0) halves += 1;
  }
  expect(kills).toBeGreaterThan(6);
  // Or no kill would have met a plan that was half written.
  expect(halves).toBeGreaterThan(1);
  await expectEverybodyOnce(bench);
});

test("a plan half written is deleted when its send is canceled, and the next send of the issue reaches everybody once", async () => {
  await using bench = await planning();
  const { id } = (await bench.status()).send;
  expect(await killPlanner(bench.ledger, id, HALFWAY)).toBe(true);
  expect(await rowsOf(bench.ledger)).toBeGreaterThan(500);
  await cancelSend(bench.ledger, "hello");
  expect(await rowsOf(bench.ledger)).toBe(0);
  // The cancel was a person's, and so is the word that sends it again.
  await scheduleTestSend(bench.ledger, { fromFile: false, settings: { ramp: { steps: null, by: "file" } } });
  await expectEverybodyOnce(bench);
});

test("a cancel that dies before it has deleted a plan leaves that to the next tick", async () => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  expect(await killPlanner(ledger, id, HALFWAY)).toBe(true);
  await stepSend(ledger.db, id, "planning", "canceled", Date.now());
  expect(await counted(bench)).toMatchObject({ status: 0, measured: 0, recipients: READERS - SUPPRESSED });
  await startDue(ledger);
  expect(await rowsOf(ledger)).toBe(0);
});

test("what an older process makes of a plan half written, when it cancels the send, is deleted as well", async () => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  expect(await killPlanner(ledger, id, HALFWAY)).toBe(true);
  // It knows of no plan in steps: it takes the rows for those of a plan that is over.
  const { db } = ledger;
  await db.updateTable("sends").set({ state: "canceled" }).where("id", "=", id).execute();
  await db.updateTable("batches").set({ state: "withdrawn" }).where("send_id", "=", id).execute();
  const withdrawn = { outcome: "withdrawn", not_received: 1, reason: "canceled" } as const;
  await db.updateTable("deliveries").set(withdrawn).where("send_id", "=", id).execute();
  await scheduleTestSend(ledger, { settings: { ramp: { steps: null, by: "file" } } });
  await expectEverybodyOnce(bench);
  expect(await rowsOf(ledger)).toBe(READERS + Math.ceil((READERS - SUPPRESSED) / 100));
});

test("a plan half written is deleted when its send is paused; resumed, it is planned again", async () => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  expect(await killPlanner(ledger, id, HALFWAY)).toBe(true);
  await pauseSend(ledger, "hello", "person", "A look.");
  expect(await rowsOf(ledger)).toBe(0);
  await resumeSend(ledger, "hello");
  await expectEverybodyOnce(bench);
});

test.each([
  ["paused", (ledger: Ledger) => pauseSend(ledger, "hello", "person", "A look.")],
  ["canceled", (ledger: Ledger) => cancelSend(ledger, "hello")],
] as const)("a planner whose send is %s between two steps writes nothing more", async (_state, stop) => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  await meanwhile(ledger, id, HALFWAY, () => stop(ledger));
  expect(await rowsOf(ledger)).toBe(0);
});

test("a planner whose send was paused, edited and due again between two steps leaves it to the next planner", async () => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  await meanwhile(ledger, id, HALFWAY, async () => {
    await stepSend(ledger.db, id, "planning", "paused", Date.now(), { reason: "person" });
    await stepSend(ledger.db, id, "paused", "scheduled", Date.now());
    await stepSend(ledger.db, id, "scheduled", "planning", Date.now());
  });
  expect((await bench.status()).send).toMatchObject({ state: "planning", planned_at: null });
  await expectEverybodyOnce(bench);
});

test("a second planner waits for the first, and plans nothing again", async () => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  let second: Promise<void> = Promise.resolve();
  await meanwhile(ledger, id, HALFWAY, async () => {
    second = planSend(ledger, id);
    await expect(Promise.race([second, new Promise((done) => setTimeout(done, 300, "waits"))])).resolves.toBe(
      "waits",
    );
  });
  await second;
  await expectEverybodyOnce(bench);
});

test("readers who leave, are erased or join between two steps of a plan: nobody is lost or doubled, and the books balance", async () => {
  await using bench = await planning();
  const { ledger } = bench;
  const { id } = (await bench.status()).send;
  const address = (n: number) => `reader${n}@readers.example`;
  const options = { suppressionKey: SUPPRESSION_KEY, source: "test" };
  await meanwhile(ledger, id, HALFWAY, async () => {
    for (const n of [10, 600]) await unsubscribe(ledger, await publicId(ledger, n), "weekly", options);
    for (const n of [11, 601]) await eraseSubscriber(ledger, address(n), options);
    await addSubscriber(ledger, "new@readers.example", { ...options, newsletter, list: "weekly" });
    // Somebody who had left has changed their mind: not part of this plan either.
    await addSubscriber(ledger, address(10), { ...options, newsletter, list: "weekly", resubscribe: true });
  });
  await finish(bench);
  const { send, outcomes } = await bench.status();
  // Of those who are gone 601 was not written yet, and is counted nowhere; 11 and 600 were withdrawn by the claim.
  expect(send).toMatchObject({
    candidates: READERS - 1,
    excluded: SUPPRESSED,
    recipients: READERS - 1 - SUPPRESSED,
  });
  expect(outcomes).toMatchObject({ planned: 0, withdrawn: 2, submitted: READERS - 3 - SUPPRESSED });
  const copies = bench.sandbox.inbox.countsByAddress();
  expect([...copies.values()].filter((n) => n !== 1)).toEqual([]);
  expect(copies.size).toBe(READERS - 3 - SUPPRESSED);
  expect([11, 600, 601].filter((n) => copies.has(address(n)))).toEqual([]);
  expect(copies.has(address(10))).toBe(true);
});

/** A send in `planning`, three of whose readers are suppressed. */
async function planning(): Promise<CrashBench> {
  const bench = await crashBench({
    readers: READERS,
    switches: { rate_limit: 100 },
    prepare: ({ db }) =>
      db
        .insertInto("suppressions")
        .columns(["address_key", "reason", "at", "source"])
        .expression((eb) =>
          eb
            .selectFrom("subscribers")
            .select([
              "address_key",
              eb.val("manual").as("reason"),
              eb.val(0).as("at"),
              eb.val("test").as("source"),
            ])
            .where("id", ">", READERS - SUPPRESSED),
        )
        .execute(),
  });
  const { id } = (await bench.status()).send;
  await stepSend(bench.ledger.db, id, "scheduled", "planning", Date.now());
  return bench;
}

const NOTHING = { status: 0, measured: 0, reported: 0, shown: 0, recipients: READERS - SUPPRESSED };

/** Everything in which a row of the send could be counted, and whom a send now would choose. */
async function counted({ ledger, status }: CrashBench): Promise<typeof NOTHING> {
  const { send, outcomes, batches, exclusions, waiting } = await status();
  const sum = (numbers: Record<string, number>) => Object.values(numbers).reduce((all, n) => all + n, 0);
  const metrics = await measure(ledger.db);
  const report = send.state === "canceled" ? null : (await buildReport(ledger, "hello")).sends[0];
  const shown = await showSubscriber(ledger, "reader1@readers.example", { suppressionKey: SUPPRESSION_KEY });
  const left = await showSubscriber(ledger, `reader${READERS}@readers.example`, {
    suppressionKey: SUPPRESSION_KEY,
  });
  const audience = { issueId: send.issue_id, list: "weekly", segment: null, now: Date.now() };
  return {
    status: sum(outcomes) + sum(batches) + sum(exclusions) + waiting,
    measured: [...metrics.batches, ...metrics.emails].length,
    reported: report == null ? 0 : sum(report.outcomes) + sum(report.exclusions) + report.waiting,
    shown: (shown?.sent.length ?? 0) + (left?.left_out.length ?? 0),
    recipients: (await previewAudience(ledger.db, audience)).recipients,
  };
}

/** What a plan has written, whatever it counts. */
async function rowsOf({ db }: Ledger): Promise<number> {
  const counts = await Promise.all(
    (["deliveries", "batches", "exclusions"] as const).map((table) =>
      db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow(),
    ),
  );
  return counts.reduce((sum, { n }) => sum + Number(n), 0);
}

async function publicId({ db }: Ledger, n: number): Promise<string> {
  const found = db.selectFrom("subscribers").select("public_id").where("id", "=", n);
  return (await found.executeTakeFirstOrThrow()).public_id;
}

async function expectEverybodyOnce(bench: CrashBench): Promise<void> {
  await finish(bench);
  const { lost, doubled, wrong, outcomes } = await readBooks(bench);
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(outcomes.submitted).toBe(READERS - SUPPRESSED);
}
