import { lengthInWords, lengthOf, type Rule } from "#src/preflight/letter.ts";

/** Phones cut a subject at about 41 characters, desktops at about 60; under 10 says nothing. */
const SHORT = 10;
const LONG = 60;

/** Checks the subject as a reader sees it in the inbox. */
export const checkSubject: Rule = ({ subject, issue }, report) => {
  const key = issue.keyPlaces["subject"] === undefined ? "title" : "subject";
  if (subject.trim() === "") {
    report.error("subject/empty", key, "The subject is empty.", { hint: "Write subject: or title:." });
    return;
  }
  // A line break would start a new header, with the rest of the line as its text.
  if (/[\r\n]/.test(subject)) {
    report.error("subject/line-break", key, "The subject holds a line break.", {
      hint: "Write it on one line.",
    });
  }
  const length = lengthOf(subject);
  if (length > LONG) {
    const message = `The subject has ${lengthInWords(subject)}; inboxes cut it after about ${LONG}, phones after about 41.`;
    report.warning("subject/too-long", key, message, {
      hint: "Put the important words first, or write a shorter subject:.",
    });
  }
  if (length < SHORT) {
    const message = `The subject has ${lengthInWords(subject)}; it takes at least ${SHORT} to say what the issue is about.`;
    report.warning("subject/too-short", key, message);
  }
  if (isShouted(subject)) {
    report.warning("subject/capitals", key, "The subject is all in capitals, which spam filters count.");
  }
  if (/^\s*(?:re|fwd?|aw|wg|rv)\s*:/i.test(subject)) {
    report.warning("subject/fake-reply", key, "The subject pretends to be a reply or a forward.", {
      hint: "Leave out Re: or Fwd:.",
    });
  }
};

/** Only letters that have a small form can be capitals: a Chinese title that names AI does not shout. */
function isShouted(subject: string): boolean {
  const count = (pattern: RegExp) => subject.match(pattern)?.length ?? 0;
  const capitals = count(/\p{Lu}/gu);
  return capitals >= SHORT && capitals * 2 > count(/\p{L}/gu) && count(/\p{Ll}/gu) === 0;
}
