import { checkSpelling } from "#src/preflight/spelling/check-spelling.ts";
import { checkAttachment } from "#src/preflight/content/check-attachment.ts";
import { checkDates } from "#src/preflight/content/check-dates.ts";
import { checkEarlier } from "#src/preflight/content/check-earlier.ts";
import { checkEmpty } from "#src/preflight/content/check-empty.ts";
import { checkEmoji } from "#src/preflight/content/check-emoji.ts";
import { checkInboxRow } from "#src/preflight/content/check-inbox-row.ts";
import { checkLinkPlaceholder } from "#src/preflight/content/check-link-placeholder.ts";
import { checkLookalikes } from "#src/preflight/content/check-lookalikes.ts";
import { checkNames } from "#src/preflight/content/check-names.ts";
import { checkParagraphs } from "#src/preflight/content/check-paragraphs.ts";
import { checkSameWords } from "#src/preflight/content/check-same-words.ts";
import { checkSections } from "#src/preflight/content/check-sections.ts";
import { checkTestText } from "#src/preflight/content/check-test-text.ts";
import { checkAddresses } from "#src/preflight/html/check-addresses.ts";
import { checkAltTexts } from "#src/preflight/images/check-alt-texts.ts";
import { checkAnswers } from "#src/preflight/links/check-answers.ts";
import { checkAccess } from "#src/preflight/accessibility/check-access.ts";
import { checkAttributes } from "#src/preflight/html/check-attributes.ts";
import { checkBody } from "#src/preflight/html/check-body.ts";
import { checkCharacters } from "#src/preflight/content/check-characters.ts";
import { checkClients } from "#src/preflight/clients/check-clients.ts";
import { checkConfirm } from "#src/preflight/law/check-confirm.ts";
import { checkContacts } from "#src/preflight/links/check-contacts.ts";
import { checkCopiedLinks } from "#src/preflight/links/check-copied-links.ts";
import { checkContrast } from "#src/preflight/contrast/check-contrast.ts";
import { checkDeep } from "#src/preflight/deep/check-deep.ts";
import { checkHeadings } from "#src/preflight/content/check-headings.ts";
import { checkHosted } from "#src/preflight/hosted/check-hosted.ts";
import { checkImages } from "#src/preflight/images/check-images.ts";
import { checkInterview } from "#src/preflight/content/check-interview.ts";
import { checkLeftovers } from "#src/preflight/content/check-leftovers.ts";
import { checkLinks } from "#src/preflight/links/check-links.ts";
import { checkLogo } from "#src/preflight/contrast/check-logo.ts";
import { checkMergeTags } from "#src/preflight/merge-tags/check-merge-tags.ts";
import { checkNesting } from "#src/preflight/html/check-nesting.ts";
import { checkPlaceholders } from "#src/preflight/content/check-placeholders.ts";
import { checkPostalAddress } from "#src/preflight/law/check-postal-address.ts";
import { checkPreviewText } from "#src/preflight/content/check-preview-text.ts";
import { checkReading } from "#src/preflight/accessibility/check-reading.ts";
import { checkRate } from "#src/preflight/links/check-rate.ts";
import { checkSchedule } from "#src/preflight/schedule/check-schedule.ts";
import { checkSender } from "#src/preflight/law/check-sender.ts";
import { checkShell } from "#src/preflight/html/check-shell.ts";
import { checkShare } from "#src/preflight/links/check-share.ts";
import { checkSize } from "#src/preflight/html/check-size.ts";
import { checkSponsor } from "#src/preflight/law/check-sponsor.ts";
import { checkStructure } from "#src/preflight/accessibility/check-structure.ts";
import { checkSubject } from "#src/preflight/content/check-subject.ts";
import { checkTheme } from "#src/preflight/contrast/check-theme.ts";
import { checkText } from "#src/preflight/content/check-text.ts";
import { checkWords } from "#src/preflight/content/check-words.ts";
import { checkUnsubscribe } from "#src/preflight/law/check-unsubscribe.ts";
import { checkDomain } from "#src/preflight/domain/check-domain.ts";
import { checkHeaders } from "#src/preflight/law/check-headers.ts";
import { checkReaders } from "#src/preflight/merge-tags/check-readers.ts";
import { checkReason } from "#src/preflight/law/check-reason.ts";
import { checkSpam } from "#src/preflight/spam/check-spam.ts";
import { checkValues } from "#src/preflight/merge-tags/check-values.ts";
import type { Rule } from "./letter.ts";

/** Every rule of preflight, in the order a writer would look: the inbox row, the writing, the mail. */
export const RULES: readonly Rule[] = [
  checkSubject,
  checkPreviewText,
  checkInboxRow,
  checkTestText,
  checkEmoji,
  checkEarlier,
  checkSender,
  checkDomain,
  checkSchedule,
  checkPlaceholders,
  checkEmpty,
  checkHeadings,
  checkSections,
  checkParagraphs,
  checkNames,
  checkLookalikes,
  checkSpelling,
  checkDates,
  checkAttachment,
  checkInterview,
  checkLinks,
  checkContacts,
  checkCopiedLinks,
  checkAnswers,
  checkLinkPlaceholder,
  checkSameWords,
  checkShare,
  checkRate,
  checkImages,
  checkAltTexts,
  checkMergeTags,
  checkValues,
  checkReaders,
  checkHosted,
  checkWords,
  checkLeftovers,
  checkBody,
  checkAddresses,
  checkUnsubscribe,
  checkConfirm,
  checkPostalAddress,
  checkReason,
  checkHeaders,
  checkSponsor,
  checkText,
  checkSize,
  checkShell,
  checkCharacters,
  checkSpam,
  checkNesting,
  checkAttributes,
  checkClients,
  checkContrast,
  checkTheme,
  checkLogo,
  checkStructure,
  checkReading,
  checkAccess,
  checkDeep,
];
