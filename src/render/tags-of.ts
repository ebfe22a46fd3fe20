import type { Issue } from "#src/model/issue.ts";
import type { MergeTag } from "#src/model/merge-tag.ts";

/** Returns the merge tags of an issue as an email keeps them. */
export function tagsOf({ mergeTags, lang }: Pick<Issue, "mergeTags" | "lang">): MergeTag[] {
  return mergeTags.map((tag) => withLanguage(tag, lang));
}

/** Adds the issue's language to a date as an argument: its month is written in that language, which delivery does not know. */
function withLanguage(tag: MergeTag, lang: string): MergeTag {
  const filters = tag.filters.map((filter) =>
    filter.name === "date" ? { ...filter, args: [filter.args[0] ?? "long", filter.args[1] ?? lang] } : filter,
  );
  return { ...tag, filters };
}
