import type { Rule } from "#src/preflight/letter.ts";

/** Reports a stub of a plain text: it is an edition of its own, and filters take a stub for spam. */
export const checkText: Rule = ({ text, issue }, report) => {
  // Words are counted as those of the body are: Chinese and Thai have no spaces between theirs.
  const segments = new Intl.Segmenter(issue.lang, { granularity: "word" }).segment(text);
  const words = Iterator.from(segments).reduce((sum, { isWordLike }) => sum + (isWordLike ? 1 : 0), 0);
  // 60 of 100 words leaves room for footers and labels that only one of the two has.
  if (words < issue.words * 0.6)
    report.warning("text/stub", null, `The plain text has ${words} words; the body has ${issue.words}.`);
};
