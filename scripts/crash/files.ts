import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crashBench, finish } from "../../test/crash/crash-bench.ts";
import { fuzzProject } from "../../test/crash/fuzz-project.ts";
import { dieAfterAcceptance } from "../../test/crash/tick-at.ts";
import { watchLedger } from "../../test/crash/watch-ledger.ts";
import { type Context, type Result, type Situation, countRequests, resultOf } from "./situation.ts";

const MUTATIONS = 2000;

/** What is wrong with the author's files at the moment that something is due. */
export const FILE_SITUATIONS: readonly Situation[] = [
  { name: "a broken config at the due moment, killed in flight", database: "SQLite", run: brokenConfig },
  { name: "a planner killed, and its file made a draft", database: "SQLite", run: draftedInPlanning },
  {
    name: `${MUTATIONS.toLocaleString("en")} mutated issues, configs, templates and images beside a good issue that is due`,
    database: "SQLite",
    run: mutations,
  },
];

async function brokenConfig(): Promise<Result> {
  await using bench = await crashBench({ readers: 600 });
  const requests = countRequests(bench);
  await writeFile(join(bench.root, "newsletter.config.ts"), "<<<<<<< HEAD\nexport default {\n");
  await dieAfterAcceptance(bench, 2);
  await finish(bench, { exits: [2] });
  return await resultOf(bench, requests());
}

/** Nobody may get an issue that its author has taken back. */
async function draftedInPlanning(): Promise<Result> {
  await using bench = await crashBench({ readers: 3000 });
  const requests = countRequests(bench);
  await bench.tick((kill) => watchLedger(bench, ({ send }) => send.state === "planning", kill));
  const { send } = await bench.status();
  if (send.state !== "planning") throw new Error(`No kill met the plan: the send is ${send.state}.`);
  await mkdir(join(bench.root, "issues"), { recursive: true });
  await writeFile(join(bench.root, "issues/hello.md"), "---\ntitle: Hello\ndraft: true\n---\n\nNot yet.\n");
  await bench.tick();
  const { state } = (await bench.status()).send;
  const { count } = bench.sandbox.inbox;
  return {
    // No batch was written, so no state of a batch was met.
    kills: new Map(),
    note: "1 kill while planning",
    extraPosts: requests(),
    readers: bench.readers,
    lost: 0,
    doubled: 0,
    wrong: [
      ...(state === "canceled" ? [] : [`the send is ${state}`]),
      ...(count === 0 ? [] : [`${count} were mailed`]),
    ],
    accountedFor: {},
  };
}

async function mutations({ random }: Context): Promise<Result> {
  const { runs, wrong, faults } = await fuzzProject(MUTATIONS, random);
  return {
    kills: new Map(),
    extraPosts: 0,
    readers: runs,
    lost: wrong.length,
    doubled: 0,
    wrong: [...wrong, ...faults],
    accountedFor: {},
  };
}
