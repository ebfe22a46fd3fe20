import { quoted } from "#src/preflight/look/in-template.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { firstCut } from "./first-cut.ts";
import { gmailBytes } from "./gmail-bytes.ts";

/** Gmail cuts a mail at about 102,400 bytes of HTML, and the unsubscribe link goes with the rest. */
const CLIPPED = 100_000;
const LARGE = 80_000;

export const checkSize: Rule = (letter, report) => {
  const {
    email,
    facts: { newsletter },
  } = letter;
  const bytes = gmailBytes(email, newsletter);
  if (bytes < LARGE) return;
  const { opens, clicks } = newsletter.resend.tracking;
  const tracked = opens || clicks ? " and what Resend adds to track it" : "";
  const size = `The HTML has up to ${bytes.toLocaleString("en")} bytes, with its merge tags at their longest${tracked}`;
  const hint = clicks
    ? "Shorten the issue, move a part of it to the web and link to it, or stop tracking clicks: each link is several times as long."
    : "Shorten the issue, or move a part of it to the web and link to it.";
  if (bytes < CLIPPED) {
    report.warning("size/large", null, `${size}; Gmail cuts at about 102,400.`, { hint });
  } else {
    const limit = CLIPPED.toLocaleString("en");
    const message = `${size}; above ${limit} Gmail may cut the end and its unsubscribe link.`;
    const cut = firstCut(letter);
    const where =
      cut === null
        ? ""
        : ` It would cut here${cut.heading === null ? "" : `, below “${quoted(cut.heading)}”`}.`;
    report.error("size/clipped", cut?.place ?? null, message + where, { hint });
  }
};
