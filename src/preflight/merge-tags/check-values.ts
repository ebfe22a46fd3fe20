import type { Email } from "#src/model/email.ts";
import type { AttributeFacts } from "#src/model/facts.ts";
import type { MergeTag } from "#src/model/merge-tag.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { type WorldLetter, type WorldRule, lengthOf } from "#src/preflight/letter.ts";
import { tagTarget } from "./tag-target.ts";

/** Desktops cut a subject here, as `subject/too-long` says. */
const LONG_SUBJECT = 60;

/** Reports how many readers have values that look wrong in a letter: "Dear TEST,". It says numbers, never names. */
export const checkValues: WorldRule = (letter, report) => {
  const { email, facts } = letter;
  if (facts.readers.kind === "unavailable") return;
  const { subscribers, attributes } = facts.readers.value;
  for (const [name, found] of Object.entries(attributes)) {
    const tags = email.tags.filter((tag) => tag.name === `subscriber.${name}`);
    const [first] = tags;
    if (first === undefined) continue;
    const odd = oddIn(found, { isName: name.endsWith("name"), tags });
    if (odd.length > 0)
      report.warning(
        "merge-tag/odd-value",
        tagTarget(letter, first),
        `${name}: of ${subscribers.toLocaleString("en")} readers, ${odd.join(", and ")}.`,
        {
          hint: "Correct them with `letterpress subscribers export` and `import`, or greet without the tag.",
        },
      );
    checkSubject(letter, name, found, report);
  }
};

function oddIn(
  { addresses, fillers, capitals }: AttributeFacts,
  { isName, tags }: { readonly isName: boolean; readonly tags: readonly MergeTag[] },
): string[] {
  // An attribute of the newsletter's own may well be an address, or a code in capitals.
  if (!isName) return [];
  const isShown = tags.some(
    ({ filters }) => !filters.some((filter) => ["downcase", "upcase"].includes(filter.name)),
  );
  const some = (n: number, what: string) =>
    n === 0 ? [] : [`${n.toLocaleString("en")} ${n === 1 ? "has" : "have"} ${what}`];
  return [
    ...some(addresses, "an email address"),
    ...some(fillers, "a filler such as “test”"),
    ...(isShown ? some(capitals, "only capitals") : []),
  ];
}

/** Checks the subject for the reader with the longest value, who sees the least of it. */
function checkSubject(
  { email, subject }: WorldLetter,
  name: string,
  { longest }: AttributeFacts,
  report: Parameters<WorldRule>[1],
): void {
  if (lengthOf(subject) > LONG_SUBJECT || !isInSubject(email, name)) return;
  const full = joinParts(email.subject, ({ tag }) => {
    const one = email.tags[tag];
    if (one?.name !== `subscriber.${name}`) return "Someone";
    const cut = one.filters.find((filter) => filter.name === "truncate")?.args[0];
    return "x".repeat(typeof cut === "number" ? Math.min(cut, longest) : longest);
  });
  const length = lengthOf(full);
  if (length <= LONG_SUBJECT) return;
  report.warning(
    "merge-tag/long-value",
    "subject",
    `The longest ${name} has ${longest} characters, which makes a subject of ${length}; inboxes cut it after about ${LONG_SUBJECT}.`,
    { hint: `Write {{ subscriber.${name} | truncate: 20 }}, or put the tag at the end of the subject.` },
  );
}

function isInSubject(email: Email, name: string): boolean {
  return email.subject.some(
    (part) =>
      typeof part !== "string" && "tag" in part && email.tags[part.tag]?.name === `subscriber.${name}`,
  );
}
