import { checkAccess } from "#src/preflight/accessibility/check-access.ts";
import { checkReading } from "#src/preflight/accessibility/check-reading.ts";
import { checkStructure } from "#src/preflight/accessibility/check-structure.ts";
import { checkClients } from "#src/preflight/clients/check-clients.ts";
import { checkAttachment } from "#src/preflight/content/check-attachment.ts";
import { checkCharacters } from "#src/preflight/content/check-characters.ts";
import { checkEmoji } from "#src/preflight/content/check-emoji.ts";
import { checkEmpty } from "#src/preflight/content/check-empty.ts";
import { checkHeadings } from "#src/preflight/content/check-headings.ts";
import { checkInboxRow } from "#src/preflight/content/check-inbox-row.ts";
import { checkInterview } from "#src/preflight/content/check-interview.ts";
import { checkLeftovers } from "#src/preflight/content/check-leftovers.ts";
import { checkLinkPlaceholder } from "#src/preflight/content/check-link-placeholder.ts";
import { checkLookalikes } from "#src/preflight/content/check-lookalikes.ts";
import { checkNames } from "#src/preflight/content/check-names.ts";
import { checkParagraphs } from "#src/preflight/content/check-paragraphs.ts";
import { checkPlaceholders } from "#src/preflight/content/check-placeholders.ts";
import { checkPreviewText } from "#src/preflight/content/check-preview-text.ts";
import { checkSameWords } from "#src/preflight/content/check-same-words.ts";
import { checkSections } from "#src/preflight/content/check-sections.ts";
import { checkSubject } from "#src/preflight/content/check-subject.ts";
import { checkTestText } from "#src/preflight/content/check-test-text.ts";
import { checkText } from "#src/preflight/content/check-text.ts";
import { checkWords } from "#src/preflight/content/check-words.ts";
import { checkContrast } from "#src/preflight/contrast/check-contrast.ts";
import { checkLogo } from "#src/preflight/contrast/check-logo.ts";
import { checkTheme } from "#src/preflight/contrast/check-theme.ts";
import { checkHosted } from "#src/preflight/hosted/check-hosted.ts";
import { checkAddresses } from "#src/preflight/html/check-addresses.ts";
import { checkAttributes } from "#src/preflight/html/check-attributes.ts";
import { checkBody } from "#src/preflight/html/check-body.ts";
import { checkNesting } from "#src/preflight/html/check-nesting.ts";
import { checkShell } from "#src/preflight/html/check-shell.ts";
import { checkSize } from "#src/preflight/html/check-size.ts";
import { checkAltTexts } from "#src/preflight/images/check-alt-texts.ts";
import { checkImages } from "#src/preflight/images/check-images.ts";
import { checkConfirm } from "#src/preflight/law/check-confirm.ts";
import { checkHeaders } from "#src/preflight/law/check-headers.ts";
import { checkPostalAddress } from "#src/preflight/law/check-postal-address.ts";
import { checkReason } from "#src/preflight/law/check-reason.ts";
import { checkSender } from "#src/preflight/law/check-sender.ts";
import { checkSponsor } from "#src/preflight/law/check-sponsor.ts";
import { checkUnsubscribe } from "#src/preflight/law/check-unsubscribe.ts";
import { checkContacts } from "#src/preflight/links/check-contacts.ts";
import { checkLinks } from "#src/preflight/links/check-links.ts";
import { checkRate } from "#src/preflight/links/check-rate.ts";
import { checkShare } from "#src/preflight/links/check-share.ts";
import type { Rule } from "./letter.ts";

/** Every rule whose answer the files decide alone, in the order a writer would look: the inbox row, the writing, the mail. */
export const FILE_RULES: readonly Rule[] = [
  checkSubject,
  checkPreviewText,
  checkInboxRow,
  checkTestText,
  checkEmoji,
  checkSender,
  checkPlaceholders,
  checkEmpty,
  checkHeadings,
  checkSections,
  checkParagraphs,
  checkNames,
  checkLookalikes,
  checkAttachment,
  checkInterview,
  checkLinks,
  checkContacts,
  checkLinkPlaceholder,
  checkSameWords,
  checkShare,
  checkRate,
  checkImages,
  checkAltTexts,
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
  checkNesting,
  checkAttributes,
  checkClients,
  checkContrast,
  checkTheme,
  checkLogo,
  checkStructure,
  checkReading,
  checkAccess,
];
