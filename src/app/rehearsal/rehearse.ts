import { setTimeout as wait } from "node:timers/promises";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { readConfig } from "#src/app/config.ts";
import { sendSettings } from "#src/app/schedule/send-settings.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { loadProject } from "#src/project/load-project.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { scheduleSend } from "#src/send/schedule/schedule-send.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import { countPosts, outcomesByAddress } from "#src/store/sends/posted.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { type SendStatus, statusOf } from "#src/store/sends/status.ts";
import { copyAudience } from "./copy-audience.ts";
import { switchesFor } from "./faults.ts";
import { hearEvents } from "./hear-events.ts";
import { keepKilling } from "./keep-killing.ts";
import type { RehearsalCount, RehearsalNews, RehearsalOrder } from "./rehearsal.ts";
import { rehearsalFile } from "./rehearsal-file.ts";

interface Watching {
  /** When aborted, the rehearsal ends at once, and what it made is deleted. */
  readonly signal: AbortSignal;
  readonly onNews: (news: RehearsalNews) => void;
}

const NEWS_EVERY_MS = 400;
/** How long to wait for events after the last mail: those of a bounce come one after the other. */
const EVENTS_MS = 20_000;

const NOTHING: RehearsalNews = {
  phase: "composing",
  copied: 0,
  readers: 0,
  state: null,
  note: null,
  batches: null,
  outcomes: null,
  posts: 0,
  repeated: 0,
  kills: 0,
  events: {},
  errors: [],
  elapsedMs: 0,
  count: null,
};

/**
 * Sends an issue, draft or not, to a copy of its audience in a sandbox, with faults, and counts at the end what every reader
 * got. The rehearsal's ledger is a file of its own that is deleted in any case; the real ledger is only read. Throws if the
 * issue does not become an email.
 */
export async function rehearse(order: RehearsalOrder, { signal, onNews }: Watching): Promise<RehearsalNews> {
  const clock = { now: Date.now };
  const tell = (news: RehearsalNews): RehearsalNews => (onNews(news), news);
  tell(NOTHING);
  const { project, parsed, issue, email } = await composedIssue(order);
  signal.throwIfAborted();
  using file = rehearsalFile(order.root, process.pid);
  const base = readConfig({ root: order.root, env: {}, sandbox: true });
  const { suppressionKey, webhookSecrets: secrets } = base;
  await using ledger = await openLedger({
    url: file.url,
    root: order.root,
    destination: "sandbox",
    suppressionKey,
    clock,
    create: true,
  });
  let news: RehearsalNews = { ...NOTHING, phase: "copying", readers: order.readers };
  tell(news);
  const copied = await copyAudience(ledger, order, {
    project,
    parsed,
    list: email.list,
    suppressionKey,
    random: Math.random,
    signal,
    onCopied: (n) => tell({ ...news, copied: n }),
  });
  news = { ...news, copied };
  await using heard = await hearEvents(ledger, { secrets, suppressionKey });
  const [secret = ""] = secrets;
  await using sandbox = await startSandbox({
    switches: { ...switchesFor(order.faults), webhook_duplicates: 0.02 },
    webhooks: [{ endpoint: heard.url, secret }],
    // The inbox keeps few messages, because nobody reads them; its counts are never capped.
    inboxMessages: 100,
  });
  const seen = await seeIssue(
    ledger.db,
    { slug: issue.slug, path: parsed.source.path, fileSendAt: null },
    clock.now(),
  );
  const config = { ...base, baseUrl: sandbox.url };
  const { send } = await scheduleSend(ledger, {
    issue: seen,
    email,
    assets: [],
    segment: null,
    dueAt: clock.now(),
    wallLocal: null,
    zone: issue.timezone,
    by: "rehearsal",
    fromFile: false,
    gitCommit: null,
    // No wave, no ramp and no pace of days: a person waits for the result.
    settings: {
      ...sendSettings({ ...project.newsletter, pace: {} }, issue, config, { local: null, wave: false }),
      ramp: { steps: null, by: "file" },
    },
  });
  const started = clock.now();
  const worker = keepKilling(
    { root: order.root, ledgerUrl: file.url, baseUrl: sandbox.url, send: send.id },
    { sandbox, kills: order.faults.includes("kills"), random: Math.random },
  );
  await using _worker = worker;
  const look = async (phase: RehearsalNews["phase"]): Promise<RehearsalNews> => {
    const row = (await sendById(ledger.db, send.id)) ?? send;
    const { batches, outcomes, errors } = await statusOf(ledger.db, row, issue.slug);
    const posts = await countPosts(ledger.db, send.id);
    const { state, note } = row;
    const now = { kills: worker.kills, events: { ...heard.counts }, elapsedMs: clock.now() - started };
    return { ...news, phase, state, note, batches, outcomes, errors, ...posts, ...now };
  };
  for (;;) {
    news = tell(await look("sending"));
    if (isOver(news)) break;
    const failure = worker.failure();
    if (failure !== null) throw new Error(`The process that sends has failed: ${failure}`);
    await wait(NEWS_EVERY_MS, undefined, { signal });
  }
  const took = news.elapsedMs;
  await untilHeard(sandbox, signal, async () => {
    news = tell({ ...(await look("counting")), elapsedMs: took });
  });
  const count = await countCopies(ledger, send.id, sandbox);
  return tell({ ...(await look("over")), elapsedMs: took, count });
}

