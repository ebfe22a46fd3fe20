import type { Finding } from "#src/model/finding.ts";
import type { Place } from "#src/model/block.ts";
import { type MergeTag, splitTokens } from "#src/model/merge-tag.ts";
import { find, type Letter } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/walk.ts";

/** Every attribute an email names needs something to say to readers who lack it. */
export function checkMergeTags(letter: Letter): readonly Finding[] {
  const { email, facts } = letter;
  const bare = email.tags.filter(
    ({ name, filters }) =>
      name.startsWith("subscriber.") && !filters.some((filter) => filter.name === "default"),
  );
  return bare.map((tag) => {
    const attribute = tag.name.slice("subscriber.".length);
    const place = placeOf(letter, tag);
    const hint = `Write ${withDefault(tag)}, with the words for everybody else.`;
    if (facts.gaps.kind === "unavailable") {
      return find(
        letter,
        "warning",
        "merge-tag/no-fallback",
        place,
        `${tag.source} has no default; how many readers lack ${attribute} is not known: ${facts.gaps.reason}.`,
        hint,
      );
    }
    const { subscribers, lacking } = facts.gaps.value;
    const gap = lacking[attribute] ?? subscribers;
    return gap === 0
      ? find(
          letter,
          "info",
          "merge-tag/no-fallback",
          place,
          `${tag.source} has no default; all ${subscribers} readers have ${attribute} today.`,
          hint,
        )
      : find(
          letter,
          "error",
          "merge-tag/no-fallback",
          place,
          `${tag.source} has no default, and ${gap} of ${subscribers} readers have no ${attribute}.`,
          hint,
        );
  });
}

/** Where the author wrote the tag first; null where it stands in an address only. */
function placeOf({ issue, email }: Letter, tag: MergeTag): Place | null {
  const index = email.tags.indexOf(tag);
  return [...writings(issue)].find(({ text }) => splitTokens(text).includes(index))?.place ?? null;
}

function withDefault({ source, name }: MergeTag): string {
  return source.includes(name) ? source.replace(name, `${name} | default: "…"`) : source;
}
