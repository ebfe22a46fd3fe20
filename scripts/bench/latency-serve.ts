/**
 * The serving process of `latency.ts`: fork it with a `ServeRequest` as JSON. It answers readers' pages, does the work
 * that each message names, and reports for how long its event loop stood still meanwhile.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { readCalendar } from "#src/app/schedule/read-calendar.ts";
import { applyBrakes } from "#src/app/schedule/apply-brake.ts";
import { openApp } from "#src/app/open-app.ts";
import { readAndStart } from "#src/app/job/tick.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { showSubscriber } from "#src/audience/show-subscriber.ts";
import { forgetUnconfirmed } from "#src/audience/subscribe/forget-unconfirmed.ts";
import { loadProject } from "#src/project/load-project.ts";
import { cancelSend } from "#src/send/decide-send.ts";
import { planDue } from "#src/send/plan-due.ts";
import { releaseWaves } from "#src/send/release-waves.ts";
import { tidy } from "#src/send/tidy.ts";
import { measure } from "#src/store/database/measure.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { liveSend } from "#src/store/sends/sends.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { buildReport } from "#src/track/build-report.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import { benchKey } from "./bench-ledger.ts";
import { FILL_SUPPRESSION_KEY, readerAddress } from "./fill-ledger.ts";

export interface ServeRequest {
  readonly root: string;
  readonly ledgerUrl: string;
}

/** How often to check whether the event loop is free, ms. */
const RESOLUTION_MS = 2;

const { root, ledgerUrl } = JSON.parse(process.argv[2] ?? "{}") as ServeRequest;
const clock = { now: Date.now };
const app = await openApp({
  root,
  env: {},
  sandbox: true,
  clock,
  config: { ledgerUrl, suppressionKey: FILL_SUPPRESSION_KEY },
});
const { ledger } = app;
const project = await loadProject(root);
const pages = createWeb({
  ledger,
  newsletter: project.newsletter,
  tokenKeys: [benchKey],
  webhookSecrets: [],
  suppressionKey: FILL_SUPPRESSION_KEY,
});
const web = await listen(pages, { host: "127.0.0.1", port: 0 });
const by = { suppressionKey: FILL_SUPPRESSION_KEY, source: "bench" };

/** In the order in which they are done. */
const WORKS: Readonly<Record<string, () => Promise<unknown>>> = {
  // The other steps of a tick, each by itself; a step that empties old rows belongs here.
  "forgetting people who never confirmed": () => forgetUnconfirmed(ledger),
  "the plan of a send": async () => {
    const issue = await findIssue(ledger.db, "due");
    const send = issue && (await liveSend(ledger.db, issue.id));
    if (send === undefined) throw new Error("Expected a send that is due.");
    await planDue(ledger, send);
  },
  "a wave's release": () => releaseWaves(ledger),
  "the brakes": () => applyBrakes(app),
  "a worker between its batches": () => tidy(ledger),
  "a tick": () => readAndStart(app),
  report: () => buildReport(ledger, "issue-8"),
  calendar: () => readCalendar(ledger, project),
  status: () => readStatus(ledger.db, null),
  metrics: () => measure(ledger.db),
  cancel: () => cancelSend(ledger, "open"),
  show: () => showSubscriber(ledger, readerAddress(11), by),
  erase: () => eraseSubscriber(ledger, readerAddress(12), by),
};

/** The cost of one work. On a busy machine a stall is longer than what this thread did in it. */
export interface Cost {
  /** The longest time in which the event loop had no turn. */
  readonly stallMs: number;
  /** The most processor time that this thread took between two turns. */
  readonly busyMs: number;
  readonly seconds: number;
}

async function timed(work: () => Promise<unknown>): Promise<Cost> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let [busy, last] = [0, processorMs()];
  const look = (): void => {
    const now = processorMs();
    busy = Math.max(busy, now - last);
    last = now;
  };
  const looks = setInterval(look, RESOLUTION_MS);
  delay.enable();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  // Both meters need one more turn to see the end of the work.
  await wait(5 * RESOLUTION_MS);
  delay.disable();
  clearInterval(looks);
  return { stallMs: delay.max / 1e6, busyMs: busy, seconds };
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

process.on("message", (name: string) => {
  const work = WORKS[name];
  if (work === undefined) return;
  timed(work).then(
    (done) => process.send?.({ name, ...done }),
    (error: unknown) => process.send?.({ name, error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.once("disconnect", () => {
  void web
    .close()
    .then(() => app[Symbol.asyncDispose]())
    .then(() => process.exit());
});
process.send?.({ url: web.url, works: Object.keys(WORKS) });
