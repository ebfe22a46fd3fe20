import type { Rule } from "#src/preflight/letter.ts";

/** Words that older templates put before everything else, in six languages. */
const BOILERPLATE =
  /^(?:(?:view|read|see|open) (?:this|it|the|our)?[\w\s-]{0,24}\b(?:in (?:your|a) browser|online|on the web)|(?:having )?trouble (?:viewing|reading)|(?:if you )?can['’]?t (?:see|read|view)|email not displaying|ver (?:este|en|no|o|esta)[\w\s-]{0,24}(?:navegador|línea|online)|im browser (?:ansehen|anzeigen|lesen)|(?:diese|die) (?:e-?mail|nachricht)[\w\s-]{0,20}browser|(?:voir|lire|afficher) (?:cet|ce|l['’])[\w\s-]{0,24}(?:navigateur|en ligne)|عرض (?:هذه )?الرسالة)/iu;

const MARKS = /[!¡]{2,}|\?{2,}|\${2,}|€{2,}/u;

/** Checks the first words in the row of an inbox: sender, subject, preview. A phone shows about 40 characters of a subject. */
export const checkInboxRow: Rule = ({ issue, subject, facts }, report) => {
  const key = issue.keyPlaces["subject"] === undefined ? "title" : "subject";
  const marks = MARKS.exec(subject)?.[0];
  if (marks !== undefined)
    report.warning("subject/marks", key, `The subject has “${marks}”, which spam filters count.`, {
      hint: "One mark says it.",
    });
  if (startsWithName(subject, facts.newsletter.name))
    report.info(
      "subject/name-first",
      key,
      `The subject begins with ${facts.newsletter.name}, which stands before it as the sender: a phone shows about 40 characters.`,
      { hint: "Begin with what this issue has and no other one." },
    );
  if (issue.keyPlaces["preview_text"] !== undefined && BOILERPLATE.test(issue.previewText.trim()))
    report.warning(
      "preview-text/boilerplate",
      "preview_text",
      "The preview text speaks of the browser instead of the issue.",
      { hint: "Continue where the subject ends; the link to the browser is in the email already." },
    );
};

/** True for `The Letter: …` and `The Letter #12 – …`. A name followed by other words is part of a sentence. */
function startsWithName(subject: string, name: string): boolean {
  const start = subject.trim().toLowerCase();
  return (
    start.startsWith(name.toLowerCase()) &&
    /^\s*(?:[:|–—-]|#?\d|,? (?:issue|no\.?|nr\.?|n[º°]|edition) )/iu.test(start.slice(name.length))
  );
}
