import { HOUR_MS } from "#src/model/durations.ts";
import { crashBench, finish, holdBack } from "../../test/crash/crash-bench.ts";
import { tickOnFullDisk } from "../../test/crash/fill-disk.ts";
import { restartDatabaseAt } from "../../test/crash/restart-database.ts";
import { startWorkers } from "../../test/crash/start-workers.ts";
import { type Stop, stormSigterm } from "../../test/crash/storm-sigterm.ts";
import { dieAfterAcceptance, tickAt } from "../../test/crash/tick-at.ts";
import { watchLedger } from "../../test/crash/watch-ledger.ts";
import { smallDisk } from "../../test/helpers/small-disk.ts";
import { type Context, type Result, type Situation, countRequests, resultOf } from "./situation.ts";

const READERS = 600;

/** Accidents of a machine, a disk, a clock or a database. */
export const ACCIDENT_SITUATIONS: readonly Situation[] = [
  ...(["tick", "serve"] as const).map((command): Situation => ({
    name: `SIGTERM every 20 ms while \`${command}\` sends`,
    database: "SQLite",
    run: async ({ random }) => {
      await using bench = await crashBench({
        readers: 2000,
        switches: { rate_limit: 6, faults: [{ kind: "slow", ms: 150 }] },
      });
      const requests = countRequests(bench);
      const stops = await stormSigterm(bench, { command, times: 10, moment: () => random() * 300 });
      await finish(bench);
      return withStops(await resultOf(bench, requests()), stops);
    },
  })),
  { name: "two `serve` on one file, each killed in turn", database: "SQLite", run: twoOnOneFile },
  { name: "the database restarted three times under three `serve`", database: "PostgreSQL", run: restarts },
  { name: "the disk fills up after a batch was accepted", database: "SQLite", run: fullDisk },
  {
    name: "killed in flight, and the clock 25 h ahead",
    database: "SQLite",
    run: async () => {
      await using bench = await crashBench({ readers: READERS, switches: { rate_limit: 2 } });
      const requests = countRequests(bench);
      const uncertain = await dieAfterAcceptance(bench, 2);
      const { code } = await tickAt(bench, 25 * HOUR_MS);
      const result = await resultOf(bench, requests(), { uncertain });
      return {
        ...result,
        wrong: [...result.wrong, ...(code === 4 ? [] : [`exit code ${code} instead of 4`])],
      };
    },
  },
  {
    name: "killed in flight, and the clock an hour back",
    database: "SQLite",
    run: async () => {
      await using bench = await crashBench({ readers: READERS });
      const requests = countRequests(bench);
      await dieAfterAcceptance(bench, 2);
      await tickAt(bench, -HOUR_MS);
      return await resultOf(bench, requests());
    },
  },
  { name: "80 readers leave between plan and POST, killed then", database: "SQLite", run: leavers },
];

function withStops(result: Result, stops: readonly Stop[]): Result {
  const slowest = Math.max(...stops.map(({ ms }) => ms));
  const unclean = stops.filter(({ code }) => code !== 0);
  return {
    ...result,
    note: `${stops.length} stops, the slowest took ${(slowest / 1000).toFixed(1)} s`,
    wrong: [
      ...result.wrong,
      ...unclean.map(({ code, signal, output }) => `a stop ended with ${String(code ?? signal)}: ${output}`),
      ...(slowest < HANGING_MS ? [] : [`a stop took ${Math.round(slowest / 1000)} s`]),
    ],
  };
}

/** The promise is ten seconds. On a busy machine a process may wait longer for its turn; only one that hangs takes this long. */
const HANGING_MS = 120_000;

async function twoOnOneFile({ random }: Context): Promise<Result> {
  await using bench = await crashBench({
    readers: 3000,
    switches: { rate_limit: 10, faults: [{ kind: "slow", ms: 50 }] },
  });
  const requests = countRequests(bench);
  const go = await holdBack(bench);
  await using workers = startWorkers(bench, 2);
  await workers.up();
  await go();
  using _kills = bench.sandbox.on("accepted", async (info) => {
    if (bench.kills.total < 8 && random() < 0.3) await workers.killPoster(info);
  });
  await workers.finished();
  await workers.stop();
  const result = await resultOf(bench, requests());
  const alone = workers.posters.size < 2 ? ["only one of the two has posted"] : [];
  return { ...result, wrong: [...result.wrong, ...workers.fallen, ...alone] };
}

async function restarts({ postgres }: Context): Promise<Result> {
  await using bench = await crashBench({
    readers: 2000,
    postgres: postgres.url,
    switches: { rate_limit: 6 },
  });
  const requests = countRequests(bench);
  using over = restartDatabaseAt(bench, postgres, [2, 8, 14]);
  await using workers = startWorkers(bench, 3);
  await over.restarted;
  await workers.finished();
  await workers.stop();
  const result = await resultOf(bench, requests());
  return {
    ...result,
    wrong: [...result.wrong, ...workers.fallen.map((words) => `one fell: ${words.slice(-300)}`)],
  };
}

async function fullDisk(): Promise<Result> {
  await using disk = await smallDisk(16);
  if (disk === null) throw new Error("A small disk can only be mounted by root.");
  await using bench = await crashBench({ readers: READERS, folder: disk.folder });
  const requests = countRequests(bench);
  const { code, output } = await tickOnFullDisk(bench, disk, 2);
  await disk.empty();
  await finish(bench);
  const result = await resultOf(bench, requests());
  const named = code === 3 && output.includes("ledger/full");
  return { ...result, wrong: [...result.wrong, ...(named ? [] : [`exit code ${code}: ${output}`])] };
}

async function leavers(): Promise<Result> {
  // All readers of the last batch leave the list, and thirty of the first.
  await using bench = await crashBench({ readers: 650, switches: { rate_limit: 10 } });
  const requests = countRequests(bench);
  const go = await holdBack(bench);
  await bench.tick((kill) => watchLedger(bench, ({ send }) => send.planned_at !== null, kill));
  await bench.ledger.db
    .updateTable("list_members")
    .set({ state: "unsubscribed" })
    .where((eb) => eb.or([eb("subscriber_id", ">", 600), eb("subscriber_id", "<=", 30)]))
    .execute();
  await go();
  await bench.tick((kill) => watchLedger(bench, ({ batches }) => batches.withdrawn > 0, kill), {
    met: "withdrawn",
  });
  await finish(bench);
  return await resultOf(bench, requests(), { withdrawn: 80 });
}
