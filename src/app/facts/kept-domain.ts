import { keep, readKept } from "#src/app/compose/kept-file.ts";
import { MINUTE_MS } from "#src/model/durations.ts";
import { dmarcPolicy } from "#src/model/address/dmarc-policy.ts";
import { type DomainFacts, type Fact, known } from "#src/model/facts.ts";

/** Faulty records are kept for a shorter time: a person who corrects one looks again within minutes. Complete ones seldom break. */
const WHOLE_MS = 60 * MINUTE_MS;
const FAULTY_MS = 5 * MINUTE_MS;

interface Kept {
  /** ms UTC. */
  readonly at: number;
  readonly facts: DomainFacts;
}

/** Returns what any command in the project found out about these senders a short time ago; null if DNS must be asked. */
export function keptDomain(root: string, name: string, now: number): Fact<DomainFacts> | null {
  const kept = readKept<Kept>(root, name);
  if (kept === null || kept.at > now) return null;
  return now - kept.at < (isWhole(kept.facts) ? WHOLE_MS : FAULTY_MS) ? known(kept.facts) : null;
}

/** Keeps a known fact. An unavailable one is not kept: the next command asks again. */
export async function keepDomain(
  root: string,
  name: string,
  now: number,
  fact: Fact<DomainFacts>,
): Promise<void> {
  if (fact.kind === "known") await keep(root, name, { at: now, facts: fact.value } satisfies Kept);
}

function isWhole({ dmarc, returnPath, dkim, replies, atResend }: DomainFacts): boolean {
  return (
    dmarcPolicy(dmarc?.texts ?? []).kind === "policy" &&
    returnPath.spf.length === 1 &&
    dkim.texts.length > 0 &&
    replies.takesMail &&
    (atResend.kind === "unavailable" || atResend.value.sends)
  );
}
