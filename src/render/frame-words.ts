import type { Issue } from "#src/model/issue.ts";
import { asksAddress } from "#src/model/states.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { dateInWords } from "#src/model/wall-clock.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fillCount, formatLanguage, numberIn } from "#src/model/words/counted.ts";
import { inVoice, voiceOf } from "#src/model/words/voice.ts";
import { fill } from "#src/model/words/words.ts";
import { joinPresent } from "./join-present.ts";
import { reasonOf } from "#src/render/message/reason-of.ts";

/** Words per minute of a reader who is not in a hurry. */
const READING_PACE = 240;

/**
 * The words around the body: the same strings for React, MJML and plain text. They are not escaped. Null means that the email leaves
 * the words out. Words that the newsletter does not have in the issue's language carry marks, which become `lang` and `dir` wherever a
 * template puts them.
 */
export interface FrameWords {
  /** "No. 7 · 24 November 2026" */
  readonly dateline: string | null;
  readonly viewOnline: string | null;
  readonly section: string | null;
  readonly series: string | null;
  /** "By Inés Carpio and the desk · 6 min read · Updated on 3 December 2026" */
  readonly byline: string;
  readonly intro: string | null;
  /** Caption and credit of the cover image. */
  readonly caption: string | null;
  readonly reason: string;
  readonly postalAddress: string;
  /** Null if the email goes to no list: the reader of a confirmation cannot leave anything yet. */
  readonly unsubscribe: string | null;
  readonly preferences: string | null;
}

/** Returns the words of masthead, title and footer for one issue, in its language. Throws nothing. */
export function frameWords(input: TemplateInput): FrameWords {
  const { issue, newsletter, urls } = input;
  const words = wordsIn(newsletter, issue.lang).email;
  const digits = (text: string, value: number) => numberIn(voiceOf(text, issue.lang), value);
  const { number } = issue;
  const part = issue.series?.part ?? null;
  const names = issue.authors.map((author) => author.name);
  const minutes = Math.max(1, Math.round(issue.words / READING_PACE));
  const leaves = !asksAddress(issue.trigger);
  const kind = leaves ? "reason" : issue.trigger === "changed" ? "moved" : "asked";
  return {
    dateline:
      joinPresent(
        [
          number === null ? null : fill(words.number, { number: digits(words.number, number) }),
          issue.date && dateFor(issue.date, issue.lang),
        ],
        " · ",
      ) || null,
    viewOnline: urls.web === null ? null : words.viewOnline,
    section: issue.section?.title ?? null,
    series:
      issue.series === null
        ? null
        : joinPresent(
            [issue.series.title, part === null ? null : fill(words.part, { part: digits(words.part, part) })],
            " · ",
          ),
    byline: joinPresent(
      [
        names.length === 0 ? null : fill(words.by, { names: listIn(voiceOf(words.by, issue.lang), names) }),
        issue.trigger === null ? fillCount(words.minutes, "minutes", minutes) : null,
        updatedOf(input),
      ],
      " · ",
    ),
    intro: issue.section?.intro ?? null,
    caption: issue.image === null ? null : captionOf(issue.image, input),
    reason: reasonOf(newsletter, { list: issue.list, lang: issue.lang, kind }),
    postalAddress: inOrder(newsletter.postal_address, issue.dir),
    unsubscribe: leaves ? words.unsubscribe : null,
    preferences: leaves ? words.preferences : null,
  };
}

/** "Caption · Picture: credit", or null if there is neither. */
export function captionOf(
  image: { readonly caption: string | null; readonly credit: string | null },
  { newsletter, issue }: Pick<TemplateInput, "newsletter" | "issue">,
): string | null {
  const words = wordsIn(newsletter, issue.lang).email;
  const credit = image.credit === null ? null : fill(words.credit, { credit: image.credit });
  return joinPresent([image.caption, credit], " · ") || null;
}

/** Returns the day of `updated:`. It is null for a correction on the issue's own day or before it, which no reader could have missed. */
export function updateOf({ updated, date }: Pick<Issue, "updated" | "date">): string | null {
  return updated === null || (date !== null && updated <= date) ? null : updated;
}

function updatedOf({ newsletter, issue }: TemplateInput): string | null {
  const { lang } = issue;
  const updated = updateOf(issue);
  if (updated === null) return null;
  const words = wordsIn(newsletter, lang).email.updated;
  return fill(words, { date: dateInWords(updated, voiceOf(words, lang)) });
}

/** Writes a date in the language of an issue; if that has no names of months, in another one, marked. */
function dateFor(date: string, lang: string): string {
  const spoken = formatLanguage(lang);
  const words = dateInWords(date, spoken);
  return spoken === lang ? words : inVoice(spoken, words);
}

/** In an Arabic letter, an address that begins with a number would show it at the end; an invisible mark keeps it in front. */
function inOrder(address: string, dir: "ltr" | "rtl"): string {
  return dir === "rtl" && !RTL_LETTER.test(address) ? `\u200E${address}` : address;
}

const RTL_LETTER = /[\p{Script=Arab}\p{Script=Hebr}\p{Script=Syrc}\p{Script=Thaa}]/u;

/** Names as a language lists them: "Ada, Bo and Cy", without the comma that American English would put before "and". */
function listIn(lang: string, names: readonly string[]): string {
  const tag = formatLanguage(lang);
  return new Intl.ListFormat(/^en$/i.test(tag) ? "en-GB" : tag).format(names);
}
