import { htmlBytes } from "#src/model/email.ts";
import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

/** Gmail cuts a mail at about 102,400 bytes of HTML, and the unsubscribe link goes with the rest. */
const CLIPPED = 100_000;
const LARGE = 80_000;

export function checkSize(letter: Letter): readonly Finding[] {
  const bytes = htmlBytes(letter.email);
  if (bytes < LARGE) return [];
  const size = `The HTML has ${bytes.toLocaleString("en")} bytes`;
  const hint = "Shorten the issue, or move a part of it to the web and link to it.";
  return [
    bytes < CLIPPED
      ? find(letter, "warning", "size/large", null, `${size}; Gmail cuts at about 102,400.`, hint)
      : find(
          letter,
          "error",
          "size/clipped",
          null,
          `${size}; from ${CLIPPED.toLocaleString("en")} on Gmail may cut the end and its unsubscribe link.`,
          hint,
        ),
  ];
}
