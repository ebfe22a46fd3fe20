import type { Finding } from "#src/model/finding.ts";
import { find, graphemes, type Letter } from "#src/preflight/letter.ts";

/** Phones cut a subject at about 41 characters, desktops at about 60; under 10 says nothing. */
const SHORT = 10;
const LONG = 60;

/** The subject as a reader sees it in the inbox. */
export function checkSubject(letter: Letter): readonly Finding[] {
  const { subject } = letter;
  const key = letter.issue.keyPlaces["subject"] === undefined ? "title" : "subject";
  if (subject.trim() === "") {
    return [
      find(letter, "error", "subject/empty", key, "The subject is empty.", "Write subject: or title:."),
    ];
  }
  const findings: Finding[] = [];
  // A line break would start a new header, written by whoever wrote the rest of the line.
  if (/[\r\n]/.test(subject)) {
    findings.push(
      find(
        letter,
        "error",
        "subject/line-break",
        key,
        "The subject holds a line break.",
        "Write it on one line.",
      ),
    );
  }
  const length = graphemes(subject);
  if (length > LONG) {
    findings.push(
      find(
        letter,
        "warning",
        "subject/too-long",
        key,
        `The subject has ${length} characters; inboxes cut it after about ${LONG}, phones after about 41.`,
        "Put what matters first, or shorten it with subject:.",
      ),
    );
  }
  if (length < SHORT) {
    findings.push(
      find(
        letter,
        "warning",
        "subject/too-short",
        key,
        `The subject has ${length} characters; at least ${SHORT} say what the issue is about.`,
      ),
    );
  }
  const letters = subject.replace(/\P{L}/gu, "");
  if (letters.length >= SHORT && letters === letters.toUpperCase() && letters !== letters.toLowerCase()) {
    findings.push(
      find(
        letter,
        "warning",
        "subject/capitals",
        key,
        "The subject is all in capitals, which spam filters count.",
      ),
    );
  }
  if (/^\s*(?:re|fwd?|aw|wg|rv)\s*:/i.test(subject)) {
    findings.push(
      find(
        letter,
        "warning",
        "subject/fake-reply",
        key,
        "The subject pretends to be a reply or a forward.",
        "Leave out Re: or Fwd:.",
      ),
    );
  }
  return findings;
}
