import { readSpamd } from "#src/app/config.ts";
import { createNetwork } from "#src/app/connect/network.ts";
import type { World } from "#src/app/facts/world.ts";
import type { Io } from "./io.ts";

/** The machines that a command may ask about a newsletter. `askResend` is given by a command that has a key. */
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
