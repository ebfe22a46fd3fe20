import type { Place } from "#src/model/block.ts";
import { type MergeTag, splitTokens } from "#src/model/merge-tag.ts";
import type { Letter } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** Where the author wrote a tag first; null where only an address holds it. */
export function tagPlace({ issue, email }: Pick<Letter, "issue" | "email">, tag: MergeTag): Place | null {
  const index = email.tags.indexOf(tag);
  return writings(issue).find(({ text }) => splitTokens(text).includes(index))?.place ?? null;
}
