import { GMAIL_CUTS } from "#src/model/email.ts";
import { kilobytes } from "#src/model/values/kilobytes.ts";

/** Bytes of the HTML that arrives, beside what Gmail shows of it. */
export function sizeInWords(bytes: number): string {
  const share = Math.round((bytes / GMAIL_CUTS) * 100);
  return `up to ${kilobytes(bytes)} of HTML, ${share} % of the ${kilobytes(GMAIL_CUTS)} after which Gmail cuts`;
}
