import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import type { AlertType } from "#src/model/newsletter.ts";
import { sweepCounters, takeCounted } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { statusOf } from "#src/store/sends/status.ts";
import type { Config } from "#src/app/config.ts";
import type { Log } from "#src/app/create-log.ts";
import { lastNewsletter } from "#src/app/last-newsletter.ts";
import { scrub } from "./scrub.ts";

/** The JSON posted to an address of `notify`. It never contains a reader's address. */
interface Alert {
  readonly type: AlertType;
  /** ISO, UTC. */
  readonly timestamp: string;
  readonly data: SendFacts | Failure;
}

interface SendFacts {
  /** Public id. */
  readonly send: string;
  readonly slug: string | null;
  readonly state: string;
  readonly note: string | null;
  readonly recipients: number | null;
  readonly submitted: number;
  readonly refused: number;
  readonly uncertain: number;
}

/** A step of a tick that failed; the other steps still ran. */
interface Failure {
  /** The code in the catalogue of errors; null for any other error. */
  readonly code: string | null;
  readonly message: string;
}

/**
 * Tells the addresses of `notify` in the config what has become of a send. Alerts block nothing: an address that does not
 * answer is tried again in the background, and given up after the last wait. Disposing waits a moment for alerts under way.
 */
export interface Alerts extends AsyncDisposable {
  readonly raise: (type: SendAlert, sendId: number) => void;
  /** Reports that a step of a tick failed. The same failure is reported once an hour, however often it happens again. */
  readonly fail: (error: unknown) => void;
}

type SendAlert = Exclude<AlertType, "job.failed">;

export interface AlertsOptions {
  readonly config: Pick<Config, "root" | "notifySecret">;
  readonly log: Log;
  /** ms before each further attempt; 1 s to 10 min unless given. */
  readonly waits?: readonly number[];
  /** How long disposing waits for alerts under way; 10 s unless given. */
  readonly graceMs?: number;
}

const WAITS = [1000, 5000, 30_000, 120_000, 600_000];
const GRACE_MS = 10_000;
const TIMEOUT_MS = 10_000;

export function createAlerts(ledger: Ledger, options: AlertsOptions): Alerts {
  const { config, log, waits = WAITS, graceMs = GRACE_MS } = options;
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  const signer = config.notifySecret === null ? null : new Webhook(config.notifySecret);

  const begin = (type: AlertType, dataOf: () => Promise<Alert["data"] | null>): void => {
    const work = tell(type, dataOf)
      .catch((error: unknown) => log("error", { message: `An alert failed: ${String(error)}` }))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };

  return {
    raise: (type, sendId) => begin(type, () => factsOf(ledger, sendId)),
    fail: (error) => begin("job.failed", () => newsOf(ledger, error)),
    async [Symbol.asyncDispose]() {
      if (underWay.size === 0) return;
      const timer = new AbortController();
      const grace = wait(graceMs, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([Promise.allSettled(underWay), grace]);
      timer.abort();
      stop.abort();
      await Promise.allSettled(underWay);
    },
  };

  async function tell(type: AlertType, dataOf: () => Promise<Alert["data"] | null>): Promise<void> {
    // The config is read now, because `notify` may have changed since the process began. Its loader is imported only here,
    // because most commands raise no alert.
    const { loadConfig } = await import("#src/project/load-config.ts");
    const { notify } = await loadConfig(config.root).catch(() => lastNewsletter(ledger));
    const targets = notify.filter(({ on }) => on.includes(type));
    if (targets.length === 0) return;
    const data = await dataOf();
    if (data === null) return;
    if (signer === null) {
      const why = "NOTIFY_SECRET is not set; alerts are always signed.";
      return log("alert.lost", { type, ...idOf(data), why });
    }
    const alert = { type, timestamp: new Date(ledger.clock.now()).toISOString(), data };
    await Promise.all(targets.map(({ url }) => post(url, alert, signer)));
  }

  async function post(url: string, alert: Alert, webhook: Webhook): Promise<void> {
    // The same id at every attempt, so that a receiver can tell a repeat from news.
    const id = `msg_${newId()}`;
    let last = "";
    for (const before of [0, ...waits]) {
      if (before > 0) await wait(before, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) break;
      last = await attempt(url, id, alert, webhook);
      if (last === "") return;
    }
    log("alert.lost", { type: alert.type, ...idOf(alert.data), host: new URL(url).host, why: last });
  }

  /** Returns why the attempt failed; empty if the alert was taken. */
  async function attempt(url: string, id: string, alert: Alert, webhook: Webhook): Promise<string> {
    const body = JSON.stringify(alert);
    const at = new Date();
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "letterpress",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
          "webhook-signature": webhook.sign(id, at, body),
        },
        body,
        redirect: "error",
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stop.signal]),
      });
      await answer.body?.cancel();
      return answer.ok ? "" : `It answered ${answer.status}.`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function idOf(data: Alert["data"]): { readonly send?: string } {
  return "send" in data ? { send: data.send } : {};
}

async function factsOf(ledger: Ledger, sendId: number): Promise<SendFacts | null> {
  const send = await sendById(ledger.db, sendId);
  // Nobody wants an alert about a test or a confirmation.
  if (send?.kind !== "issue") return null;
  const { slug } = JSON.parse(send.settings) as { slug: string | null };
  const { state, note, recipients } = send;
  const { submitted, refused, uncertain } = (await statusOf(ledger.db, send, slug)).outcomes;
  return {
    send: send.public_id,
    slug,
    state,
    note,
    recipients,
    submitted,
    refused,
    uncertain,
  };
}

/** Null if any process reported the same failure within the hour. */
async function newsOf({ db, clock }: Ledger, error: unknown): Promise<Failure | null> {
  const code = error instanceof LetterpressError ? error.code : null;
  const message = scrub(messageOf(error), []);
  const name = `alert:${createHash("sha256").update(message).digest("hex").slice(0, 32)}`;
  const now = clock.now();
  const isNews = await takeCounted(db, name, { most: 1, windowMs: HOUR_MS, now }).catch(() => true);
  await sweepCounters(db, "alert:", now - DAY_MS).catch(() => undefined);
  return isNews ? { code, message } : null;
}
