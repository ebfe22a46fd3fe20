import type { Email } from "#src/model/email.ts";
import { asksAddress } from "#src/model/states.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** A visible way out, in the HTML and in the plain text: the law demands it, and it keeps readers from "spam". */
export const checkUnsubscribe: Rule = ({ email, issue }, report) => {
  if (asksAddress(issue.trigger)) return;
  for (const part of ["html", "text"] as const) {
    if (holdsLink(email, part)) continue;
    const name = part === "html" ? "HTML" : "plain text";
    const target = part === "html" ? { inTemplate: "" } : null;
    report.error("unsubscribe/missing", target, `The ${name} has no unsubscribe link.`, {
      hint: "Add <FooterLinks {...input} /> or <issue-footer /> to the template.",
    });
  }
};

function holdsLink(email: Email, part: "html" | "text"): boolean {
  return email[part].some((slot, index) => {
    // A link in a part for some readers does not help the others.
    if (typeof slot === "string" || !("tag" in slot) || email.tags[slot.tag]?.name !== "urls.unsubscribe")
      return false;
    const before = email[part][index - 1];
    // In HTML it must be a link that a reader can press, not only an image's address or a word.
    return part === "text" || (typeof before === "string" && /<a\b[^>]*\shref\s*=\s*["']?$/i.test(before));
  });
}
