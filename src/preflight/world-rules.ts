import { checkSpelling } from "#src/preflight/spelling/check-spelling.ts";
import { checkDates } from "#src/preflight/content/check-dates.ts";
import { checkEarlier } from "#src/preflight/content/check-earlier.ts";
import { checkDeep } from "#src/preflight/deep/check-deep.ts";
import { checkDomain } from "#src/preflight/domain/check-domain.ts";
import { checkAnswers } from "#src/preflight/links/check-answers.ts";
import { checkCopiedLinks } from "#src/preflight/links/check-copied-links.ts";
import { checkMergeTags } from "#src/preflight/merge-tags/check-merge-tags.ts";
import { checkReaders } from "#src/preflight/merge-tags/check-readers.ts";
import { checkValues } from "#src/preflight/merge-tags/check-values.ts";
import { checkSchedule } from "#src/preflight/schedule/check-schedule.ts";
import { checkSpam } from "#src/preflight/spam/check-spam.ts";
import type { WorldRule } from "./letter.ts";

/** Every rule that asks the clock, the readers, earlier issues or the servers of others, in the order a writer would look. */
export const WORLD_RULES: readonly WorldRule[] = [
  checkEarlier,
  checkDomain,
  checkSchedule,
  checkSpelling,
  checkDates,
  checkCopiedLinks,
  checkAnswers,
  checkMergeTags,
  checkValues,
  checkReaders,
  checkSpam,
  checkDeep,
];
