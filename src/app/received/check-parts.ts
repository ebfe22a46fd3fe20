import { type MailCheck, isOk, isWrong } from "./mail-check.ts";
import type { ReceivedMail } from "./read-mail.ts";

/** Gmail cuts a mail at about 102 kB. Tracking, and another reader's longer name, may add to the size of this one. */
const CLIPPED = 102_400;
const FEW = 20;

/** Checks that the mail has both parts, and that Gmail shows the HTML to its end. */
export function checkParts({ html, text }: ReceivedMail): MailCheck[] {
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const missing = [...(html === "" ? ["HTML"] : []), ...(text.trim() === "" ? ["plain text"] : [])];
  const parts =
    missing.length > 0
      ? isWrong(
          "parts",
          `the mail has no ${missing.join(" and no ")}`,
          "Send an issue with Letterpress, which writes both parts.",
        )
      : words < FEW
        ? isWrong(
            "parts",
            `the plain text has ${words} words, which filters take for spam`,
            "Move words out of blocks that have no text.",
          )
        : isOk("parts", `HTML, and plain text of ${words.toLocaleString("en")} words`);
  const bytes = Buffer.byteLength(html);
  const says = `the HTML has ${Math.round(bytes / 1000).toLocaleString("en")} kB`;
  const size =
    bytes < CLIPPED
      ? isOk("size", `${says}; Gmail cuts at about 102 kB`)
      : isWrong(
          "size",
          `${says}, and Gmail cuts at about 102 kB`,
          "Shorten the issue, or switch click tracking off, which makes each link longer.",
        );
  return [parts, size];
}