async function composedIssue({ root, slug }: RehearsalOrder) {
  const project = await loadProject(root);
  const parsed = project.issues.find(({ source }) => source.slug === slug);
  if (parsed === undefined) throw new LetterpressError("project/no-issue", `No issue is named ${slug}.`);
  const { issue, email } = await composeIssue(project, parsed, { now: Date.now(), ledger: null });
  if (issue === null || email === null)
    throw new LetterpressError("usage/invalid", `An error keeps ${slug} from becoming an email.`, {
      hint: `Run \`letterpress check ${slug}\` and fix it.`,
    });
  if (issue.trigger !== null)
    throw new LetterpressError(
      "usage/invalid",
      `${slug} is the ${issue.trigger} mail, which goes to one person at a time: there is no send to rehearse.`,
      { hint: "Name an issue." },
    );
  return { project, parsed, issue, email };
}

/** True if nothing is left for a worker to do: a person must decide the rest. */
function isOver({ state, batches }: RehearsalNews): boolean {
  if (state === "settling") return batches !== null && batches.pending + batches.submitting === 0;
  return state === "paused" || state === "canceled" || (state?.startsWith("submitted") ?? false);
}

async function untilHeard(sandbox: Sandbox, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  for (const until = Date.now() + EVENTS_MS; Date.now() < until;) {
    await look();
    const { queued, inFlight, retrying, events } = sandbox.webhooks.pending;
    if (queued + inFlight + retrying + events === 0) return;
    await wait(NEWS_EVERY_MS, undefined, { signal });
  }
}

/** Counts what is in the inbox, address by address: the ledger is under test, so it cannot be the judge. */
async function countCopies(ledger: Ledger, sendId: number, sandbox: Sandbox): Promise<RehearsalCount> {
  const copies = sandbox.inbox.countsByAddress();
  const deliveries = await outcomesByAddress(ledger.db, sendId);
  const of = (outcome: SendStatus["outcomes"] extends Readonly<Record<infer O, number>> ? O : never) =>
    deliveries.filter((delivery) => delivery.outcome === outcome);
  return {
    messages: [...copies.values()].reduce((sum, n) => sum + n, 0),
    lost: of("submitted").filter(({ address }) => !copies.has(address.toLowerCase())).length,
    doubled: [...copies.values()].filter((n) => n > 1).length,
    uncertain: of("uncertain").length,
  };
}
