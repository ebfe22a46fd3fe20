import { htmlBytes } from "#src/model/email.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** Gmail cuts a mail at about 102,400 bytes of HTML, and the unsubscribe link goes with the rest. */
const CLIPPED = 100_000;
const LARGE = 80_000;

export const checkSize: Rule = ({ email }, report) => {
  const bytes = htmlBytes(email);
  if (bytes < LARGE) return;
  const size = `The HTML has ${bytes.toLocaleString("en")} bytes`;
  const hint = "Shorten the issue, or move a part of it to the web and link to it.";
  if (bytes < CLIPPED) {
    report.warning("size/large", null, `${size}; Gmail cuts at about 102,400.`, { hint });
  } else {
    const limit = CLIPPED.toLocaleString("en");
    const message = `${size}; above ${limit} Gmail may cut the end and its unsubscribe link.`;
    report.error("size/clipped", null, message, { hint });
  }
};
