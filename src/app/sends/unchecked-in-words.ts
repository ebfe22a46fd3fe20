import type { Unchecked } from "#src/app/compose/compose-issue.ts";

const WHAT: Readonly<Record<Unchecked["fact"], string>> = {
  dns: "the sender's domain",
  spam: "the spam score",
  links: "whether links work",
};

/** `Not checked: the spam score (no SpamAssassin listens at 127.0.0.1:783).` What was not asked must not look like what has passed. */
export function uncheckedInWords(unchecked: readonly Unchecked[]): string[] {
  return unchecked.map(({ fact, reason }) => `Not checked: ${WHAT[fact]} (${reason}).`);
}
