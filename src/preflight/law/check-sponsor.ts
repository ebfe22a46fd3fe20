import type { Rule } from "#src/preflight/letter.ts";
import { lettersOf } from "#src/preflight/html/letters-of.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";

/** A reader must see who paid, in the HTML and in the text: a template may replace our words by its own, or by none. */
export const checkSponsor: Rule = ({ issue, html, text }, report) => {
  const { sponsor } = issue;
  if (sponsor === null) return;
  const name = lettersOf(sponsor.name);
  for (const [part, words] of [
    ["HTML", textOfHtml(html)],
    ["plain text", text],
  ] as const) {
    if (lettersOf(words).includes(name)) continue;
    report.error("sponsor/undisclosed", "sponsor", `The ${part} does not name the sponsor ${sponsor.name}.`, {
      hint: "Show it in the template: <IssueBody> and <issue-body /> do, unless a part of yours takes the place of `sponsor`.",
    });
  }
};
