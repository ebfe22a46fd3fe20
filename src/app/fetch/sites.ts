import { lookup, Resolver } from "node:dns/promises";
import { isPublicIp } from "#src/model/address/public-ip.ts";

/** Tells where names lead, and which of these places may be reached. Tests have their own; everything else uses the machine's. */
export interface Sites {
  /** Every IP address of a host; none where the name certainly does not exist. Rejects where DNS does not say. */
  readonly addresses: (host: string) => Promise<readonly string[]>;
  readonly mayReach: (address: string, port: number) => boolean;
  /** How many times slower its servers may be than those of the web; 1 if missing. */
  readonly patience?: number;
}

/** Other services than the web's answer on other ports, and a request there may be read as a command. */
const PORTS = new Set([80, 443]);
const NAMES_MS = 2000;

export const machineSites: Sites = {
  addresses: async (host) => {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } catch (error) {
      if (codeOf(error) === "ENOTFOUND" && (await isNowhere(host))) return [];
      throw error;
    }
  },
  mayReach: (address, port) => PORTS.has(port) && isPublicIp(address),
};

/**
 * Whether a name certainly does not exist. The system gives the same error for such a name and for a machine without a network. So
 * DNS itself is asked, and believed only if it knows `com`: a filter that knows no name at all would make every link a broken one.
 */
async function isNowhere(host: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: NAMES_MS, tries: 1 });
  try {
    await resolver.resolve4(host);
    return false;
  } catch (error) {
    if (codeOf(error) !== "ENOTFOUND") return false;
  }
  return resolver.resolveNs("com").then(
    (servers) => servers.length > 0,
    () => false,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}
