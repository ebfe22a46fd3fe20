import type { WorldRule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** Words that the dictionary does not have, each once, at its first place. Off unless the newsletter asks for it. */
export const checkSpelling: WorldRule = ({ issue, facts: { spelling } }, report) => {
  if (spelling.kind === "unavailable") {
    report.info("spelling/not-checked", null, `Spelling was not checked: ${spelling.reason}.`);
    return;
  }
  if (spelling.value === null || spelling.value.length === 0) return;
  const all = [...writings(issue)].filter(({ code }) => !code);
  for (const { word, suggestions } of spelling.value) {
    const place = all.find(({ text }) => text.includes(word))?.place ?? null;
    const [last, ...others] = suggestions.toReversed();
    const meant = others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`;
    const message = `The dictionary does not have “${word}”.`;
    report.warning("spelling/unknown-word", { word, from: place }, message, {
      hint: `${last === undefined ? "" : `Did you mean ${meant}? `}If it is right, add it to spelling.known in newsletter.config.ts.`,
    });
  }
};
