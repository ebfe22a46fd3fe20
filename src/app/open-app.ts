import { hostname, userInfo } from "node:os";
import type { Resend } from "resend";
import type { Clock } from "#src/model/clock.ts";
import { createClient } from "#src/resend/create-client.ts";
import { isAlive, isDead, workerToken } from "#src/send/worker-token.ts";
import { endLeases } from "#src/store/sends/batches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { type Alerts, createAlerts } from "#src/app/job/alerts.ts";
import type { Files } from "#src/app/job/follow-branch.ts";
import type { Metrics } from "#src/app/job/metrics.ts";
import type { Log } from "./create-log.ts";
import { refuseOtherSandbox } from "./refuse-other-sandbox.ts";
import { type Config, type ConfigOptions, readConfig, requireApiKey } from "./config.ts";

export interface AppOptions extends ConfigOptions {
  readonly clock: Clock;
  /** Create and migrate the ledger where needed. Only `migrate` and commands on the sandbox may. */
  readonly create?: boolean | undefined;
  /** Receives the configuration, whose secrets must stay out of the log. Without it nothing is logged. */
  readonly log?: ((config: Config) => Log) | undefined;
  /** Given only by `serve`, the one command in which somebody can read metrics. */
  readonly metrics?: ((ledger: Ledger) => Metrics) | undefined;
  /** Where the job reads issues, templates and config; the root unless given. The ledger stays where it is. */
  readonly files?: Files | undefined;
  /** Changes to the configuration, for a sandbox in this process. */
  readonly config?: Partial<Config>;
}

/** An open application: everything a use case needs. Dispose of it to close the ledger. */
export interface App extends AsyncDisposable {
  readonly config: Config;
  readonly files: Files;
  readonly ledger: Ledger;
  /** Throws `config/no-api-key` if there is no key. */
  readonly client: () => Resend;
  readonly clock: Clock;
  readonly log: Log;
  readonly alerts: Alerts;
  /** Null in a command in which nobody can read metrics. */
  readonly metrics: Metrics | null;
  /** The name of this process in leases. */
  readonly token: string;
  /** The person who decides, for the record: `cli:<user>`. */
  readonly person: string;
}

/** Connects the parts. Ends the leases of processes of this machine that have died. */
export async function openApp(options: AppOptions): Promise<App> {
  const config = { ...readConfig(options), ...options.config };
  if (options.mails) await refuseOtherSandbox(config);
  const ledger = await openLedger({
    url: config.ledgerUrl,
    root: config.root,
    destination: config.destination,
    suppressionKey: config.suppressionKey,
    clock: options.clock,
    create: options.create ?? config.destination === "sandbox",
  });
  const host = hostname();
  await endLeases(ledger.db, (token) => isDead(token, host, isAlive));
  const log = options.log?.(config) ?? (() => undefined);
  const files = options.files ?? { root: config.root, update: async () => undefined };
  const alerts = createAlerts(ledger, { config: { ...config, root: files.root }, log });
  return {
    config,
    files,
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

/** A container may run under a user number without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
