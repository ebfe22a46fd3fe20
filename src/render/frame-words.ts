import { asksAddress } from "#src/model/states.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { dateInWords } from "#src/model/wall-clock.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import { joinPresent } from "./join-present.ts";

/** Words a minute of a reader who is not in a hurry. */
const READING_PACE = 240;

/** The words around the body: the same strings for React, MJML and plain text. Not escaped; null means left out. */
export interface FrameWords {
  /** "No. 7 · 24 November 2026" */
  readonly dateline: string | null;
  readonly viewOnline: string | null;
  readonly section: string | null;
  readonly series: string | null;
  /** "By Inés Carpio and the desk · 6 min read" */
  readonly byline: string;
  readonly intro: string | null;
  /** Caption and credit of the cover image. */
  readonly caption: string | null;
  readonly reason: string;
  readonly postalAddress: string;
  /** Null where the email is not a list's: a confirmation has nothing to leave yet. */
  readonly unsubscribe: string | null;
  readonly preferences: string | null;
}

/** The words of masthead, title and footer for one issue, in its language. Throws nothing. */
export function frameWords(input: TemplateInput): FrameWords {
  const { issue, newsletter, urls } = input;
  const words = wordsIn(issue.lang).email;
  const number = issue.number === null ? null : fill(words.number, { number: issue.number });
  const part = issue.series?.part == null ? null : fill(words.part, { part: issue.series.part });
  const names = listOf(
    issue.authors.map((author) => author.name),
    words.and,
  );
  const list = newsletter.lists[issue.list]?.title ?? issue.list;
  const minutes = Math.max(1, Math.round(issue.words / READING_PACE));
  const leaves = !asksAddress(issue.trigger);
  const reason = leaves ? words.reason : issue.trigger === "changed" ? words.moved : words.asked;
  return {
    dateline: joinPresent([number, issue.date && dateInWords(issue.date, issue.lang)], " · ") || null,
    viewOnline: urls.web === null ? null : words.viewOnline,
    section: issue.section?.title ?? null,
    series: issue.series === null ? null : joinPresent([issue.series.title, part], " · "),
    byline: joinPresent(
      [
        names === "" ? null : fill(words.by, { names }),
        issue.trigger === null ? fill(words.minutes, { minutes }) : null,
      ],
      " · ",
    ),
    intro: issue.section?.intro ?? null,
    caption: issue.image === null ? null : captionOf(issue.image, issue.lang),
    reason: fill(reason, { list, name: newsletter.name }),
    postalAddress: newsletter.postal_address,
    unsubscribe: leaves ? words.unsubscribe : null,
    preferences: leaves ? words.preferences : null,
  };
}

/** "Caption. Picture: credit", or null where there is neither. */
export function captionOf(
  image: { readonly caption: string | null; readonly credit: string | null },
  lang: string,
): string | null {
  const credit = image.credit === null ? null : fill(wordsIn(lang).email.credit, { credit: image.credit });
  return joinPresent([image.caption, credit], " · ") || null;
}

function listOf(names: readonly string[], and: string): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1) ?? ""}`;
}
