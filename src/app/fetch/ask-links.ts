import { type Fact, known, type LinkAnswer } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { askLink } from "./ask-link.ts";
import type { Web } from "./follow.ts";
import { type KeptLink, keepLinks, readLinks } from "./kept-links.ts";
import { wantedLinks } from "./wanted-links.ts";

interface Asking {
  readonly web: Web;
  /** ms UTC. */
  readonly now: number;
  /** Aborted when the time to wait is over. An address that has not answered by then is asked the next time. */
  readonly over: AbortSignal;
}

/**
 * Asks the links and remote pictures of issues, each address once, and keeps what they answer. Never rejects, and never waits
 * when its time is over: other people's servers cost an author seconds at most.
 */
export async function askLinks(
  { root, newsletter }: { readonly root: string; readonly newsletter: Newsletter },
  issues: readonly Issue[],
  { web, now, over }: Asking,
): Promise<Fact<Readonly<Record<string, LinkAnswer>>>> {
  const kept = readLinks(root, now);
  const missing = [...wantedLinks(issues, newsletter)].filter((url) => !kept.has(url));
  const resting = restingHosts(kept);
  const found = new Map<string, KeptLink>();
  const answers: Record<string, LinkAnswer> = {};
  const askHost = async (host: string, urls: readonly string[]) => {
    for (const url of urls) {
      if (over.aborted) return;
      if (resting.has(host)) {
        answers[url] = { kind: "unknown", reason: `${host} asks to wait` };
        continue;
      }
      const { answer, age, rests } = await askLink(url, web, over);
      // Cut off by our own clock, an answer says nothing about the address.
      if (over.aborted) return;
      found.set(url, { answer, until: now + age, rests });
      if (rests) resting.set(host, now + age);
    }
  };
  const hosts = Map.groupBy(missing, (url) => new URL(url).host);
  await Promise.all([...hosts].map(([host, urls]) => askHost(host, urls)));
  await keepLinks(root, found, now);
  for (const [url, { answer }] of [...kept, ...found]) answers[url] = answer;
  return known(answers);
}

/** Hosts that asked to be left alone, and until when. */
function restingHosts(kept: ReadonlyMap<string, KeptLink>): Map<string, number> {
  return new Map(
    [...kept].flatMap(([url, { rests, until }]) => (rests ? [[new URL(url).host, until] as const] : [])),
  );
}
