import { asksAddress } from "#src/model/states.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** A mail that asks for a confirmation, or that tells of a change, must hold the link to press, in the HTML and in the plain text. */
export const checkConfirm: Rule = ({ email, issue }, report) => {
  if (!asksAddress(issue.trigger)) return;
  for (const part of ["html", "text"] as const) {
    const holds = email[part].some(
      (slot) => typeof slot !== "string" && "tag" in slot && email.tags[slot.tag]?.name === "urls.confirm",
    );
    if (holds) continue;
    const name = part === "html" ? "HTML" : "plain text";
    report.error("confirm/missing", null, `The ${name} has no confirmation link.`, {
      hint: "Write **[Yes, send it to me]({{ urls.confirm }})** in a paragraph of its own.",
    });
  }
};
