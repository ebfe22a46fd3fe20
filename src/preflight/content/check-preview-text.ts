import { TOKEN } from "#src/model/merge-tag.ts";
import { graphemes, type Rule } from "#src/preflight/letter.ts";

const SHORT = 40;
const LONG = 130;

/** The line an inbox shows after the subject. */
export const checkPreviewText: Rule = ({ issue, subject }, report) => {
  const preview = issue.previewText.replace(TOKEN, "Someone").trim();
  const warn = (rule: string, message: string, hint: string | null = null) =>
    report.warning(`preview-text/${rule}`, "preview_text", message, { hint });
  if (preview === "" || issue.keyPlaces["preview_text"] === undefined) {
    warn(
      "missing",
      preview === ""
        ? "There is no preview text: inboxes will show whatever comes first."
        : "There is no preview_text: the first paragraph is used instead.",
      `Add preview_text: with ${SHORT} to ${LONG} characters that continue the subject.`,
    );
  } else if (preview.toLowerCase() === subject.trim().toLowerCase()) {
    warn("same-as-subject", "The preview text repeats the subject.", "Continue where the subject ends.");
  } else if (graphemes(preview) < SHORT) {
    warn(
      "too-short",
      `The preview text has ${graphemes(preview)} characters; inboxes fill the room left by fewer than ${SHORT} with other text.`,
    );
  } else if (graphemes(preview) > LONG) {
    warn(
      "too-long",
      `The preview text has ${graphemes(preview)} characters; inboxes cut it after at most ${LONG}.`,
    );
  }
};
