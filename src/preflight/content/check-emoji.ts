import { lengthOf, type Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

const EMOJI = /\p{RGI_Emoji}/gv;
const PILE = /(?:\p{RGI_Emoji}\s*){4,}/v;
const IN_SUBJECT = 2;

/** Reports many emoji: a screen reader says the name of each, and an inbox has room for little else beside them. */
export const checkEmoji: Rule = ({ issue, subject }, report) => {
  const count = subject.match(EMOJI)?.length ?? 0;
  if (count > IN_SUBJECT) {
    const key = issue.keyPlaces["subject"] === undefined ? "title" : "subject";
    report.warning("subject/emoji", key, `The subject has ${count} emoji.`, {
      hint: "Leave one or two, and say the rest in words.",
    });
  }
  for (const { text, place, code } of writings(issue)) {
    const pile = code ? undefined : PILE.exec(text)?.[0];
    if (pile === undefined || subject.includes(pile)) continue;
    const message = `${lengthOf(pile.replace(/\s/gu, ""))} emoji stand in a row: a screen reader says the name of each.`;
    report.warning("writing/emoji-pile", place, message, { hint: "Leave the one that says something." });
  }
};
