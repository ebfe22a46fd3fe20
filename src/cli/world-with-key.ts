import type { ResendConfig } from "#src/app/config.ts";
import { askDomain } from "#src/app/facts/ask-domain.ts";
import type { World } from "#src/app/facts/world.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { openChecks } from "./operate/open-checks.ts";
import { worldOf } from "./world.ts";

/** For commands that have a key: Resend itself says whether it sends from the domain. The sandbox has every domain, and is not asked. */
export async function worldWithKey(
  options: GlobalOptions & { readonly offline?: boolean | undefined },
  io: Io,
  config?: ResendConfig,
): Promise<World> {
  const { offline } = options;
  if (options.sandbox || offline) return worldOf(io, { offline });
  const connection = await openChecks(options, io, config);
  if (connection.client === null) return worldOf(io);
  return worldOf(io, { askResend: (domain) => askDomain(connection, domain) });
}
