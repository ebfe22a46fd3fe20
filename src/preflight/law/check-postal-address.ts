import { lettersOf } from "#src/preflight/html/letters-of.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";

/** The postal address, which CAN-SPAM and similar laws demand, in the HTML and in the plain text. */
export const checkPostalAddress: Rule = ({ facts, html, text }, report) => {
  const wanted = lettersOf(facts.newsletter.postal_address);
  for (const [name, part] of [
    ["HTML", textOfHtml(html)],
    ["plain text", text],
  ] as const) {
    if (lettersOf(part).includes(wanted)) continue;
    const target = name === "HTML" ? { inTemplate: "" } : null;
    report.error("postal-address/missing", target, `The ${name} lacks the postal address.`, {
      hint: "Add <FooterLinks {...input} /> or <issue-footer /> to the template.",
    });
  }
};
