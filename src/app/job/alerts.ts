import { setTimeout as wait } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { newId } from "#src/model/ids.ts";
import type { AlertType } from "#src/model/newsletter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { statusOf } from "#src/store/sends/status.ts";
import type { Config } from "#src/app/config.ts";
import type { Log } from "#src/app/create-log.ts";

/** The JSON posted to an address of `notify`. It never contains a reader's address. */
interface Alert {
  readonly type: AlertType;
  /** ISO, UTC. */
  readonly timestamp: string;
  readonly data: {
    /** Public id. */
    readonly send: string;
    readonly slug: string | null;
    readonly state: string;
    readonly note: string | null;
    readonly recipients: number | null;
    readonly submitted: number;
    readonly refused: number;
    readonly uncertain: number;
  };
}

/**
 * Tells the addresses of `notify` in the config what has become of a send. It blocks nothing: an address that does
 * not answer is tried again in the background, and given up after the last wait. Disposing waits a moment for those.
 */
export interface Alerts extends AsyncDisposable {
  readonly raise: (type: AlertType, sendId: number) => void;
}

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

  return {
    raise(type, sendId) {
      const work = tell(type, sendId)
        .catch((error: unknown) => log("error", { message: `An alert failed: ${String(error)}` }))
        .finally(() => underWay.delete(work));
      underWay.add(work);
    },
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

  async function tell(type: AlertType, sendId: number): Promise<void> {
    // Read now: `notify` may have changed since the process began. Loaded now: most commands raise no alert.
    const { loadConfig } = await import("#src/project/load-config.ts");
    const { notify } = await loadConfig(config.root);
    const targets = notify.filter(({ on }) => on.includes(type));
    if (targets.length === 0) return;
    const alert = await alertOf(ledger, type, sendId);
    if (alert === null) return;
    if (signer === null) {
      const why = "NOTIFY_SECRET is not set; alerts are always signed.";
      return log("alert.lost", { type, send: alert.data.send, why });
    }
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
    log("alert.lost", { type: alert.type, send: alert.data.send, host: new URL(url).host, why: last });
  }

  /** Why it failed; empty where it was taken. */
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

async function alertOf(ledger: Ledger, type: AlertType, sendId: number): Promise<Alert | null> {
  const send = await sendById(ledger.db, sendId);
  // Nobody wants an alert about a test or a confirmation.
  if (send?.kind !== "issue") return null;
  const { slug } = JSON.parse(send.settings) as { slug: string | null };
  const { state, note, recipients } = send;
  const { submitted, refused, uncertain } = (await statusOf(ledger.db, send, slug)).outcomes;
  return {
    type,
    timestamp: new Date(ledger.clock.now()).toISOString(),
    data: { send: send.public_id, slug, state, note, recipients, submitted, refused, uncertain },
  };
}
