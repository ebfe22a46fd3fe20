import { keep, readKept } from "#src/app/compose/kept-file.ts";
import { MINUTE_MS } from "#src/model/durations.ts";
import { dmarcPolicy } from "#src/model/address/dmarc-policy.ts";
import { type DomainFacts, type Fact, known } from "#src/model/facts.ts";

/** A person who corrects a record looks again within minutes; what is whole seldom breaks. */
const WHOLE_MS = 60 * MINUTE_MS;
const FAULTY_MS = 5 * MINUTE_MS;

interface Kept {
  /** ms UTC. */
  readonly at: number;
  readonly facts: DomainFacts;
}

/** What was found out about these senders a short time ago, for all commands in one project; null where it must be asked. */
export function keptDomain(root: string, name: string, now: number): Fact<DomainFacts> | null {
  const kept = readKept<Kept>(root, name);
  if (kept === null || kept.at > now) return null;
  return now - kept.at < (isWhole(kept.facts) ? WHOLE_MS : FAULTY_MS) ? known(kept.facts) : null;
}

/** What could not be found out is asked again by the next command. */
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
