import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";

/** The postal address, which CAN-SPAM and its kin ask for, in the HTML and in the plain text. */
export function checkPostalAddress(letter: Letter): readonly Finding[] {
  const wanted = squeeze(letter.newsletter.postal_address);
  const parts = [
    { name: "HTML", text: textOfHtml(letter.html) },
    { name: "plain text", text: letter.text },
  ];
  return parts
    .filter(({ text }) => !squeeze(text).includes(wanted))
    .map(({ name }) =>
      find(
        letter,
        "error",
        "postal-address/missing",
        null,
        `The ${name} lacks the postal address.`,
        "Let the template place newsletter.postal_address in its footer.",
      ),
    );
}

/** Templates may break the address into lines, or put dots and dashes between its parts. */
function squeeze(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
}
