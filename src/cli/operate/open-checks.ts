import { setTimeout as timer } from "node:timers/promises";
import { type ResendConfig, readPublicUrl, readResendConfig } from "#src/app/config.ts";
import { type Connection, openConnection } from "#src/app/connect/connection.ts";
import { createNetwork } from "#src/app/connect/network.ts";
import { refuseOtherSandbox } from "#src/app/refuse-other-sandbox.ts";
import { loadConfig } from "#src/project/load-config.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";

/** Opens what the checks of `connect` and `doctor` look at. Issues and templates are not read: a broken one must not matter. */
export async function openChecks(
  { project: root, sandbox, env }: GlobalOptions & { readonly env?: string },
  io: Io,
  config: ResendConfig = readResendConfig({ root, sandbox, env: io.env }),
): Promise<Connection> {
  await refuseOtherSandbox(config);
  const newsletter = await loadConfig(root);
  const { wait } = io;
  return openConnection(config, {
    newsletter: { ...newsletter, url: readPublicUrl(io.env) ?? newsletter.url },
    network: io.network ?? createNetwork(),
    envFile: env ?? ".env",
    // By a clock that stands still while the machine waits, a wait would never end.
    clock: wait === undefined ? { now: Date.now } : io.clock,
    wait: async (ms) => {
      if (wait === undefined) await timer(ms, undefined, { signal: io.signal });
      else await wait(ms, io.signal);
    },
  });
}
