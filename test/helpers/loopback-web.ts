import { createWeb, type Web } from "#src/app/fetch/follow.ts";
import { createTurns } from "#src/app/fetch/turns.ts";
import { isPublicIp } from "#src/model/address/public-ip.ts";

/** Names on a web of loopback addresses: each time a name is asked for, its next answer; the last one stays. */
type Names = Readonly<Record<string, readonly (readonly string[])[]>>;

/**
 * A web whose one public place is 127.0.0.1, on every port; everything else is judged as it is. `names` are answered as DNS would; a name
 * with no answer does not exist, and all others are unknown.
 */
export function loopbackWeb(names: Names = {}): Web & { readonly lookedUp: string[] } {
  const lookedUp: string[] = [];
  const sites = {
    addresses: async (host: string) => {
      const answers = names[host];
      if (answers === undefined) throw new Error(`no network knows ${host}`);
      const times = lookedUp.filter((one) => one === host).length;
      lookedUp.push(host);
      return answers[Math.min(times, answers.length - 1)] ?? [];
    },
    mayReach: (address: string) => address === "127.0.0.1" || isPublicIp(address),
    patience: 100,
  };
  return { ...createWeb({ url: "https://news.example.org" }, sites), turns: createTurns(0), lookedUp };
}
