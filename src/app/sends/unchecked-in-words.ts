import type { ComposedIssue, Unchecked } from "#src/app/compose/compose-issue.ts";

const WHAT: Readonly<Record<Unchecked["fact"], string>> = {
  dns: "the sender's domain",
  spam: "the spam score",
  links: "whether links work",
};

/**
 * `Not checked: the spam score (no SpamAssassin listens at 127.0.0.1:783).` A fact that nobody asked about must not look as if
 * it had passed.
 */
export function uncheckedInWords(unchecked: readonly Unchecked[]): string[] {
  return unchecked.map(({ fact, reason }) => `Not checked: ${WHAT[fact]} (${reason}).`);
}

/**
 * The same for commands that print no `info` findings. Links without an answer are such a finding, as they say nothing about
 * the letter.
 */
export function notChecked({ unchecked, findings }: Pick<ComposedIssue, "unchecked" | "findings">): string[] {
  const links = findings.filter(
    ({ rule, overruled }) => rule === "link/not-checked" && overruled === undefined,
  );
  return [
    ...uncheckedInWords(unchecked),
    ...links.map(({ message }) => `Not checked: ${WHAT.links}. ${message}`),
  ];
}
