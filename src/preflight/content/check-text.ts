import type { Rule } from "#src/preflight/letter.ts";

/** The plain text is an edition of its own: filters take a stub of it for spam. */
export const checkText: Rule = ({ text, issue }, report) => {
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  // 60 of 100 words leaves room for footers and labels that only one of the two has.
  if (words < issue.words * 0.6)
    report.warning("text/stub", null, `The plain text has ${words} words; the body has ${issue.words}.`);
};
