import type { Issue } from "#src/model/issue.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { applyFilters } from "./apply-filters.ts";

/** Returns a text of an issue for a page, which is for nobody in particular: a merge tag leaves its default. */
export function forNobody(text: string, { mergeTags }: Pick<Issue, "mergeTags">): string {
  return replaceTokens(text, (index) => applyFilters(null, mergeTags[index]?.filters ?? []));
}
