import { GMAIL_CUTS } from "#src/model/email.ts";
import { kilobytes } from "#src/model/values/kilobytes.ts";

/** The size of the HTML that arrives, compared with the size at which Gmail cuts an email. */
export function sizeInWords(bytes: number): string {
  const share = Math.round((bytes / GMAIL_CUTS) * 100);
  return `up to ${kilobytes(bytes)} of HTML, ${share} % of the ${kilobytes(GMAIL_CUTS)} after which Gmail cuts`;
}
