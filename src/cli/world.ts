import { readSpamd } from "#src/app/config.ts";
import { createNetwork } from "#src/app/connect/network.ts";
import type { World } from "#src/app/facts/world.ts";
import type { Io } from "./io.ts";

/** Whom a command may ask for a newsletter. `askResend` where it has a key. */
export function worldOf(
  io: Io,
  {
    offline = false,
    askResend = null,
  }: { readonly offline?: boolean | undefined; readonly askResend?: World["askResend"] } = {},
): World {
  return {
    offline,
    network: io.network ?? createNetwork(),
    spamd: readSpamd(io.env),
    askResend,
    domains: new Map(),
  };
}
