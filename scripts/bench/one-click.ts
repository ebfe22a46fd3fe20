/**
 * Readers leave while a million others are imported and a send to a million is planned. The web app of `serve` runs in
 * a process of its own, the import in its thread and the plan in its process. This process sends the one-click POSTs of
 * RFC 8058, each beside a GET of the same page. Every POST must answer 200 and count, exactly once. Exit 1 if one does
 * not.
 *
 *   node scripts/bench/one-click.ts [--readers 100000] [--posts 100] [--every MS]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { importInWorker } from "#src/audience/import/import-in-worker.ts";
import { makeToken } from "#src/model/token.ts";
import { planDue } from "#src/send/plan-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import { writeCsv } from "./bench-csv.ts";
import {
  BENCH_SUPPRESSION_KEY,
  addBenchReaders,
  benchKey,
  benchLedger,
  benchNewsletter,
  benchSend,
  median,
} from "./bench-ledger.ts";

const { values } = parseArgs({
  options: {
    readers: { type: "string", default: "100000" },
    posts: { type: "string", default: "100" },
    every: { type: "string" },
    serve: { type: "string" },
  },
});
const readers = Number(values.readers);
const posts = Number(values.posts);
/** Milliseconds between two POSTs: it spreads them over about the time that the import and the plan take. */
const every = Number(values.every ?? readers / 2000);

/** What the serving process prints, one line each. */
type Said =
  | { readonly kind: "listening"; readonly url: string }
  | { readonly kind: "imported" | "planned"; readonly seconds: number }
  | { readonly kind: "over"; readonly blockedMs: number };

interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly pageMs: number;
}

if (values.serve === undefined) await measure();
else await serve(values.serve);

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "letterpress-bench-"));
  try {
    await using ledger = await benchLedger(folder);
    addBenchReaders(join(folder, "ledger.db"), readers);
    await benchSend(ledger);
    await writeCsv(join(folder, "readers.csv"), readers);
    const leaving = await chooseLeaving(ledger);
    const before = await countLeft(ledger);

    const child = spawn(process.execPath, [import.meta.filename, "--serve", folder], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const hear = async () => JSON.parse(String((await lines.next()).value)) as Said;
    const listening = await hear();
    if (listening.kind !== "listening") throw new Error(`Expected an address, got ${listening.kind}.`);
    const works = Promise.all([hear(), hear()]);
    let working = true;
    void works.then(() => (working = false));
    const answers: Promise<Answer>[] = [];
    let during = 0;
    for (const id of leaving) {
      if (working) during += 1;
      answers.push(leave(listening.url, id));
      await wait(every);
    }
    const answered = await Promise.all(answers);
    for (const work of await works) {
      if (!("seconds" in work)) throw new Error(`Expected a work's end, got ${work.kind}.`);
      console.log(`${readers.toLocaleString("en")} ${work.kind} in ${work.seconds.toFixed(1)} s`);
    }
    child.stdin.end();
    const over = await hear();
    await exited;
    report(answered, during, over);
    await check(ledger, leaving, before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Chooses readers from the first to the last who are neither suppressed nor paused and have not left. */
async function chooseLeaving({ db }: Ledger): Promise<string[]> {
  const ids = Array.from(
    { length: posts },
    (_, n) => 100 * Math.floor((n * readers) / posts / 100) + 4 + (n % 90),
  );
  const rows = await db.selectFrom("subscribers").select("public_id").where("id", "in", ids).execute();
  if (rows.length !== posts) throw new Error(`Expected ${posts} readers to leave, found ${rows.length}.`);
  return rows.map(({ public_id: id }) => id);
}

/** One POST as mail clients send it, and a GET at the same moment. */
async function leave(url: string, subscriber: string): Promise<Answer> {
  const address = `${url}/u/${makeToken("unsubscribe", { subscriber, list: "weekly" }, benchKey)}`;
  const started = performance.now();
  const took = async (request: Promise<Response>) => {
    const response = await request;
    await response.text();
    return { status: response.status, ms: performance.now() - started };
  };
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const [post, page] = await Promise.all([
    took(fetch(address, { method: "POST", body, redirect: "error" })),
    took(fetch(address)),
  ]);
  return { ...post, pageMs: page.ms };
}

async function countLeft({ db }: Ledger): Promise<number> {
  const { n } = await db
    .selectFrom("list_members")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("state", "=", "unsubscribed")
    .executeTakeFirstOrThrow();
  return n;
}

function report(answers: readonly Answer[], during: number, over: Said): void {
  const line = (name: string, times: readonly number[]) =>
    console.log(`${name} median ${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms`);
  line(
    "POST",
    answers.map(({ ms }) => ms),
  );
  line(
    "GET ",
    answers.map(({ pageMs }) => pageMs),
  );
  const ok = answers.filter(({ status }) => status === 200).length;
  const blocked = over.kind === "over" ? over.blockedMs.toFixed(0) : "?";
  console.log(
    `${ok} of ${answers.length} POSTs answered 200, ${during} of them sent during the import or the plan; the event loop stood still for at most ${blocked} ms`,
  );
  if (ok !== answers.length) process.exitCode = 1;
}

/** Checks that everybody who asked has left, once, and that nobody else has. */
async function check(ledger: Ledger, leaving: readonly string[], before: number): Promise<void> {
  const left = await ledger.db
    .selectFrom("consents")
    .innerJoin("subscribers", "subscribers.id", "consents.subscriber_id")
    .innerJoin("list_members", "list_members.subscriber_id", "subscribers.id")
    .select("subscribers.public_id")
    .where("consents.act", "=", "unsubscribed")
    .where("consents.source", "=", "one-click")
    .where("list_members.state", "=", "unsubscribed")
    .execute();
  const counted = new Set(left.map(({ public_id: id }) => id));
  const exact =
    left.length === leaving.length &&
    leaving.every((id) => counted.has(id)) &&
    (await countLeft(ledger)) === before + leaving.length;
  console.log(
    exact ? "Each of them counts once; nobody else left." : "The ledger does not match the answers.",
  );
  if (!exact) process.exitCode = 1;
}

async function serve(folder: string): Promise<void> {
  const say = (said: Said) => console.log(JSON.stringify(said));
  await using ledger = await benchLedger(folder);
  const suppressionKey = BENCH_SUPPRESSION_KEY;
  const app = createWeb({
    ledger,
    newsletter: benchNewsletter,
    tokenKeys: [benchKey],
    webhookSecrets: [],
    suppressionKey,
  });
  const web = await listen(app, { host: "127.0.0.1", port: 0 });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  say({ kind: "listening", url: web.url });
  const planned = await ledger.db.selectFrom("sends").select(["id", "list"]).executeTakeFirstOrThrow();
  const started = performance.now();
  const finished = (kind: "imported" | "planned") => () =>
    say({ kind, seconds: (performance.now() - started) / 1000 });
  const options = { list: "weekly", newsletter: benchNewsletter, suppressionKey };
  await Promise.all([
    importInWorker(ledger, join(folder, "readers.csv"), options).then(finished("imported")),
    planDue(ledger, planned).then(finished("planned")),
  ]);
  await once(process.stdin.resume(), "end");
  say({ kind: "over", blockedMs: delay.max / 1e6 });
  await web.close();
}
