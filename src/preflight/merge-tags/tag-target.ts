import type { MergeTag } from "#src/model/merge-tag.ts";
import type { Letter, Target } from "#src/preflight/letter.ts";
import { tagPlace } from "./tag-place.ts";

/** Points at the tag itself, where its text first stands, for the caret: a place alone is that of the whole text. */
export function tagTarget(letter: Pick<Letter, "issue" | "email">, tag: MergeTag): Target {
  const from = tagPlace(letter, tag);
  return from === null ? null : { word: tag.source, from };
}
