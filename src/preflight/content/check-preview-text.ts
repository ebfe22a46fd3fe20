import type { Finding } from "#src/model/finding.ts";
import { TOKEN } from "#src/model/merge-tag.ts";
import { find, graphemes, type Letter } from "#src/preflight/letter.ts";

const SHORT = 40;
const LONG = 130;

/** The line an inbox shows after the subject. */
export function checkPreviewText(letter: Letter): readonly Finding[] {
  const { issue } = letter;
  const preview = issue.previewText.replace(TOKEN, "Someone").trim();
  const warn = (rule: string, message: string, hint: string | null = null) => [
    find(letter, "warning", rule, "preview_text", message, hint),
  ];
  if (preview === "" || issue.keyPlaces["preview_text"] === undefined) {
    return warn(
      "preview-text/missing",
      preview === ""
        ? "There is no preview text: inboxes will show whatever comes first."
        : "There is no preview_text: the first paragraph stands in for it.",
      `Add preview_text: with ${SHORT} to ${LONG} characters that go on where the subject stops.`,
    );
  }
  if (preview.toLowerCase() === letter.subject.trim().toLowerCase()) {
    return warn(
      "preview-text/same-as-subject",
      "The preview text repeats the subject.",
      "Go on where the subject stops.",
    );
  }
  const length = graphemes(preview);
  if (length < SHORT) {
    return warn(
      "preview-text/too-short",
      `The preview text has ${length} characters; under ${SHORT} leave room that inboxes fill with other text.`,
    );
  }
  if (length > LONG) {
    return warn(
      "preview-text/too-long",
      `The preview text has ${length} characters; inboxes cut it after at most ${LONG}.`,
    );
  }
  return [];
}
