import { hostname, userInfo } from "node:os";
import type { Resend } from "resend";
import type { Clock } from "#src/model/clock.ts";
import { createClient } from "#src/resend/create-client.ts";
import { isDead, workerToken } from "#src/send/worker-token.ts";
import { endLeases } from "#src/store/sends/batches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { type Alerts, createAlerts } from "#src/app/job/alerts.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "#src/app/job/metrics.ts";
import { type Config, readConfig, requireApiKey } from "./config.ts";

export interface AppOptions {
  /** The project's root. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly sandbox: boolean;
  readonly clock: Clock;
  /** Create and migrate the ledger where needed. Only `migrate` and what works on the sandbox may. */
  readonly create?: boolean;
  /** This command mails, or prepares to: without a key it must stop before it opens anything. */
  readonly mails?: boolean;
  /** Given the configuration, whose secrets must stay out of it. Without one nothing is logged. */
  readonly log?: (config: Config) => Log;
  /** Made only where they can be asked for: `serve`. */
  readonly metrics?: (ledger: Ledger) => Metrics;
  /** Changes to the configuration, for a sandbox inside this process. */
  readonly config?: Partial<Config>;
}

/** An open application: everything a use case needs, and who holds it. */
export interface App extends AsyncDisposable {
  readonly config: Config;
  readonly ledger: Ledger;
  /** Throws `config/no-api-key` where there is no key. */
  readonly client: () => Resend;
  readonly clock: Clock;
  readonly log: Log;
  readonly alerts: Alerts;
  /** Null where nobody can ask for them. */
  readonly metrics: Metrics | null;
  /** Names this process in leases. */
  readonly token: string;
  /** Who decides, for the record: `cli:<user>`. */
  readonly person: string;
}

/** Wire the parts together. Leases of processes of this machine that have died end here. */
export async function openApp(options: AppOptions): Promise<App> {
  const config = { ...readConfig(options), ...options.config };
  if (options.mails) requireApiKey(config);
  const ledger = await openLedger({
    url: config.ledgerUrl,
    root: config.root,
    destination: config.destination,
    clock: options.clock,
    create: options.create ?? config.destination === "sandbox",
  });
  const host = hostname();
  await endLeases(ledger.db, (token) => isDead(token, host, isAlive));
  const log = options.log?.(config) ?? (() => undefined);
  const alerts = createAlerts(ledger, { config, log });
  return {
    config,
    ledger,
    client: () => createClient({ apiKey: requireApiKey(config), baseUrl: config.baseUrl }),
    clock: options.clock,
    log,
    alerts,
    metrics: options.metrics?.(ledger) ?? null,
    token: workerToken(host, process.pid),
    person: `cli:${userName()}`,
    [Symbol.asyncDispose]: async () => {
      await alerts[Symbol.asyncDispose]();
      await ledger[Symbol.asyncDispose]();
    },
  };
}

/** A process that may not be signalled is alive all the same. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
