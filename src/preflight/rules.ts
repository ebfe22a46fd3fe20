import { checkCharacters } from "./check-characters.ts";
import { checkConfirm } from "./check-confirm.ts";
import { checkHeadings } from "./check-headings.ts";
import { checkImages } from "./check-images.ts";
import { checkInterview } from "./check-interview.ts";
import { checkLeftovers } from "./check-leftovers.ts";
import { checkLinks } from "./check-links.ts";
import { checkMergeTags } from "./check-merge-tags.ts";
import { checkPlaceholders } from "./check-placeholders.ts";
import { checkPostalAddress } from "./check-postal-address.ts";
import { checkPreviewText } from "./check-preview-text.ts";
import { checkSchedule } from "./check-schedule.ts";
import { checkSender } from "./check-sender.ts";
import { checkShell } from "./check-shell.ts";
import { checkSize } from "./check-size.ts";
import { checkSubject } from "./check-subject.ts";
import { checkText } from "./check-text.ts";
import { checkUnsubscribe } from "./check-unsubscribe.ts";
import type { Rule } from "./letter.ts";

/** Every rule of preflight, in the order a writer would look: the inbox row, the writing, the mail. */
export const RULES: readonly Rule[] = [
  checkSubject,
  checkPreviewText,
  checkSender,
  checkSchedule,
  checkPlaceholders,
  checkHeadings,
  checkInterview,
  checkLinks,
  checkImages,
  checkMergeTags,
  checkLeftovers,
  checkUnsubscribe,
  checkConfirm,
  checkPostalAddress,
  checkText,
  checkSize,
  checkShell,
  checkCharacters,
];

/** Rules that `accept:` cannot turn off, because a reader, not the author, would pay for it. */
export const PROTECTED: ReadonlySet<string> = new Set([
  "subject/empty",
  "subject/line-break",
  "unsubscribe/missing",
  "confirm/missing",
  "postal-address/missing",
  "size/clipped",
  "merge-tag/left-over",
]);
