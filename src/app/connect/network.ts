import { lookup, Resolver } from "node:dns/promises";

/** What this machine sees of the newsletter's address and its domain. */
export interface Network {
  /** The TXT records of a name; none where it has none. Rejects where DNS does not answer. */
  readonly texts: (name: string) => Promise<readonly string[]>;
  /** The hosts that take mail for a name, from its MX records. A record of "" says that the name takes none (RFC 7505). */
  readonly mailHosts: (name: string) => Promise<readonly string[]>;
  /** The IP addresses of a host; none where it has none. Rejects where DNS does not answer. */
  readonly addresses: (host: string) => Promise<readonly string[]>;
  /** One GET that follows no redirect. Rejects where nothing answers. */
  readonly get: (url: string) => Promise<Seen>;
}

/** What an address answers. */
export interface Seen {
  readonly status: number;
  /** The header `allow`: the methods it takes. */
  readonly allow: string | null;
  /** Where it redirects to. */
  readonly location: string | null;
}

const NAMES_MS = 3000;
const ANSWER_MS = 10_000;

/** Opens this machine's view. TXT and MX records come from its own DNS servers unless `servers` names others, such as `127.0.0.1:5353`. */
export function createNetwork(servers?: readonly string[]): Network {
  const resolver = () => {
    const one = new Resolver({ timeout: NAMES_MS, tries: 1 });
    if (servers !== undefined) one.setServers(servers);
    return one;
  };
  return {
    texts: (name) =>
      noneWhereNone(async () => {
        const records = await resolver().resolveTxt(name);
        // A long record is stored in pieces of 255 bytes.
        return records.map((pieces) => pieces.join(""));
      }),
    mailHosts: (name) =>
      noneWhereNone(async () => (await resolver().resolveMx(name)).map(({ exchange }) => exchange)),
    addresses: (host) =>
      noneWhereNone(async () => (await lookup(host, { all: true })).map(({ address }) => address)),
    get: async (url) => {
      const { status, headers, body } = await fetch(url, {
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      await body?.cancel();
      return { status, allow: headers.get("allow"), location: headers.get("location") };
    },
  };
}

async function noneWhereNone(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOTFOUND" || code === "ENODATA") return [];
    throw error;
  }
}
