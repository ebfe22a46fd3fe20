import { checkAddresses } from "#src/preflight/html/check-addresses.ts";
import { checkBody } from "#src/preflight/html/check-body.ts";
import { checkCharacters } from "#src/preflight/content/check-characters.ts";
import { checkConfirm } from "#src/preflight/law/check-confirm.ts";
import { checkHeadings } from "#src/preflight/content/check-headings.ts";
import { checkHosted } from "#src/preflight/hosted/check-hosted.ts";
import { checkImages } from "#src/preflight/images/check-images.ts";
import { checkInterview } from "#src/preflight/content/check-interview.ts";
import { checkLeftovers } from "#src/preflight/content/check-leftovers.ts";
import { checkLinks } from "#src/preflight/links/check-links.ts";
import { checkMergeTags } from "#src/preflight/merge-tags/check-merge-tags.ts";
import { checkPlaceholders } from "#src/preflight/content/check-placeholders.ts";
import { checkPostalAddress } from "#src/preflight/law/check-postal-address.ts";
import { checkPreviewText } from "#src/preflight/content/check-preview-text.ts";
import { checkRate } from "#src/preflight/links/check-rate.ts";
import { checkSchedule } from "#src/preflight/schedule/check-schedule.ts";
import { checkSender } from "#src/preflight/law/check-sender.ts";
import { checkShell } from "#src/preflight/html/check-shell.ts";
import { checkShare } from "#src/preflight/links/check-share.ts";
import { checkSize } from "#src/preflight/html/check-size.ts";
import { checkSponsor } from "#src/preflight/law/check-sponsor.ts";
import { checkSubject } from "#src/preflight/content/check-subject.ts";
import { checkText } from "#src/preflight/content/check-text.ts";
import { checkWords } from "#src/preflight/content/check-words.ts";
import { checkUnsubscribe } from "#src/preflight/law/check-unsubscribe.ts";
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
  checkShare,
  checkRate,
  checkImages,
  checkMergeTags,
  checkHosted,
  checkWords,
  checkLeftovers,
  checkBody,
  checkAddresses,
  checkUnsubscribe,
  checkConfirm,
  checkPostalAddress,
  checkSponsor,
  checkText,
  checkSize,
  checkShell,
  checkCharacters,
];
