import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** C1 controls and halves of surrogate pairs: a single one makes Gmail cut a mail of any size. */
const DAMAGED = /[\u0080-\u009f]|\p{Surrogate}/u;

/** Checks the subject and the plain text; `finish` refuses HTML that holds such a character. */
export const checkCharacters: Rule = ({ issue, subject, text }, report) => {
  const place = writings(issue).find((writing) => DAMAGED.test(writing.text))?.place ?? null;
  for (const [name, part] of [
    ["subject", subject],
    ["plain text", text],
  ] as const) {
    const match = DAMAGED.exec(part);
    if (match === null) continue;
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const message = `The ${name} holds the control character U+${code}, at which Gmail cuts a mail.`;
    report.error("characters/damaged", place, message, {
      hint: "Type the quotation mark or dash again that was meant there.",
    });
  }
};
