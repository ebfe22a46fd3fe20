import { keep, readKept } from "#src/app/compose/kept-file.ts";
import type { Facts, LinkAnswer } from "#src/model/facts.ts";

/** An answer that is believed `until`, ms UTC. `rests`: until then, nothing more is asked of its host. */
export interface KeptLink {
  readonly answer: LinkAnswer;
  readonly until: number;
  readonly rests: boolean;
}

const NAME = "links 1";
/** A newsletter of ten years asks about as many addresses in a week. Of more, the newest are kept. */
const MOST = 5000;

/** What addresses answered lately, by address, from `.letterpress/cache/`. */
export function readLinks(root: string, now: number): Map<string, KeptLink> {
  const kept = readKept<readonly (readonly [string, KeptLink])[]>(root, NAME) ?? [];
  return new Map(kept.filter(([, { until }]) => until > now));
}

/** Adds answers to those that another process may have kept meanwhile. */
export async function keepLinks(
  root: string,
  added: ReadonlyMap<string, KeptLink>,
  now: number,
): Promise<void> {
  if (added.size === 0) return;
  const all = new Map([...readLinks(root, now), ...added]);
  await keep(root, NAME, [...all].slice(-MOST));
}

/** Returns what is known without asking anybody: for commands that show an issue, and must not wait for other people's servers. */
export function knownLinks(root: string, now: number): Extract<Facts["links"], { readonly kind: "known" }> {
  const entries = [...readLinks(root, now)].map(([url, { answer }]) => [url, answer] as const);
  return { kind: "known", value: Object.fromEntries(entries) };
}
