import { setTimeout as wait } from "node:timers/promises";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOUR_MS, MINUTE_MS } from "#src/model/durations.ts";
import { cancelSend, pauseSend, unscheduleSend } from "#src/send/decide-send.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { type CrashBench, clockAhead, crashBench, isOver } from "../../test/crash/crash-bench.ts";
import { readBooks } from "../../test/crash/read-books.ts";
import { commit, git } from "../../test/helpers/git.ts";
import { type Context, type Result, type Situation, countRequests } from "./situation.ts";

const READERS = 250;
const SERVE = ["serve", "--port", "0", "--host", "127.0.0.1", "--every", "* * * * * *"];
/** Issues that a person has stopped, each named after how. */
const STOPPED = ["paused", "canceled", "unscheduled"] as const;

/**
 * Checkouts of other commits and persons' decisions under a job that reads the files every second. On SQLite, because
 * PostgreSQL uses its own clock.
 */
export const CHECKOUT_SITUATIONS: readonly Situation[] = [
  {
    name: "a checkout to an older commit and back under `serve`, killed on the way; three issues stopped by a person",
    database: "SQLite",
    run: olderAndBack,
  },
];

async function olderAndBack({ random }: Context): Promise<Result> {
  await using bench = await crashBench({ readers: READERS, switches: { rate_limit: 10 } });
  // The bench's own send has no file.
  await cancelSend(bench.ledger, "hello");
  const requests = countRequests(bench);
  const { first, second } = await repository(bench.root);
  const stateOf = async (slug: string) => (await sendOf(bench, slug))?.state;
  const until = (slug: string, is: (state: string) => boolean) =>
    patiently(`${slug} is not as expected`, async () => is((await stateOf(slug)) ?? "none"));
  let kills = 0;
  let life = bench.start(SERVE);
  const restart = async (aheadMs = 0): Promise<void> => {
    life.kill("SIGKILL");
    await life.ended;
    kills += 1;
    life = bench.start(SERVE, clockAhead(aheadMs));
  };

  for (const slug of ["letter", "flip", ...STOPPED]) await until(slug, (state) => state === "scheduled");
  const approved = (await sendOf(bench, "letter"))?.email_digest;
  await pauseSend(bench.ledger, "paused", "person", "Paused by hand.");
  await cancelSend(bench.ledger, "canceled");
  await unscheduleSend(bench.ledger, "unscheduled", "person");
  for (let turn = 0; turn < 3; turn++) {
    await git(bench.root, "checkout", "--quiet", first);
    if (random() < 0.5) await restart();
    await until("flip", (state) => state === "paused");
    await git(bench.root, "checkout", "--quiet", second);
    if (random() < 0.5) await restart();
    await until("flip", (state) => state === "scheduled");
  }
  // `flip` becomes due while the older commit is checked out.
  await git(bench.root, "checkout", "--quiet", first);
  await until("flip", (state) => state === "paused");
  const accepted = new Promise((done) => bench.sandbox.on("accepted", done));
  await restart(3 * HOUR_MS + MINUTE_MS);
  await accepted;
  await restart(3 * HOUR_MS + MINUTE_MS);
  await until("letter", isOver);
  const held = await stateOf("flip");
  await git(bench.root, "checkout", "--quiet", second);
  await until("flip", isOver);
  life.kill("SIGTERM");
  await life.ended;

  const stopped = STOPPED.map((slug) => [slug, copies(bench, slug)] as const).filter(([, n]) => n > 0);
  const books = await Promise.all(["letter", "flip"].map((slug) => readBooks(about(bench, slug))));
  return {
    kills: new Map(),
    note: `${kills} kills`,
    extraPosts: Math.max(0, requests() - 2 * Math.ceil(READERS / 100)),
    readers: books.length * READERS,
    lost: books.flatMap(({ lost }) => lost).length,
    doubled: books.flatMap(({ doubled }) => doubled).length,
    wrong: [
      ...books.flatMap(({ wrong }) => wrong),
      ...stopped.map(([slug, n]) => `${n} were mailed what a person had ${slug}`),
      ...(held === "paused" ? [] : [`what is a draft in the older commit is ${String(held)}`]),
      ...((await sendOf(bench, "letter"))?.email_digest === approved ? [] : ["the older words were sent"]),
    ],
    accountedFor: {},
  };
}

/** Five issues in two commits; in the older one two of them are drafts, and three have other words or another time. */
async function repository(root: string): Promise<{ first: string; second: string }> {
  const due = new Date(Date.now() + 3 * HOUR_MS).toISOString().slice(0, 19);
  const sooner = new Date(Date.now() + 2 * HOUR_MS).toISOString().slice(0, 19);
  const write = (slug: string, draft: boolean, sendAt: string, body: string) =>
    writeFile(
      join(root, "issues", `${slug}.md`),
      `---\ntitle: ${titleOf(slug)}\npreview_text: What this letter has to say, in one line of a fair length.\nsend_at: ${sendAt}Z\ndraft: ${String(draft)}\n---\n\nGood morning, this is ${slug}. ${body}\n`,
    );
  await mkdir(join(root, "issues"), { recursive: true });
  await git(root, "init", "--quiet");
  await write("letter", false, due, "These are the first words.");
  await write("flip", true, due, "These are the last words.");
  await write("paused", true, due, "These are the last words.");
  await write("canceled", false, sooner, "These are the last words.");
  await write("unscheduled", false, sooner, "These are the first words.");
  const first = await commit(root);
  for (const slug of ["letter", "flip", ...STOPPED])
    await write(slug, false, due, "These are the last words.");
  return { first, second: await commit(root) };
}

function titleOf(slug: string): string {
  return `The issue that is ${slug}`;
}

async function sendOf({ ledger }: CrashBench, slug: string) {
  return (await readStatus(ledger.db, slug))[0]?.send;
}

function copies({ sandbox }: CrashBench, slug: string): number {
  const counts = sandbox.inbox.countsByAddress({ subject: titleOf(slug) });
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

/** The bench as seen from one issue. */
function about(bench: CrashBench, slug: string): Parameters<typeof readBooks>[0] {
  const { ledger, sandbox, readers } = bench;
  return {
    ledger,
    readers,
    status: async () => (await readStatus(ledger.db, slug))[0] ?? (await bench.status()),
    sandbox: {
      inbox: { countsByAddress: () => sandbox.inbox.countsByAddress({ subject: titleOf(slug) }) },
    },
  };
}

async function patiently(words: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 4 * MINUTE_MS; !(await isSo());) {
    if (Date.now() > end) throw new Error(words);
    await wait(50);
  }
}
