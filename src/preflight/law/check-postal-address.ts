import { lettersOf } from "#src/preflight/html/letters-of.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";

/** Words that starters, forms and manuals write where an address belongs. */
const PLACEHOLDER =
  /\byour (?:postal |street |mailing |company )?(?:address|street|city|company)\b|\b(?:postal|street|mailing) address\b|\baddress line \d|\b123 (?:main|fake|example|any) (?:st|str|street|rd|road|ave|avenue)\b|\bany ?town\b|\b(?:todo|tbd|tba|changeme|placeholder|lorem ipsum)\b|\bx{3,}\b|[<[{][^<>[\]{}]*(?:address|street|city|company)[^<>[\]{}]*[>\]}]|\b(?:deine|ihre|meine) (?:adresse|anschrift)\b|\b(?:tu|su) dirección\b|\bvotre adresse\b|\bseu endereço\b/i;

/** Checks that the postal address, which CAN-SPAM and similar laws demand, is in the HTML and in the plain text. */
export const checkPostalAddress: Rule = ({ facts, html, text }, report) => {
  const { postal_address: address, name: newsletter } = facts.newsletter;
  const placeholder = PLACEHOLDER.exec(address)?.[0];
  if (placeholder !== undefined)
    report.warning(
      "postal-address/placeholder",
      null,
      `The postal address, “${address}”, holds “${placeholder}” where an address belongs.`,
      { hint: "Write the sender's own as postal_address in newsletter.config.ts; a PO box will do." },
    );
  else if (isOneWord(address, newsletter))
    report.warning(
      "postal-address/incomplete",
      null,
      `The postal address, “${address}”, names neither a street nor a box.`,
      { hint: "Write all that a letter needs as postal_address in newsletter.config.ts; a PO box will do." },
    );
  const wanted = lettersOf(address);
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

/** True for a town alone, beside the newsletter's name. More words may well be an address: there are houses without a number. */
function isOneWord(address: string, newsletter: string): boolean {
  const rest = address.replace(newsletter, " ");
  // A script without blanks between words writes a whole address as one.
  if (
    /\p{N}/u.test(rest) ||
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(rest)
  )
    return false;
  return (rest.match(/\p{L}+/gu) ?? []).length < 2;
}
