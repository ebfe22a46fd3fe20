import { TOKEN } from "#src/model/merge-tag.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import { lengthInWords, lengthOf, type Rule } from "#src/preflight/letter.ts";

const SHORT = 40;
const LONG = 130;

/** Checks the line that an inbox shows after the subject. */
export const checkPreviewText: Rule = ({ issue, subject }, report) => {
  const preview = issue.previewText.replace(TOKEN, "Someone").trim();
  const length = lengthOf(preview);
  const warn = (rule: RuleOf<"warning">, message: string, hint: string | null = null) =>
    report.warning(rule, "preview_text", message, { hint });
  if (preview === "" || issue.keyPlaces["preview_text"] === undefined) {
    const message =
      preview === ""
        ? "There is no preview text: inboxes will show the first words of the email."
        : "There is no preview_text: the first paragraph is used instead.";
    const hint = `Add preview_text: with ${SHORT} to ${LONG} characters that continue the subject.`;
    warn("preview-text/missing", message, hint);
  } else if (preview.toLowerCase() === subject.trim().toLowerCase()) {
    warn(
      "preview-text/same-as-subject",
      "The preview text repeats the subject.",
      "Continue where the subject ends.",
    );
  } else if (length < SHORT) {
    const message = `The preview text has ${lengthInWords(preview)}; below ${SHORT}, inboxes add other text to it.`;
    warn("preview-text/too-short", message);
  } else if (length > LONG) {
    warn(
      "preview-text/too-long",
      `The preview text has ${lengthInWords(preview)}; inboxes cut it after at most ${LONG}.`,
    );
  }
};
