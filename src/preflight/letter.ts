import type { Place } from "#src/model/block.ts";
import type { Email } from "#src/model/email.ts";
import type { Facts, FileFacts } from "#src/model/facts.ts";
import type { Reporter } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Parts } from "#src/model/merge-tag.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import type { Look } from "./look/read-look.ts";

/** What a rule is given: an issue, its email and what is known of its files, with the email's parts joined once for all rules. */
export interface Letter {
  readonly issue: Issue;
  readonly email: Email;
  readonly facts: FileFacts;
  /** The subject with the fallback of its tag in each slot, or a word of usual length: lengths are measured on this. */
  readonly subject: string;
  /**
   * Parts with each slot left empty, and what some readers get beside what the others get: a template's or a merge's leftovers are
   * looked for in these.
   */
  readonly html: string;
  readonly text: string;
  /** The HTML as a mail program sees it, with a word in each slot of its text. It is read once for all rules, when the first one asks. */
  readonly look: Look;
}

/**
 * Where a finding points: a place in the body, a front matter key, null for the whole issue; a word that is looked for from a place
 * on; for a fault of the template, the text to look for in its file, "" for the whole of it; or the config.
 */
export type Target =
  | Place
  | string
  | null
  | { readonly word: string; readonly from: Place | null }
  | { readonly inTemplate: string }
  /** newsletter.config.ts; the message begins with the key. */
  | { readonly inConfig: true };

/** What a rule is given that also asks the world. It has no `look`: reading that takes longest, and what it shows does not change. */
export interface WorldLetter extends Omit<Letter, "look"> {
  readonly facts: Facts;
}

/** One rule: pure, and the only place that knows its rule ids. */
export type Rule = (letter: Letter, report: Reporter<Target>) => void;

/** A rule that reads more than the issue's files, so that its answer may change at any time. */
export type WorldRule = (letter: WorldLetter, report: Reporter<Target>) => void;

export function letterOf<F extends FileFacts>(
  issue: Issue,
  email: Email,
  facts: F,
): Omit<Letter, "look"> & { readonly facts: F } {
  return {
    issue,
    email,
    facts,
    subject: withSamples(email.subject, email),
    html: withoutSlots(email.html),
    text: withoutSlots(email.text),
  };
}

/** Scripts whose characters take the room of two Latin letters, and say as much. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3001-\u303f\uff01-\uff60]/u;

/**
 * Length as an inbox counts it, in Latin letters: an emoji or an accented letter is one, a Chinese character two. Without that, a
 * Japanese subject that says everything is too short, and one that is cut in half passes.
 */
export function lengthOf(text: string): number {
  return Iterator.from(new Intl.Segmenter().segment(text)).reduce(
    (sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1),
    0,
  );
}

/** Returns for example `41 characters`; for wide characters, how many Latin letters are as long. */
export function lengthInWords(text: string): string {
  const length = lengthOf(text);
  return WIDE.test(text) ? `the length of ${length} Latin letters` : `${length} characters`;
}

function withSamples(parts: Parts, email: Email): string {
  return joinParts(parts, ({ tag }) => {
    const fallback = email.tags[tag]?.filters.find(({ name }) => name === "default")?.args[0];
    return fallback === undefined ? "Someone" : String(fallback);
  });
}

function withoutSlots(parts: Parts): string {
  return joinParts(parts, () => "");
}
