import { describe, expect, test, vi } from "vitest";
import { smallDisk } from "../helpers/small-disk.ts";
import { startPostgres } from "../helpers/start-postgres.ts";
import { crashBench, finish, holdBack } from "./crash-bench.ts";
import { tickOnFullDisk } from "./fill-disk.ts";
import { faults } from "./read-books.ts";
import { restartDatabaseAt } from "./restart-database.ts";
import { seededRandom } from "./seeded-random.ts";
import { startWorkers } from "./start-workers.ts";
import { watchLedger } from "./watch-ledger.ts";
import { stormSigterm } from "./storm-sigterm.ts";
import { dieAfterAcceptance, tickAt } from "./tick-at.ts";

const READERS = 350;
const HOUR = 3_600_000;
/** Twice the POSTs that are under way at once: those that left before the signal was heard, and those that it found under way. */
const UNDER_WAY = 8;

// Most of them wait for a process or for a second to pass: side by side they take as long as the longest.
describe.concurrent("accidents", () => {
  for (const command of ["tick", "serve"] as const) {
    test(`SIGTERM again and again while ${command} sends: it exits 0 and claims nothing more, and everybody gets it once`, async () => {
      await using bench = await crashBench({ readers: 4 * READERS, switches: { rate_limit: 10 } });
      bench.sandbox.switches.faults = [{ kind: "slow", ms: 200 }];
      const random = seededRandom(20_261_125);
      const stops = await stormSigterm(bench, { command, times: 2, moment: () => random() * 300 });
      expect(stops.map(({ code }) => code)).toEqual([0, 0]);
      expect(Math.max(...stops.map(({ requests }) => requests))).toBeLessThanOrEqual(UNDER_WAY);
      await finish(bench);
      expect(await faults(bench)).toEqual([]);
    });
  }

  test("SIGTERM while Resend does not answer: it exits 0 after 10 s, and the next start repeats under the same key", async () => {
    await using bench = await crashBench({ readers: READERS });
    bench.sandbox.switches.faults = [{ kind: "hang", when: "after", skip: 1, times: 1 }];
    const stops = await stormSigterm(bench, { command: "tick", times: 1, moment: () => 0, after: 2 });
    expect(stops).toMatchObject([{ code: 0 }]);
    // The grace begins when the process hears of it, so that it cannot be over before.
    expect(stops[0]?.ms).toBeGreaterThan(9_900);
    // It did not wait until its POST timed out after 30 s: that would have made the batch ambiguous.
    const left = await bench.ledger.db
      .selectFrom("batches")
      .select("ambiguous_at")
      .where("state", "=", "submitting")
      .execute();
    expect(left).not.toEqual([]);
    // On a busy machine the answer of another batch may not have come by then either.
    expect(left.filter((batch) => batch.ambiguous_at !== null)).toEqual([]);
    await finish(bench);
    expect(await faults(bench)).toEqual([]);
  });

  test("two serve on one SQLite file share a whole send, and everybody gets it once", async () => {
    await using bench = await crashBench({ readers: 1000, switches: { rate_limit: 6 } });
    bench.sandbox.switches.faults = [{ kind: "slow", ms: 100 }];
    const go = await holdBack(bench);
    // One that looked while the other was planning would look again a minute later.
    await bench.tick((kill) => watchLedger(bench, ({ send }) => send.planned_at !== null, kill));
    await using workers = startWorkers(bench, 2);
    // On a busy machine one of them would send it all: from the second POST on, answers wait until both have posted.
    let posts = 0;
    using _both = bench.sandbox.on("request", async () => {
      posts += 1;
      if (posts > 1) await vi.waitUntil(() => workers.posters.size === 2, { timeout: 600_000 });
    });
    await workers.up();
    await go();
    await workers.finished();
    expect(workers.fallen).toEqual([]);
    expect(workers.posters.size).toBe(2);
    expect(await workers.stop()).toEqual([0, 0]);
    expect(await faults(bench)).toEqual([]);
  });

  test("PostgreSQL restarted while two workers send: both live on, and everybody gets it once", async () => {
    await using server = await startPostgres();
    await using bench = await crashBench({
      readers: 800,
      postgres: server.url,
      switches: { rate_limit: 5 },
    });
    using restarts = restartDatabaseAt(bench, server, [2, 5]);
    // One that is still starting when the database goes would end: only a service manager starts it again.
    const go = await holdBack(bench);
    await using workers = startWorkers(bench, 2);
    await workers.up();
    await go();
    await restarts.restarted;
    await workers.finished();
    expect(workers.fallen).toEqual([]);
    expect(await workers.stop()).toEqual([0, 0]);
    expect(await faults(bench)).toEqual([]);
  });

  test("a disk that fills up is named, and with room again everybody gets it once", async ({ skip }) => {
    await using disk = await smallDisk(16);
    if (disk === null) return skip("a small disk can only be mounted by root");
    await using bench = await crashBench({ readers: READERS, folder: disk.folder });
    const { code, output } = await tickOnFullDisk(bench, disk, 2);
    expect(output).toContain("ledger/full");
    expect(code).toBe(3);
    // Still full: said again, nothing sent.
    const before = bench.sandbox.inbox.count;
    const again = await tickOnFullDisk(bench, disk, 0);
    expect(again.code).toBe(3);
    expect(bench.sandbox.inbox.count).toBe(before);
    await disk.empty();
    await finish(bench);
    expect(await faults(bench)).toEqual([]);
  });

  test("the clock 25 h ahead after a death in flight: not posted again, uncertain, exit code 4", async () => {
    await using bench = await crashBench({ readers: READERS, switches: { rate_limit: 2 } });
    const uncertain = await dieAfterAcceptance(bench, 2);
    expect(uncertain).toBeGreaterThanOrEqual(50);
    const { code } = await tickAt(bench, 25 * HOUR);
    expect(code).toBe(4);
    expect(await faults(bench, { uncertain })).toEqual([]);
  });

  test("the clock an hour back after a death in flight: it goes on, and everybody gets it once", async () => {
    await using bench = await crashBench({ readers: READERS });
    await dieAfterAcceptance(bench, 2);
    const { code } = await tickAt(bench, -HOUR);
    expect(code).toBe(0);
    expect(await faults(bench)).toEqual([]);
  });
});
