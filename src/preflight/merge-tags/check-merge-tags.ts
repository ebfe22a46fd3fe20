import type { MergeTag } from "#src/model/merge-tag.ts";
import type { WorldLetter, WorldRule } from "#src/preflight/letter.ts";
import { tagTarget } from "./tag-target.ts";

/** Reports attributes without a default: every attribute in an email needs words for readers who lack it. */
export const checkMergeTags: WorldRule = (letter, report) => {
  const { email, facts } = letter;
  const bare = email.tags.filter(
    ({ name, filters }) =>
      name.startsWith("subscriber.") && !filters.some((filter) => filter.name === "default"),
  );
  for (const tag of bare) {
    const attribute = tag.name.slice("subscriber.".length);
    const more = { hint: `Write ${withDefault(tag)}, with words that suit the readers who lack it.` };
    const rule = "merge-tag/no-fallback" as const;
    const place = tagTarget(letter, tag);
    const start = `${tag.source} has no default`;
    const found = facts.readers.kind === "known" ? facts.readers.value.attributes[attribute] : undefined;
    if (facts.readers.kind === "unavailable" || found === undefined) {
      const reason = facts.readers.kind === "unavailable" ? facts.readers.reason : notCounted(letter);
      const message = `${start}; the number of readers without ${attribute} is unknown: ${reason}.`;
      report.warning(rule, place, message, more);
      continue;
    }
    const all = facts.readers.value.subscribers.toLocaleString("en");
    const gap = found.lacking;
    if (gap === 0) report.info(rule, place, `${start}; all ${all} readers have ${attribute} today.`, more);
    else
      report.error(
        rule,
        place,
        `${start}, and ${gap.toLocaleString("en")} of ${all} readers have no ${attribute}.`,
        more,
      );
  }
};

/** Why an attribute was not counted: in Resend's list, contacts have only their names. */
function notCounted({ facts: { newsletter } }: WorldLetter): string {
  return newsletter.audience === "resend"
    ? "Resend lists contacts without their properties"
    : "it was not counted";
}

function withDefault({ source, name }: MergeTag): string {
  return source.includes(name) ? source.replace(name, () => `${name} | default: "…"`) : source;
}
