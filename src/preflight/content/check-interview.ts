import type { Block } from "#src/model/block.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** An interview has a guest and at least two questions, and every question has its answer. */
export const checkInterview: Rule = ({ issue }, report) => {
  const questions = issue.body.filter((block) => block.kind === "heading" && block.question);
  // A guest or several questions make an interview. The template alone does not: it renders any issue, and many a column asks one question.
  if (questions.length < 2 && issue.guests.length === 0) return;
  const first = questions[0]?.place;
  if (issue.guests.length === 0) {
    report.warning("interview/no-guest", first ?? null, "There are questions, but no guest answers them.", {
      hint: "Name the guest in guests: with name, role and organization.",
    });
  }
  if (questions.length < 2) {
    const message = `An interview has at least two questions; this one has ${questions.length}.`;
    report.warning("interview/few-questions", first ?? "guests", message, {
      hint: "Write each question as a heading of level 2 that ends with a question mark.",
    });
  }
  for (const question of questions) {
    if (!answered(issue.body, question))
      report.error("interview/unanswered", question.place, "This question has no answer under it.");
  }
};

const NO_ANSWER = new Set<Block["kind"]>([
  "rule",
  "endnotes",
  "subscribe",
  "guest",
  "author",
  "sponsor",
  "series",
  "related",
  "tags",
  "share",
  "rate",
  "contents",
]);

/** True if there is something to read between the question and the next heading of its level or above. */
function answered(body: readonly Block[], question: Block): boolean {
  const depth = question.kind === "heading" ? question.depth : 2;
  for (const block of body.slice(body.indexOf(question) + 1)) {
    if (block.kind === "heading") {
      if (block.question || block.depth <= depth) return false;
    } else if (!NO_ANSWER.has(block.kind)) {
      return true;
    }
  }
  return false;
}
