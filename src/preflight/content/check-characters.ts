import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/walk.ts";

/** C1 controls and halves of surrogate pairs: a single one makes Gmail cut a mail of any size. */
const DAMAGED = /[\u0080-\u009f]|\p{Surrogate}/u;

export function checkCharacters(letter: Letter): readonly Finding[] {
  const parts = [
    { name: "subject", text: letter.subject },
    { name: "HTML", text: letter.html },
    { name: "plain text", text: letter.text },
  ];
  const place = [...writings(letter.issue)].find(({ text }) => DAMAGED.test(text))?.place ?? null;
  return parts.flatMap(({ name, text }) => {
    const match = DAMAGED.exec(text);
    if (match === null) return [];
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return [
      find(
        letter,
        "error",
        "characters/damaged",
        place,
        `The ${name} holds the control character U+${code}, at which Gmail cuts a mail.`,
        "Type the quotation mark or dash that was meant there anew.",
      ),
    ];
  });
}
